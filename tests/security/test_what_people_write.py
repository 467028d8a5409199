"""S1, S2, S3, S11, S24: words of one person on the page of another."""

from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from documents import facts, rendering
from sop import loader, services
from tests.stories.pages import Page
from tests.test_every_url import LOOK, RULES, address
from tests.tickets.browsing import hidden, text_of
from tests.tickets.filling import PDF, pdf
from tickets import transitions
from tickets.models import Attachment, Ticket

from .inert import EVIL, SHORT, SPEAKS, dangers

pytestmark = pytest.mark.django_db

WORDS = {"perangkat": "PC", "lokasi": EVIL, "keluhan": EVIL}


@pytest.fixture
def poisoned(bps, visit, people):
    """A ticket of somebody whose every word is an attack, waiting for the technician's result."""
    User.objects.filter(username="pegawai.bps").update(name=SHORT, unit=SHORT, position=SHORT)
    rina, hendra, yoga = (visit(f"{who}.bps") for who in ("pegawai", "admin", "teknisi"))
    rina.post("layanan-ajukan", bps.code, data=WORDS | {"_tindakan": "ajukan"})
    ticket = Ticket.objects.get()
    hendra.act(ticket, "setujui", {"prioritas": "3", "teknisi": people["teknisi.bps"].pk, "_catatan": EVIL})
    rina.post("tiket-komentar", ticket.number, data={"text": EVIL, "berkas": pdf(f"{SHORT.replace('/', '')}.pdf")})
    yoga.post("tiket-komentar", ticket.number, data={"text": EVIL, "kepada": "internal"})
    yoga.move(ticket, "tunda", {"alasan": "lainnya", "menunggu": SHORT, "catatan": EVIL})
    return ticket


SHOWN_ON = ["tiket", "tiket-daftar", "beranda", "tiket-kabar", "tiket-lanjutkan", "pemberitahuan"]


@pytest.mark.parametrize("reader", ["pegawai.bps", "admin.bps", "teknisi.bps", "pengelola.bps"])
def test_s01_words_of_a_ticket_do_nothing_on_the_pages_that_show_them(poisoned, visit, reader):
    shown = ""
    for name in SHOWN_ON:
        args = [poisoned.number] if name.startswith("tiket") and name != "tiket-daftar" else []
        answer = visit(reader).get(name, *args)
        if answer.status_code == 200:
            assert dangers(answer.content.decode()) == [], name
            shown += text_of(answer)

    assert shown.count(SPEAKS) > 6  # they are shown, as words
    assert "{{7*7}}" in shown
    assert "{% debug %}" in shown


def test_s01_names_of_people_and_files_do_nothing(poisoned, visit):
    pengelola = visit("pengelola.bps")

    for name in ("pengaturan-orang", "pengaturan-peran", "pengaturan-pengganti-tambah", "pengaturan-catatan", "aset-tambah"):
        answer = pengelola.get(name)
        assert dangers(answer.content.decode()) == [], name
    assert SPEAKS in text_of(pengelola.get("pengaturan-orang"))
    assert Attachment.objects.get().name.endswith(".pdf")
    download = visit("admin.bps").get("tiket-berkas", poisoned.number, Attachment.objects.get().token)
    assert "\n" not in download["Content-Disposition"]
    assert download["Content-Disposition"].startswith("attachment;")


def test_s01_words_of_a_ticket_do_nothing_in_its_letter(poisoned):
    told = facts.snapshot(poisoned, kind="berita-acara", title=EVIL, number=SHORT, version=1, replaces=None, on=poisoned.created_at.date())

    html = rendering.page(told, check_url="http://127.0.0.1/dokumen/periksa/x/")

    assert dangers(html) == []
    assert SPEAKS in html


