"""Beranda, lists, Persetujuan: the right tickets, in the right order, in a fixed number of queries."""

import random
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Delegation
from tickets import transitions
from tickets.models import HoldReason, Status, Ticket

from .browsing import hidden, text_of
from .filling import fill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]

MOST_QUERIES = 15


def numbers(response):
    """Ticket numbers of a list in their order."""
    links = re.findall(r'href="/tiket/([A-Z]+-\d{4}-\d{6})/"', response.content.decode())
    return list(dict.fromkeys(links))


@pytest.fixture
def three(desk):
    """A ticket for the admin and two for the technician."""
    new, running, far = desk.open(), desk.open("pegawai2.bps"), desk.open("pegawai3.bps")
    desk.until(running, "3a")
    desk.until(far, "5a")
    return new, running, far


def test_beranda_asks_what_is_my_turn(desk, visit, three):
    new, running, far = three

    assert "1 tiket menunggu Anda" in text_of(visit("admin.bps").get("beranda"))
    assert numbers(visit("admin.bps").get("beranda")) == [new.number]
    assert set(numbers(visit("teknisi.bps").get("beranda"))) == {running.number, far.number}


def test_the_queue_puts_the_nearest_deadline_first(desk, visit):
    first, second = desk.open(), desk.later(5).open("pegawai2.bps")

    assert numbers(visit("admin.bps").get("beranda")) == [first.number, second.number]
    assert numbers(visit("admin.bps").get("tiket-daftar", tab="giliran")) == [first.number, second.number]


def test_beranda_shows_what_became_of_my_requests(desk, visit):
    ticket = desk.open()

    page = text_of(visit("pegawai.bps").get("beranda"))

    assert "Tidak ada yang menunggu Anda" in page
    assert ticket.number in page
    assert "Admin/PJK TIP" in page
    assert "sisa 10 menit kerja" in page


def test_an_empty_beranda_says_what_to_do_next(visit):
    page = visit("pegawai.bps").get("beranda")

    assert "Belum ada permintaan yang berjalan" in text_of(page)
    assert reverse("layanan") in page.content.decode()


def test_each_number_on_beranda_equals_its_list(desk, visit, three):
    new, running, _far = three
    desk.act(running, "teknisi.bps", "lanjut")
    bagus = visit("pengelola.bps")
    turn = Ticket.objects.get(pk=running.pk).turn
    transitions.hold(running.pk, turn, actor=desk.person("teknisi.bps"), reason=HoldReason.REQUESTER, now=desk.now)
    Ticket.objects.filter(pk=new.pk).update(due_at="2026-11-15T00:00Z")

    home = bagus.get("beranda")
    counts = home.context["counts"]

    assert counts == {"running": 2, "overdue": 1, "held": 1, "urgent": 0}
    for name, query in {
        "running": {"status": "berjalan"},
        "overdue": {"lewat": "on"},
        "held": {"status": "ditunda"},
        "urgent": {"status": "berjalan", "prioritas": "4"},
    }.items():
        assert len(numbers(bagus.get("tiket-daftar", **query))) == counts[name], name


def test_badge_tab_and_list_agree(desk, visit, three):
    hendra = visit("admin.bps")

    assert '<span class="hc-count">1</span>' in hendra.get("tiket-daftar").content.decode()
    assert len(numbers(hendra.get("tiket-daftar", tab="giliran"))) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "terbuka"}, 3),
        ({"status": "selesai"}, 0),
        ({"prosedur": "setting-jaringan"}, 3),
        ({"prosedur": "pemeliharaan-peladen"}, 0),
        ({"peran": "teknisi"}, 2),
        ({"peran": "admin"}, 1),
        ({"prioritas": "3"}, 2),
        ({"q": "tersambung"}, 3),
        ({"q": "Rina"}, 1),
        ({"q": "tidak ada yang begini"}, 0),
        ({"urut": "prioritas"}, 3),
        ({"tab": "permintaan"}, 0),
        ({"page": "2"}, 0),
    ],
)
def test_filters(visit, three, query, found):
    assert len(numbers(visit("admin.bps").get("tiket-daftar", **query))) == found


