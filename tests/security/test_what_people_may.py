"""S12–S23: asking for what is somebody else's, in every way a browser can."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Delegation, Role, RoleHolding, User
from accounts.roles import office_day
from assets.models import Asset
from tests.test_every_url import LOOK, RULES, SEND, address
from tests.tickets.browsing import text_of
from tickets import transitions
from tickets.models import Status, Ticket, TicketEvent

pytestmark = pytest.mark.django_db

NETWORK = {"perangkat": "PC", "lokasi": "Ruang TU", "keluhan": "Putus."}


# Names in addresses

LOOKUPS = [
    "assigned_to__password__startswith",
    "requester__password__startswith",
    "organisation",
    "organisation__name",
    "opened_by__username",
    "pk",
    "id",
    "status__in",
]


def test_s12_a_parameter_never_becomes_a_lookup(bps, visit):
    """The list refuses names it does not know; the others ignore them: the answer is the one without."""
    admin, pengelola = visit("admin.bps"), visit("pengelola.bps")
    plain = {page: text_of(pengelola.get(page)) for page in ("pengaturan-orang", "aset-daftar")}

    for name in LOOKUPS:
        assert admin.get("tiket-daftar", **{name: "p"}).status_code == 400, name
        for page, words in plain.items():
            assert text_of(pengelola.get(page, **{name: "zzz"})) == words, (page, name)


VALUES = ["password", "-password", "requester__password", "?", "words", "tickets_ticket.id", 'number"', "number;--", "a.b", "\x00", "x\ny"]


@pytest.mark.parametrize("parameter", ["urut", "status", "prosedur", "prioritas", "peran", "tab"])
def test_s12_s13_an_unknown_order_or_filter_is_refused(bps, visit, parameter):
    admin = visit("admin.bps")

    for value in VALUES:
        assert admin.get("tiket-daftar", **{parameter: value}).status_code == 400, value


@pytest.mark.parametrize("q", ["' OR 1=1 --", '" OR ""="', "%", "_", "\\", "); DROP TABLE tickets_ticket; --", "requester__password"])
def test_s13_a_search_is_only_ever_words(bps, visit, q):
    visit("pegawai.bps").post("layanan-ajukan", bps.code, data=NETWORK | {"_tindakan": "ajukan"})
    rina = visit("pegawai.bps")

    answer = rina.get("tiket-daftar", q=q)

    assert answer.status_code == 200
    assert "BPS-" not in text_of(answer).replace("BPS-2026-000123", "")


# Other people's things

OF_A_TICKET = [name for name, rule in RULES.items() if rule.sees == "requester staff"]


@pytest.mark.parametrize("outsider", ["pegawai2.bps", "pjk-ti.bps", "kadis.karanganyar", "pengelola.karanganyar"])
def test_s14_what_hangs_on_a_ticket_is_not_there_for_outsiders(bps, visit, outsider):
    """The same role in another unit, another role of the office, the head and the administrator of another office."""
    urls, client = {name: address(name, bps) for name in OF_A_TICKET}, visit(outsider).client
    before = TicketEvent.objects.count()

    for name, url in urls.items():
        if LOOK in RULES[name].methods:
            assert client.get(url).status_code == 404, name
        if SEND in RULES[name].methods:
            assert client.post(url, {"text": "x", "catatan": "x", "_giliran": "1", "pantau": "ya"}).status_code == 404, name
    assert TicketEvent.objects.count() == before


OF_AN_OFFICE = [name for name, rule in RULES.items() if rule.sees == "everybody" and rule.first == 403]


def test_s14_what_an_administrator_edits_is_of_the_own_office(bps, visit):
    urls, foreign, own = (
        {name: address(name, bps) for name in OF_AN_OFFICE},
        visit("pengelola.karanganyar").client,
        visit("pengelola.bps").client,
    )

    for name, url in urls.items():
        for method in RULES[name].methods.lower().split():
            assert getattr(foreign, method)(url).status_code == 404, name
    for name, url in urls.items():
        if LOOK in RULES[name].methods:
            assert own.get(url).status_code in (200, 302), name  # the label of an asset leads on to it


def test_s14_a_number_that_is_somebody_elses_answers_like_one_that_is_not(bps, visit):
    """Who tries numbers learns nothing: not even which of them exist."""
    outsider = visit("pegawai2.bps")
    taken, free = bps.ticket, "BPS-2026-999999"

    answers = [outsider.get("tiket", number) for number in (taken, free)]
    searches = [outsider.get("tiket-daftar", q=number) for number in (taken, free)]

    assert [answer.status_code for answer in answers + searches] == [404, 404, 200, 200]
    for pair in (answers, searches):
        there, not_there = (text_of(answer).replace(number, "NOMOR") for answer, number in zip(pair, (taken, free), strict=True))
        assert there == not_there


def test_s15_an_officer_asset_or_requester_of_another_office_cannot_be_smuggled_in(bps, karanganyar, visit, people):
    admin, yoga, stranger = visit("admin.bps"), visit("teknisi.bps"), people["tim-teknis.karanganyar"]
    ticket = Ticket.objects.get(number=bps.ticket)
    foreign = str(karanganyar.asset)

    asked = NETWORK | {"_tindakan": "ajukan", "_untuk-siapa": "pegawai", "_untuk-saluran": "telepon", "_untuk-pegawai": stranger.pk}
    assert admin.post("layanan-ajukan", bps.code, data=asked).status_code == 422
    assert admin.act(ticket, "setujui", {"prioritas": "2", "teknisi": stranger.pk}).status_code == 422
    assert admin.act(ticket, "setujui", {"prioritas": "2", "teknisi": people["pegawai.bps"].pk}).status_code == 422  # not a technician
    assert admin.act(ticket, "setujui", {"prioritas": "2", "teknisi": people["teknisi.bps"].pk}).status_code == 302
    assert admin.move(ticket, "alihkan", {"kepada": f"teknisi:{stranger.pk}"}).status_code == 422
    yoga.act(ticket, "terima")
    refused = yoga.act(ticket, "lanjut", {"aset": foreign})
    assert refused.status_code == 422
    assert "PC uji" not in text_of(refused)
    assert Ticket.objects.get(pk=ticket.pk).position == "3a"


def test_s15_settings_take_only_people_and_roles_of_the_own_office(bps, karanganyar, visit, people):
    pengelola, stranger = visit("pengelola.bps"), people["kadis.karanganyar"]
    today = office_day(bps.organisation).isoformat()

    given = pengelola.post("pengaturan-peran-beri", bps.role, data={"person": stranger.pk, "starts_on": today})
    named = pengelola.post(
        "pengaturan-pengganti-tambah", data={"kind": "plh", "absent": people["admin.bps"].pk, "substitute": stranger.pk, "starts_on": today}
    )
    filled = pengelola.post(
        "pengaturan-pengganti-tambah",
        data={"kind": "plt", "role": karanganyar.role, "substitute": people["admin.bps"].pk, "starts_on": today},
    )
    owned = pengelola.post(
        "aset-ubah", bps.asset, data={"code": "3.10.01", "register_number": "1", "name": "PC", "condition": "B", "holder": stranger.pk}
    )

    assert [answer.status_code for answer in (given, named, filled, owned)] == [422] * 4
    assert not RoleHolding.objects.filter(person=stranger, role__organisation=bps.organisation).exists()
    assert not Delegation.objects.exists()
    assert Asset.objects.get(pk=bps.asset).holder is None


def test_s18_who_only_reads_a_ticket_changes_nothing_of_it(bps, visit):
    """A technician who was not named, and the pengelola, see the ticket; its moves and actions are not theirs."""
    ticket = Ticket.objects.get(number=bps.ticket)

    for reader in (visit("teknisi2.bps"), visit("pengelola.bps")):
        for name in ("tunda", "lanjutkan", "batal", "buka-kembali", "alihkan"):
            assert reader.move(ticket, name, {"alasan": "pemohon", "catatan": "x", "kepada": "teknisi:1"}).status_code == 403
        assert reader.act(ticket, "setujui", {"prioritas": "4"}).status_code == 403
        assert reader.post("persetujuan", data={"pilih": f"{ticket.number}|{ticket.turn}|setujui"}, follow=True).status_code == 200
    requester = visit("pegawai.bps")
    assert requester.post("surat-ulang", bps.failed_letter).status_code == 403
    assert requester.post("aset-ubah", bps.asset, data={"name": "Milik saya"}).status_code == 403
    assert Ticket.objects.get(pk=ticket.pk).event_count == ticket.event_count


def test_s19_no_page_piece_or_search_tells_more_than_the_ticket_page(bps, visit):
    """A colleague without a part in it: the number, the words and the file name are on nothing that answers them."""
    Ticket.objects.get(number=bps.ticket)
    visit("pegawai.bps").post("tiket-komentar", bps.ticket, data={"text": "KATAKUNCI"})
    outsider, urls = visit("pegawai2.bps").client, {name: address(name, bps) for name, rule in RULES.items() if LOOK in rule.methods}

    for name, url in urls.items():
        for headers in ({}, {"HX-Request": "true", "HX-Target": "daftar"}):
            answer = outsider.get(url, headers=headers)
            words = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert b"KATAKUNCI" not in words, name
            assert bps.ticket.encode() not in words, name
    for q in (bps.ticket, bps.ticket.replace("0000", ""), "KATAKUNCI", "Rina"):
        answer = visit("pegawai2.bps").get("tiket-daftar", q=q)
        assert answer.status_code == 200
        assert f"/tiket/{bps.ticket}/" not in answer.content.decode()


# Fields nobody offered

STOLEN = {
    "status": "selesai", "position": "selesai", "turn": "99", "number": "BPS-2026-000999", "requester": "1", "requester_id": "1", "opened_by": "1",
    "organisation": "1", "procedure": "1", "due_at": "2030-01-01", "created_at": "2020-01-01", "approved_by": "1", "confidential": "on", "_nomor": "1", "priority": "4",
}  # fmt: skip


def test_s21_what_a_form_does_not_ask_for_is_not_taken_from_it(bps, visit, people):
    rina = visit("pegawai.bps")
    rina.post("layanan-ajukan", bps.code, data=NETWORK | STOLEN | {"_tindakan": "ajukan"})
    ticket = Ticket.objects.get()

    assert (str(ticket.status), ticket.position, ticket.requester, ticket.opened_by) == (
        "berjalan",
        "1b",
        people["pegawai.bps"],
        people["pegawai.bps"],
    )
    assert (ticket.organisation, ticket.priority, ticket.confidential) == (bps.organisation, 2, False)
    assert set(ticket.answers) == set(NETWORK)
    assert ticket.number != STOLEN["number"]


ACCOUNT = {
    "username": "bos", "is_superuser": "on", "is_staff": "on", "administers": "on", "organisation": "2", "nip": "", "name": "Bos", "position": "Kepala",
    "password": "x", "is_active": "", "session_epoch": "0", "must_change_password": "",
}  # fmt: skip


def test_s21_a_profile_changes_contacts_only(visit, people):
    before = User.objects.filter(username="pegawai.bps").values(*ACCOUNT).get()

    visit("pegawai.bps").post("profil", data=ACCOUNT | {"phone": "0812", "email": "rina@contoh.invalid"})

    assert User.objects.filter(username="pegawai.bps").values(*ACCOUNT).get() == before
    assert User.objects.get(username="pegawai.bps").phone == "0812"


def test_s21_not_even_an_administrator_makes_a_superuser_or_moves_somebody_away(bps, visit, people):
    pengelola = visit("pengelola.bps")
    person = {
        "name": "Baru",
        "username": "orang.baru",
        "is_superuser": "on",
        "is_staff": "on",
        "organisation": "2",
        "password": "tahu",
        "session_epoch": "9",
    }

    pengelola.post("pengaturan-orang-tambah", data=person)
    pengelola.post("pengaturan-peran-tambah", data={"name": "Baru", "code": "baru", "organisation": "2"})
    pengelola.post("pengaturan-peran-ubah", bps.role, data={"name": "Lain", "code": "kadis", "organisation": "2"})
    asset = {"code": "3.10.01", "register_number": "77", "name": "PC", "condition": "B", "organisation": "2", "active": "on"}
    pengelola.post("aset-tambah", data=asset)

    made = User.objects.get(username="orang.baru")
    assert (made.is_superuser, made.is_staff, made.organisation, made.check_password("tahu")) == (False, False, bps.organisation, False)
    assert Role.objects.get(name="Baru").organisation == bps.organisation
    assert (Role.objects.get(pk=bps.role).code, Role.objects.get(pk=bps.role).organisation) != ("kadis", 2)
    assert Asset.objects.get(register_number="0077").organisation == bps.organisation


# Approvals


def second_admin(bps, people):
    role = Role.objects.get(organisation=bps.organisation, code="admin")
    RoleHolding.objects.create(role=role, person=people["teknisi2.bps"], starts_on=dt.date(2025, 1, 1))


def decisions(ticket):
    return ticket.events.filter(kind=TicketEvent.Kind.ACTED, act="1b").count()


def approval(people, **more):
    return {"prioritas": "2", "teknisi": people["teknisi.bps"].pk} | more


def test_s22_nobody_approves_what_they_asked_for(bps, visit, people):
    second_admin(bps, people)
    hendra = visit("admin.bps")
    hendra.post(
        "layanan-ajukan",
        bps.code,
        data=NETWORK
        | {"_tindakan": "ajukan", "_untuk-siapa": "pegawai", "_untuk-saluran": "telepon", "_untuk-pegawai": people["pegawai.bps"].pk},
    )
    ticket = Ticket.objects.get()

    assert hendra.act(ticket, "setujui", approval(people)).status_code == 403
    hendra.post("persetujuan", data={"pilih": f"{ticket.number}|{ticket.turn}|setujui"})
    assert decisions(ticket) == 0
    assert visit("teknisi2.bps").act(ticket, "setujui", approval(people)).status_code == 302


def test_s22_nor_as_the_substitute_of_who_decides(bps, visit, people):
    second_admin(bps, people)
    today = office_day(bps.organisation)
    Delegation.objects.create(
        organisation=bps.organisation, absent=people["admin.bps"], substitute=people["pegawai.bps"], starts_on=today, ends_on=today
    )
    ticket = Ticket.objects.get(number=bps.ticket)

    assert visit("pegawai.bps").act(ticket, "setujui", approval(people)).status_code == 403
    assert decisions(ticket) == 0


@pytest.mark.parametrize(
    ("act", "action"),
    [("2a", "terima"), ("4a", "lanjut"), ("5a", "berhasil"), ("6b", "konfirmasi"), ("1b", "konfirmasi"), ("9z", "terima")],
)
def test_s22_no_step_is_taken_before_its_time(bps, visit, act, action):
    ticket = Ticket.objects.get(number=bps.ticket)

    for who in ("pegawai.bps", "admin.bps", "teknisi.bps"):
        assert visit(who).act(ticket, action, act=act).status_code in (403, 409)
    assert Ticket.objects.get(pk=ticket.pk).position == "1b"


def test_s22_an_old_decision_cannot_be_sent_again(bps, visit, people):
    """Twice the same form, an old page, after a withdrawal: one decision stays one, and a withdrawn request stays withdrawn."""
    ticket, hendra = Ticket.objects.get(number=bps.ticket), visit("admin.bps")
    turn = ticket.turn
    assert hendra.act(ticket, "setujui", approval(people), turn=turn, act="1b").status_code == 302
    hendra.act(ticket, "setujui", approval(people), turn=turn, act="1b")
    assert hendra.act(ticket, "tolak", {"_catatan": "Berubah pikiran."}, turn=turn, act="1b").status_code == 409
    hendra.post("persetujuan", data={"pilih": [f"{ticket.number}|{turn}|setujui"] * 3})
    assert decisions(ticket) == 1

    withdrawn = bps._opened()
    visit("pegawai.bps").move(withdrawn, "batal", {"catatan": "Tidak jadi."})
    assert hendra.act(withdrawn, "setujui", approval(people), turn=withdrawn.turn, act="1b").status_code in (403, 409)
    assert Ticket.objects.get(pk=withdrawn.pk).status == Status.CANCELLED


def test_s22_a_turn_that_is_no_number_is_nobodys(bps, visit, people):
    ticket = Ticket.objects.get(number=bps.ticket)

    for turn in ("", "x", "-1", "1e9", "9" * 5000, "٣", "1.0", "0"):
        assert visit("admin.bps").act(ticket, "setujui", approval(people), turn=turn).status_code == 409, turn
    assert decisions(ticket) == 0


def test_s22_a_deactivated_account_decides_nothing(bps, visit, people):
    ticket, hendra = Ticket.objects.get(number=bps.ticket), visit("admin.bps")
    User.objects.filter(username="admin.bps").update(is_active=False)

    answer = hendra.act(ticket, "setujui", approval(people))

    assert (answer.status_code, answer["Location"][:7]) == (302, "/masuk/")
    with pytest.raises(transitions.base.PermissionDenied):
        transitions.act(ticket.pk, ticket.turn, "setujui", actor=User.objects.get(username="admin.bps"), data=approval(people))
    assert decisions(ticket) == 0


# Climbing


@pytest.mark.parametrize("who", ["admin.bps", "teknisi.bps", "pegawai.bps"])
def test_s23_only_the_pengelola_gives_roles_and_loads_sops(bps, visit, people, who):
    climber = visit(who)
    role = Role.objects.get(organisation=bps.organisation, code="admin").pk
    today = office_day(bps.organisation).isoformat()

    tried = [
        climber.post("pengaturan-peran-beri", role, data={"person": people[who].pk, "starts_on": today}),
        climber.post("pengaturan-peran-ubah", role, data={"name": "Admin", "heads": "on", "oversees": "on"}),
        climber.post("pengaturan-orang-ubah", people[who].pk, data={"name": "Saya", "username": who, "administers": "on"}),
        climber.post(
            "pengaturan-pengganti-tambah",
            data={"kind": "plh", "absent": people["admin.bps"].pk, "substitute": people[who].pk, "starts_on": today},
        ),
        climber.post("sop-unggah", data={"source": "sop: {}"}),
    ]

    assert [answer.status_code for answer in tried] == [403] * len(tried)
    assert not User.objects.get(username=who).administers


def test_s23_a_change_of_rights_ends_the_open_sessions(bps, visit, people):
    yoga, today = visit("teknisi.bps"), office_day(bps.organisation).isoformat()
    assert yoga.get("beranda").status_code == 200
    role = Role.objects.get(organisation=bps.organisation, code="admin").pk

    assert (
        visit("pengelola.bps")
        .post("pengaturan-peran-beri", role, data={"person": people["teknisi.bps"].pk, "starts_on": today})
        .status_code
        == 302
    )

    assert yoga.get("beranda").status_code == 302


def test_s23_a_session_is_not_found_by_guessing(people):
    for key in ("", "a" * 32, str(uuid.uuid4()), "../../etc/passwd"):
        client = Client()
        client.cookies["sessionid"] = key
        assert client.get(reverse("beranda")).status_code == 302