def test_s01_words_of_a_sop_do_nothing(bps, visit, sops):
    """Whoever may write the SOP does not get to run scripts in the pages of those who work by it."""
    source = (settings.BASE_DIR / "sop/definitions/bps-bengkulu/setting-jaringan.yaml").read_text()
    mark = "Uji <script>alert(1)</script>"
    for words in ("Menerima alokasi tugas", "Kebutuhan atau keluhan", "Informasi kebutuhan dan ketersediaan", "Setujui dan alokasikan"):
        source = source.replace(words, mark)
    assert source.count(mark) > 3
    result = loader.parse(source)
    assert not result.errors, result.errors
    services.load(result)
    bps.procedure.refresh_from_db()
    admin = visit("admin.bps")

    ticket = Ticket.objects.get(number=bps.ticket)
    for name, args in [
        ("sop", [bps.code]),
        ("sop-svg", [bps.code]),
        ("layanan-ajukan", [bps.code]),
        ("layanan", []),
        ("tiket", [ticket.number]),
        ("persetujuan", []),
    ]:
        answer = admin.get(name, *args)
        assert answer.status_code == 200, name
        assert dangers(answer.content.decode()) == [], name
    assert SPEAKS in text_of(admin.get("tiket", ticket.number))


@pytest.mark.parametrize("name", ["beranda", "tiket", "masuk", "pengaturan-orang", "sop"])
def test_s01_even_a_script_that_got_in_would_not_run(bps, visit, name):
    """The second line: pages run the portal's own files and scripts with this answer's nonce, nothing else."""
    answer = (Client() if name == "masuk" else visit("pengelola.bps").client).get(address(name, bps))

    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";") if part.strip())
    assert "unsafe" not in policy["script-src"]
    assert (policy["default-src"], policy["object-src"], policy["frame-ancestors"]) == ("'self'", "'none'", "'none'")
    assert answer["X-Content-Type-Options"] == "nosniff"


PARAMETERS = (
    "q", "sort", "order", "urut", "period", "next", "tab", "status", "page", "tampil", "kondisi", "daftar", "ke", "tindakan", "kembali", "jenis", "start", "limit",
    "revisi", "giliran",
)  # fmt: skip


def test_s02_parameters_come_back_as_words_or_not_at_all(bps, visit, monkeypatch):
    monkeypatch.setattr(rendering, "pdf", lambda *args, **kwargs: b"%PDF-")
    pengelola, admin = visit("pengelola.bps").client, visit("admin.bps").client
    looked_at = {name: address(name, bps) for name, rule in RULES.items() if LOOK in rule.methods}

    for name, url in looked_at.items():
        for query in [dict.fromkeys(PARAMETERS, EVIL), *({one: EVIL} for one in PARAMETERS if name == "tiket-daftar")]:
            answer = (pengelola if RULES[name].first == 403 else admin).get(url, query)
            assert answer.status_code in (200, 204, 301, 302, 400, 403, 404, 422), name
            if answer.get("Content-Type", "").startswith("text/html"):
                assert dangers(answer.content.decode()) == [], name


@pytest.mark.parametrize(
    "where", ["javascript:alert(1)", "//jahat.example", "https://jahat.example/", "/\\jahat.example", "http:///jahat.example", EVIL]
)
def test_s02_sign_in_leads_to_no_other_place(people, where):
    client = Client()
    page = client.get(reverse("masuk"), {"next": where})
    assert dangers(page.content.decode()) == []

    answer = client.post(reverse("masuk"), {"username": "pegawai.bps", "password": "demo", "next": where})

    leads_to = urlsplit(urljoin("http://testserver/masuk/", answer["Location"]))
    assert (leads_to.scheme, leads_to.netloc) == ("http", "testserver")


PIECES = ["tiket-daftar", "tiket-kabar", "surat-panel", "tiket", "beranda", "pemberitahuan"]
FORGED = {
    "HX-Request": "true",
    "HX-Boosted": "true",
    "HX-Target": "daftar",
    "HX-Current-URL": "https://jahat.example/x",
    "HX-Prompt": EVIL,
    "HX-Trigger-Name": EVIL,
}


@pytest.mark.parametrize("name", PIECES)
def test_s03_a_piece_of_a_page_asks_who_is_there_like_the_page(bps, visit, name):
    url = address(name, bps)

    for username in ("pegawai2.bps", "kadis.karanganyar", "pegawai.bps"):
        client = visit(username).client
        as_page, as_piece = client.get(url), client.get(url, headers=FORGED)
        assert as_piece.status_code == as_page.status_code, username
        assert dangers(as_piece.content.decode()) == []
    anonymous = Client().get(url, headers=FORGED)
    assert bps.ticket.encode() not in anonymous.content
    if name == "tiket-kabar":
        assert (anonymous.status_code, anonymous.content) == (286, b"")  # the page that asked is left in peace
    else:
        assert anonymous.get("HX-Redirect", anonymous.get("Location")).startswith("/masuk/")
    assert "jahat" not in str(anonymous.headers)


