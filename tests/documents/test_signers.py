"""Who signs a letter, in order, with the moment each stood by it; on the public page by office alone."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Delegation
from accounts.roles import office_day
from documents import letters
from documents.models import Signature
from tests.tickets.filling import pdf as upload
from tickets.models import TicketEvent

from .certificates import PASSWORD, authority

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def letter(finished):
    return finished.letters.get()


def at_of(letter, username):
    return TicketEvent.objects.filter(ticket=letter.ticket, actor__username=username).order_by("number").last().at


def test_signers_stand_in_order_with_the_moment_of_their_own_act(letter):
    told = list(letter.signatures.values_list("place", "capacity", "person__username", "method", "signed_at"))
    assert [row[:4] for row in told] == [
        (1, "PIHAK PERTAMA", "teknisi.bps", "basah"),
        (2, "PIHAK KEDUA", "pegawai.bps", "basah"),
        (3, "Mengetahui", "admin.bps", "basah"),
    ]
    assert [row[4] for row in told] == [at_of(letter, who) for who in ("teknisi.bps", "pegawai.bps", "admin.bps")]


def test_the_letters_page_names_them_and_the_public_page_their_offices_only(letter, as_person, people):
    page = html.unescape(as_person("teknisi.bps").get(reverse("surat", args=[letter.uuid])).content.decode())
    public = html.unescape(Client().get(reverse("surat-periksa", args=[letter.token])).content.decode())
    for signature in letter.signatures.select_related("person"):
        assert signature.name in page
        assert signature.position in page
        assert signature.position in public
        assert signature.name not in public
        assert signature.person.nip not in re.sub(r"\s", "", public)


def test_a_substitute_signs_as_one(ask, people):
    absent, substitute = people["teknisi.bps"], people["pjk-ti.bps"]
    story = ask()
    story.act("admin.bps", "setujui", prioritas="2", teknisi=str(absent.pk))
    for action in ("terima", "lanjut", "lanjut"):
        story.act("teknisi.bps", action)
    story.act("teknisi.bps", "berhasil", hasil_tes=upload("hasil-ping.pdf"))
    day = office_day(absent.organisation, story.now)
    Delegation.objects.create(organisation=absent.organisation, absent=absent, substitute=substitute, starts_on=day, ends_on=day)
    story.act("pjk-ti.bps", "catat", ip="10.17.0.44", nama_pc="PC-TU-04", grup="TU")
    story.confirm()
    letters.produce(story.letters.get().pk)

    first = story.letters.get().signatures.first()

    assert first.person == substitute
    assert first.position == f"Plh. {absent.position}"
    assert first.signed_at == at_of(story.letters.get(), "pjk-ti.bps")


def test_the_offices_certificate_signs_last(ended, settings, tmp_path, monkeypatch):
    from documents import rendering

    from .test_signing import pdf_of_one_page

    path = tmp_path / "kantor.p12"
    path.write_bytes(authority().archive())
    settings.SIGNING_CERTIFICATE, settings.SIGNING_PASSWORD = str(path), PASSWORD
    monkeypatch.setattr(rendering, "pdf", lambda facts, **options: pdf_of_one_page())
    letters.produce(ended.letters.get().pk)

    letter = ended.letters.get()
    last = letter.signatures.last()
    assert (last.method, last.name, last.position) == (
        Signature.Method.CERTIFICATE,
        "Segel Elektronik Kantor Contoh",
        letter.organisation.name,
    )
    public = Client().get(reverse("surat-periksa", args=[letter.token])).content.decode()
    assert "Segel Elektronik" not in public


def test_drawing_a_letter_twice_names_nobody_twice(letter):
    letters.produce(letter.pk)
    assert letter.signatures.count() == 3