@pytest.mark.parametrize(
    "query",
    [
        {"assigned_to__password__startswith": "a"},
        {"urut": "requester__password"},
        {"status": "konsep'--"},
        {"prosedur": "tidak-ada"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "99999999999999999999"},
        {"prioritas": "9"},
        {"q": "x" * 201},
        {"tab": "<script>"},
    ],
)
def test_what_no_list_has_is_refused(visit, query):
    refused = visit("admin.bps").get("tiket-daftar", **query)

    assert refused.status_code == 400
    assert "Daftar ini tidak dikenal" in text_of(refused)
    assert "<script>" not in refused.content.decode().split("<main")[1]


@pytest.mark.parametrize("typed", ["BPS-2026-000001", " bps-2026-1 "])
def test_a_typed_number_jumps_to_the_ticket(desk, visit, typed):
    ticket = desk.open()

    assert visit("admin.bps").get("tiket-daftar", q=typed)["Location"] == ticket.get_absolute_url()
    assert visit("pegawai2.bps").get("tiket-daftar", q=typed).status_code == 200  # not theirs to see


def test_a_list_of_htmx_is_only_the_list(desk, visit):
    desk.open()

    part = visit("admin.bps").client.get(reverse("tiket-daftar"), headers={"HX-Request": "true", "HX-Target": "daftar"})

    assert "<html" not in part.content.decode()
    assert "BPS-2026-000001" in text_of(part)


def test_pages_of_twenty_five(desk, visit):
    for _count in range(27):
        desk.open()
    hendra = visit("admin.bps")

    first, second = hendra.get("tiket-daftar"), hendra.get("tiket-daftar", page=2)

    assert (len(numbers(first)), len(numbers(second))) == (25, 2)
    assert "27 baris" in text_of(first)
    assert not set(numbers(first)) & set(numbers(second))
    assert "Tidak ada halaman sejauh ini" in text_of(hendra.get("tiket-daftar", page=3))


PAGES = [
    ("beranda", {}),
    ("tiket-daftar", {}),
    ("tiket-daftar", {"tab": "giliran"}),
    ("tiket-daftar", {"urut": "tenggat", "q": "jaringan"}),
    ("persetujuan", {}),
]


@pytest.mark.parametrize("user", ["admin.bps", "pegawai.bps", "pengelola.bps"])
def test_a_page_asks_the_database_as_often_for_fifty_tickets_as_for_five(desk, visit, user):
    visitor, asked = visit(user), {}
    for count in (5, 50):
        while Ticket.objects.count() < count:
            ticket = desk.open()
            if Ticket.objects.count() % 5 == 0:
                desk.approve(ticket)
        asked[count] = [_queries(visitor, reverse(name), query) for name, query in PAGES]

    assert asked[5] == asked[50] or max(a - b for a, b in zip(asked[50], asked[5], strict=True)) <= 1  # a longer list counts its rows
    assert max(asked[50]) <= MOST_QUERIES


@pytest.mark.parametrize("user", ["admin.bps", "pegawai.bps", "teknisi.bps", "pengelola.bps"])
@pytest.mark.parametrize("position", ["1b", "5a", "6a", "selesai"])
def test_a_ticket_page_stays_under_the_limit(desk, visit, user, position):
    ticket = desk.open()
    desk.until(ticket, position)
    for _count in range(10):
        visit("teknisi.bps").post("tiket-komentar", ticket.number, data={"text": "Sedang dikerjakan."})

    assert _queries(visit(user), ticket.get_absolute_url()) <= MOST_QUERIES


def _queries(visitor, url, query=None):
    visitor.client.get(url, query or {})  # the first visit fills caches that live as long as the process
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert visitor.client.get(url, query or {}).status_code == 200
    return len(captured)


# Persetujuan


