"""Numbers typed by hand, void numbers, and the settings page of numbers: through the portal, as people do it."""

import datetime as dt
import html
import re

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import SettingsChange
from documents import numbering
from documents.book import clerks
from documents.models import Letter, NumberRule

from .conftest import MORNING

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def by_hand(people):
    """The statistics office types the numbers of its berita acara."""
    return NumberRule.objects.create(organisation=people["pengelola.bps"].organisation, kind="berita-acara", by_hand=True)


@pytest.fixture
def numberless(by_hand, ended):
    return ended.letters.get()


@pytest.fixture(autouse=True)
def november():
    """The settings pages show the numbers of today."""
    with time_machine.travel(MORNING + dt.timedelta(hours=3), tick=False):
        yield


def send(client, name, letter, **data):
    return client.post(reverse(name, args=[letter.uuid]), data)


def says(answer):
    return html.unescape(answer.content.decode())


# By hand


def test_a_letter_waits_for_its_number_and_the_ticket_does_not(numberless, ended, as_person, tasks):
    tasks.run()
    numberless.refresh_from_db()
    assert (numberless.number, numberless.sequence, numberless.lacks_number) == ("", None, True)
    assert ended.fresh().status == "selesai"
    panel = says(as_person("pegawai.bps").get(reverse("surat-panel", args=[ended.ticket.number])))
    assert "menunggu nomor" in panel
    assert "hx-trigger" not in panel, "nobody knows how long that takes: the page does not ask"


def test_the_number_is_typed_and_the_letter_is_made(numberless, as_person, work):
    with work():
        assert send(as_person("admin.bps"), "surat-nomor", numberless, number=" B-17/ 17000/XI/2026\u202e ").status_code == 302

    numberless.refresh_from_db()
    assert numberless.is_issued
    assert numberless.number == numberless.facts["number"] == "B-17/ 17000/XI/2026"
    assert numberless.numbered_by.username == "admin.bps"
    with numberless.file.open("rb") as file:
        assert b"B-17/ 17000/XI/2026" in file.read()


@pytest.mark.parametrize("number", ["", "   ", "///", "x" * 201])
def test_what_is_no_number_is_refused(numberless, as_person, number):
    assert send(as_person("admin.bps"), "surat-nomor", numberless, number=number).status_code == 422
    assert Letter.objects.get().lacks_number


def test_a_number_is_used_once_and_who_types_it_again_learns_where_it_is(numberless, ask, as_person):
    other = ask().until_confirmation()
    other.confirm()
    client = as_person("admin.bps")
    send(client, "surat-nomor", numberless, number="17/BA/2026")

    answer = send(client, "surat-nomor", other.letters.get(), number="17/ba/2026")

    assert answer.status_code == 422
    assert f"Nomor 17/BA/2026 sudah dipakai untuk Berita Acara tahun 2026 pada tiket {numberless.ticket.number}" in says(answer)
    assert 'value="17/ba/2026"' in says(answer)


def test_a_number_is_typed_once(numberless, as_person):
    client = as_person("admin.bps")
    send(client, "surat-nomor", numberless, number="17")
    answer = send(client, "surat-nomor", numberless, number="18")
    assert answer.status_code == 422
    assert "sudah bernomor" in says(answer)
    assert Letter.objects.get().number == "17"


def test_all_versions_that_wait_get_the_number(numberless, ended, as_person):
    again(ended)
    newer = ended.letters.last()
    assert (newer.version, newer.lacks_number) == (2, True)

    send(as_person("pengelola.bps"), "surat-nomor", numberless, number="17")

    assert [(letter.number, letter.version, letter.is_waiting) for letter in ended.letters] == [("17", 1, True), ("17", 2, True)]


def again(story):
    """The requester opens the ticket again, and it is ended once more."""
    from tickets import transitions

    ticket = story.fresh()
    transitions.reopen(ticket.pk, ticket.turn, actor=story.people["pegawai.bps"], note="Putus lagi.", now=story.now)
    story.act("teknisi.bps", "lanjut")
    story.act("teknisi.bps", "berhasil")
    story.act("teknisi.bps", "catat", ip="10.17.0.45", nama_pc="PC-TU-04", grup="TU")
    story.confirm()


def test_once_the_portal_counts_it_passes_by_what_was_typed(numberless, by_hand, ask, as_person):
    send(as_person("admin.bps"), "surat-nomor", numberless, number="001/BA/17000/XI/2026")
    by_hand.by_hand = False
    by_hand.save()

    other = ask().until_confirmation()
    other.confirm()

    assert other.letters.get().number == "002/BA/17000/XI/2026"