def test_s03_a_comment_box_asked_for_by_a_stranger_stays_closed(bps, visit):
    for username in ("pegawai2.bps", "kadis.karanganyar"):
        answer = visit(username).client.post(reverse("tiket-komentar", args=[bps.ticket]), {"text": "halo"}, headers=FORGED)
        assert answer.status_code == 404
    assert Ticket.objects.get(number=bps.ticket).events.count() == 1


@pytest.mark.parametrize("pattern", ["{urut.__class__}", "{urut!r:>99999999}", "{settings.SECRET_KEY}", "{0}", "{urut}{{7*7}}{% debug %}"])
def test_s11_the_pattern_of_letter_numbers_is_no_template(bps, visit, pattern):
    pengelola = visit("pengelola.bps")
    form = next(form for form in Page(pengelola.get("pengaturan-instansi"), reverse("pengaturan-instansi")).forms if form.button("Simpan"))
    data, _files = form.filled({"letter_number_pattern": pattern})

    pengelola.client.post(form.url, data)

    bps.organisation.refresh_from_db()
    assert "__" not in bps.organisation.letter_number_pattern
    assert "SECRET" not in bps.organisation.letter_number_pattern
    assert bps.organisation.letter_number_pattern.count("{urut}") == 1


# Internal notes

SECRET = "KATAINTERNAL"


@pytest.fixture
def whispered(bps):
    """A finished ticket with an internal note and an internal file, written while it ran."""
    ticket = Ticket.objects.get(number=bps.ending)
    transitions.comment(
        ticket.pk, actor=bps.person("allocates"), text=f"{SECRET} pemohon ini sering keliru", internal=True, files=[pdf(f"{SECRET}.pdf")]
    )
    transitions.act(ticket.pk, Ticket.objects.get(pk=ticket.pk).turn, "konfirmasi", actor=bps.person("requester"))
    return Ticket.objects.get(pk=ticket.pk)


def test_s24_an_internal_note_is_on_no_page_of_the_requester(bps, whispered, visit):
    """Nor in any list, search, notice or letter; staff reads it on the ticket."""
    rina = visit("pegawai.bps")
    bps.ticket, bps.done, bps.ending = (whispered.number,) * 3

    for name, rule in RULES.items():
        if LOOK in rule.methods:
            answer = rina.client.get(address(name, bps))
            assert SECRET.encode() not in (b"".join(answer.streaming_content) if answer.streaming else answer.content), name
    assert whispered.number not in text_of(rina.get("tiket-daftar", q=SECRET))
    assert SECRET in text_of(visit("teknisi.bps").get("tiket", whispered.number))


def test_s24_nor_may_the_requester_fetch_the_internal_file(whispered, visit):
    token = Attachment.objects.get(internal=True).token

    assert visit("pegawai.bps").get("tiket-berkas", whispered.number, token).status_code == 404
    assert visit("teknisi.bps").get("tiket-berkas", whispered.number, token).getvalue() == PDF


def test_s24_nor_is_it_in_the_letter_a_notice_or_a_mail(bps, whispered, tasks, mailoutbox):
    from documents.models import Letter
    from notifications.models import Notice

    tasks.run()

    assert SECRET not in str(list(Letter.objects.filter(ticket=whispered).values_list("facts", flat=True)))
    for notice in Notice.objects.all():
        assert SECRET not in str(notice)
        assert SECRET not in str(notice.data)
    assert all(SECRET not in mail.body for mail in mailoutbox)


def test_s24_nor_can_the_requester_write_one(bps, visit):
    """A forged `kepada` hides nothing from anybody: there is no such choice in the form of a requester, and no such note afterwards."""
    rina = visit("pegawai.bps")
    assert hidden(rina.get("tiket", bps.ticket), "kepada") == []

    rina.post("tiket-komentar", bps.ticket, data={"text": "KATAPEMOHON", "kepada": "internal"})

    assert not [event for event in Ticket.objects.get(number=bps.ticket).events.all() if event.data.get("internal")]