def test_what_waits_for_my_decision_and_nothing_else(desk, visit):
    mine, own = desk.open(), desk.open("admin.bps", requester=desk.person("pegawai2.bps"))

    page = visit("admin.bps").get("persetujuan")

    assert mine.number in numbers(page)
    assert "Kebutuhan atau keluhan" in text_of(page)
    assert "Setujui dan alokasikan …" in text_of(page)
    assert own.number in numbers(page)  # nobody else could decide on what the only admin opened
    assert numbers(visit("teknisi.bps").get("persetujuan")) == []


def test_a_decision_from_persetujuan_comes_back_there(desk, visit, people):
    ticket, hendra = desk.open(), visit("admin.bps")

    form = hendra.get("tiket-tindakan", ticket.number, "tolak", kembali="persetujuan")
    assert hidden(form, "_kembali") == ["persetujuan"]
    lacking = hendra.act(ticket, "tolak", {"_kembali": "persetujuan"})
    assert lacking.status_code == 422
    assert "Tolak" in text_of(lacking)
    done = hendra.act(ticket, "tolak", {"_kembali": "persetujuan", "_catatan": "Di luar wewenang."})

    assert done["Location"] == reverse("persetujuan")
    assert hendra.act(desk.open(), "tolak", {"_kembali": "https://jahat.example", "_catatan": "x"})["Location"].startswith("/tiket/")


def test_several_approvals_at_once_are_many_single_decisions(sops, people, visit, desk):
    kasi, kabid = people["kasi.tanahbumbu"], visit("kabid.tanahbumbu")
    tickets = [_at_2b(sops["pemindahtempatan-aset"], kasi) for _count in range(3)]
    page = kabid.get("persetujuan")
    ticks = hidden(page, "pilih")
    assert len(ticks) == 3
    kabid.act(tickets[1], "setujui")  # from another window

    after = kabid.post("persetujuan", data={"pilih": [*ticks, "BPS-2026-000001|1|setujui", "rusak"]}, follow=True)

    assert "2 keputusan tercatat." in text_of(after)
    assert f"Tiket {tickets[1].number}: sudah ditindaklanjuti oleh Akhmad Rijani" in text_of(after)
    assert [Ticket.objects.get(pk=t.pk).position for t in tickets] == ["3a", "3a", "3a"]
    assert all(t.events.filter(action="setujui").count() == 1 for t in tickets)


def _at_2b(procedure, kasi):
    definition = procedure.revision_in_force.definition.procedure(procedure.code)
    first = definition.first_act
    data, files = fill(definition, first, first.actions[0], procedure.organisation, random.Random(2))
    ticket = transitions.open_ticket(procedure, actor=kasi, data=data, files=files)
    transitions.act(ticket.pk, Ticket.objects.get(pk=ticket.pk).turn, "minta", actor=kasi)
    return ticket


def test_a_substitute_finds_the_absent_heads_decisions(sops, people, visit, offices):
    kasi, kabid = people["kasi.tanahbumbu"], people["kabid.tanahbumbu"]
    ticket = _at_2b(sops["pemindahtempatan-aset"], kasi)
    syarif = people["pengelola-aset.tanahbumbu"]
    assert numbers_of(visit("pengelola-aset.tanahbumbu").get("persetujuan")) == 0
    Delegation.objects.create(
        organisation=kabid.organisation, kind="plh", absent=kabid, substitute=syarif, starts_on="2026-11-01", ends_on="2026-11-30"
    )

    stand_in = visit("pengelola-aset.tanahbumbu")
    assert numbers_of(stand_in.get("persetujuan")) == 1
    assert f"Anda bertindak sebagai Plh. atas nama {kabid.name}" in stand_in.page(ticket)
    stand_in.act(ticket, "setujui")

    assert f"Plh. {syarif.name} a.n. {kabid.name} (Kepala Bidang) memilih" in stand_in.page(ticket)


def numbers_of(response):
    return len(response.context["approvals"])


def test_a_held_ticket_waits_for_no_decision(desk, visit):
    ticket, hendra = desk.open(), visit("admin.bps")
    hendra.move(ticket, "tunda", {"alasan": "pemohon"})

    assert numbers(hendra.get("persetujuan")) == []
    assert Ticket.objects.get().status == Status.HELD
    assert "Menunggu pemohon" in hendra.page(ticket)