def test_the_database_keeps_numbers_apart(numberless, ask):
    other = ask().until_confirmation()
    other.confirm()
    Letter.objects.filter(pk=numberless.pk).update(number="17", status=Letter.Status.WAITING)
    for nonsense in ({"number": "17", "status": Letter.Status.WAITING}, {"number": "18"}, {"status": Letter.Status.WAITING}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.filter(ticket=other.ticket).update(**nonsense)


# Void


def test_a_void_letter_says_so_everywhere_and_keeps_its_file(finished, as_person, work):
    letter = finished.letters.get()
    client = as_person("pengelola.bps")
    assert send(client, "surat-batal", letter, reason="Salah perangkat.").status_code == 302

    letter.refresh_from_db()
    assert letter.is_void
    assert letter.voided_by.username == "pengelola.bps"
    for page in (reverse("surat", args=[letter.uuid]), reverse("surat-panel", args=[finished.ticket.number])):
        assert "Salah perangkat." in says(client.get(page))
    assert client.get(letter.get_absolute_url()).status_code == 200
    public = says(Client().get(reverse("surat-periksa", args=[letter.token])))
    assert "Surat ini sudah dibatalkan" in public
    assert "Salah perangkat." not in public
    assert "asli dan berlaku" not in public


def test_a_void_number_is_never_given_again(finished, as_person, ask):
    first = finished.letters.get()
    clerks.void(first, "Salah perangkat.", actor=finished.people["pengelola.bps"])

    again(finished)
    other = ask().until_confirmation()
    other.confirm()

    second = finished.letters.last()
    assert (second.number, second.version, second.supersedes) == ("002/BA/17000/XI/2026", 1, None)
    assert other.letters.get().number == "003/BA/17000/XI/2026"


def test_all_versions_of_a_void_number_are_void(finished):
    again(finished)
    clerks.void(finished.letters.first(), "Salah perangkat.", actor=finished.people["pengelola.bps"])
    assert [letter.is_void for letter in finished.letters] == [True, True]


def test_no_reason_no_void_and_not_twice(finished, as_person):
    letter, client = finished.letters.get(), as_person("pengelola.bps")
    assert send(client, "surat-batal", letter, reason="  ").status_code == 422
    assert not finished.letters.get().is_void
    send(client, "surat-batal", letter, reason="Salah.")
    answer = send(client, "surat-batal", letter, reason="Lain.")
    assert (answer.status_code, "sudah dibatalkan" in says(answer)) == (422, True)
    assert finished.letters.get().void_reason == "Salah."


def test_a_void_letter_takes_no_number(numberless, as_person):
    clerks.void(numberless, "Tidak jadi.", actor=numberless.ticket.opened_by)
    assert send(as_person("admin.bps"), "surat-nomor", numberless, number="17").status_code == 422


# The settings page


RULE = {"pattern": "", "mark": "", "classification": "", "security": "B", "digits": "3", "yearly": "on", "next": ""}


def rule_url(name="pengaturan-nomor-ubah", kind="berita-acara"):
    return reverse(name, args=[kind])


def test_a_rule_is_set_and_the_next_letter_follows_it(ask, as_person, people):
    client = as_person("pengelola.bps")
    pattern = "{kode_keamanan}-{urut}/{klasifikasi}/{unit}/{bulan_romawi}/{tahun}"

    assert client.post(rule_url(), RULE | {"pattern": pattern, "classification": "TI.01", "next": "58"}).status_code == 302

    story = ask().until_confirmation()
    story.confirm()
    assert story.letters.get().number == "B-058/TI.01/17000/XI/2026"
    logged = SettingsChange.objects.filter(organisation=people["pengelola.bps"].organisation).first()
    assert logged.what == "Mengubah aturan nomor Berita Acara"
    assert logged.data["changes"]["next"] == ["1", "58"]


def test_the_list_shows_the_next_number_of_every_kind(finished, as_person):
    page = says(as_person("pengelola.bps").get(reverse("pengaturan-nomor")))
    assert len(re.findall(r'class="hc-list__link"', page)) == len(numbering.MARKS)
    assert "002/BA/17000/XI/2026" in page
    assert "001/ND/17000/XI/2026" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"pattern": "{urut}/{klasifikasi}/{tahun}", "classification": "TI.01"}, "001/TI.01/"),
        ({"pattern": "{nomor}"}, "Bagian {nomor} tidak dikenal"),
        ({"by_hand": "on"}, "menunggu sampai nomornya diketik"),
        ({"next": "58"}, "058/BA/"),
        ({"mark": "{urut}"}, "tanpa kurung kurawal"),
        ({"digits": "9"}, "6"),
    ],
)
def test_the_example_follows_what_is_typed_and_keeps_nothing(as_person, typed, said):
    answer = as_person("pengelola.bps").get(rule_url("pengaturan-nomor-contoh"), RULE | typed)
    assert said in says(answer)
    assert not NumberRule.objects.exists()


def test_a_counter_is_not_set_back(finished, as_person):
    client = as_person("pengelola.bps")
    client.post(rule_url(), RULE | {"next": "58"})
    answer = client.post(rule_url(), RULE | {"next": "12"})
    assert (answer.status_code, "sudah terlewati" in says(answer)) == (422, True)


def test_a_rule_belongs_to_one_office_and_to_a_kind_there_is(as_person, people):
    as_person("pengelola.karanganyar").post(rule_url(), RULE | {"by_hand": "on", "yearly": ""})
    own = NumberRule.objects.get()
    assert own.organisation == people["pengelola.karanganyar"].organisation
    assert not numbering.rule_of(people["pengelola.bps"].organisation, "berita-acara").by_hand
    assert as_person("pengelola.bps").get(rule_url(kind="surat-cinta")).status_code == 404
