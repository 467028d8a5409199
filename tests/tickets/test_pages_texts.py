"""Whatever people type is shown as they typed it, on every page and to everybody, and never becomes part of the page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tickets.models import HoldReason, Ticket

from .filling import PDF

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]

EVIL = "<img src=x onerror=alert(1)>\"'<script>alert(2)</script>{{ 7|add:7 }}{% debug %}"
MARKS = ["<img src=x", "<script>alert", 'onerror=alert(1)>"', "14{% debug"]


@pytest.fixture
def hostile(desk, people):
    """A ticket with hostile text in every place somebody can type into."""
    for username in ("pegawai.bps", "teknisi.bps", "admin.bps"):
        person = people[username]
        person.name, person.unit, person.position = f"{EVIL} {username}", EVIL, EVIL
        person.save()
    ticket = desk.open(data={"perangkat": "PC", "lokasi": EVIL, "keluhan": EVIL})
    desk.act(ticket, "admin.bps", "setujui", {"prioritas": "3", "teknisi": str(people["teknisi.bps"].pk), "_catatan": EVIL})
    return ticket


def assert_inert(response):
    html = response.content.decode()
    for mark in MARKS:
        assert mark not in html, (response.request["PATH_INFO"], mark)


def every_page(visitor, ticket):
    pages = [
        ("beranda", []), ("layanan", []), ("layanan-ajukan", ["setting-jaringan"]), ("tiket-daftar", []), ("persetujuan", []), ("tiket", [ticket.number]),
        ("tiket-tunda", [ticket.number]), ("tiket-batal", [ticket.number]), ("tiket-alihkan", [ticket.number]), ("tiket-tindakan", [ticket.number, "terima"]),
    ]  # fmt: skip
    return [visitor.get(name, *args) for name, args in pages] + [visitor.get("tiket-kabar", ticket.number, giliran="0")]


@pytest.mark.parametrize("user", ["pegawai.bps", "admin.bps", "teknisi.bps", "pengelola.bps"])
def test_on_every_page_for_every_role(hostile, visit, user):
    visitor = visit(user)

    pages = every_page(visitor, hostile)

    assert sum(page.status_code == 200 for page in pages) >= 6
    for page in pages:
        assert_inert(page)
    assert "&lt;img src=x onerror=alert(1)&gt;" in visitor.get("tiket", hostile.number).content.decode()


def test_in_comments_notes_and_reasons(hostile, visit, desk):
    yoga, hendra, rina = visit("teknisi.bps"), visit("admin.bps"), visit("pegawai.bps")
    rina.post("tiket-komentar", hostile.number, data={"text": EVIL})
    hendra.post("tiket-komentar", hostile.number, data={"text": EVIL, "kepada": "internal"})
    yoga.move(hostile, "tunda", {"alasan": HoldReason.OTHER, "menunggu": EVIL, "catatan": EVIL})

    for visitor in (yoga, hendra, rina):
        assert_inert(visitor.get("tiket", hostile.number))
    yoga.move(hostile, "lanjutkan", {"catatan": EVIL})
    yoga.act(hostile, "kembalikan", {"_catatan": EVIL})
    assert_inert(hendra.get("persetujuan"))


def test_in_file_names(hostile, visit):
    rina, yoga = visit("pegawai.bps"), visit("teknisi.bps")
    name = "<img src=x onerror=alert(1)>\u202efdp.pdf"

    rina.post("tiket-komentar", hostile.number, data={"berkas": SimpleUploadedFile(name, PDF, "application/pdf")})
    refused = rina.post(
        "tiket-komentar", hostile.number, data={"text": "x" * 10_001, "berkas": SimpleUploadedFile(name, PDF, "application/pdf")}
    )

    assert refused.status_code == 422
    for page in (refused, yoga.get("tiket", hostile.number)):
        assert_inert(page)
        assert "\u202e" not in page.content.decode()


def test_in_what_is_given_back(hostile, visit):
    hendra, turn = visit("admin.bps"), Ticket.objects.get().turn
    visit("teknisi.bps").act(hostile, "terima")

    for answer in (
        hendra.act(hostile, "setujui", {"_catatan": EVIL}, turn=turn - 1, act="1b"),
        hendra.act(hostile, "setujui", {"_catatan": EVIL}),
        hendra.move(hostile, "batal", {"catatan": EVIL}, turn=turn),
        hendra.post(
            "layanan-ajukan",
            "setting-jaringan",
            data={"lokasi": EVIL, "keluhan": EVIL, "_untuk-siapa": "tamu", "_untuk-nama": EVIL, "_kunci": EVIL},
        ),
        hendra.post("layanan-ajukan", "setting-jaringan", data={"_untuk-siapa": EVIL, "_tindakan": EVIL, "perangkat": EVIL}),
    ):
        assert answer.status_code in (403, 409, 422)
        assert_inert(answer)


@pytest.mark.parametrize("name", ["q", "tab", "status", "urut", "prosedur", "peran", "page", "<script>alert(2)</script>"])
def test_in_the_address_of_a_list(visit, name):
    assert_inert(visit("admin.bps").get("tiket-daftar", **{name: EVIL[:150]}))


def test_a_search_is_shown_back_as_typed(visit):
    page = visit("admin.bps").get("tiket-daftar", q='"><script>alert(2)</script>')

    assert page.status_code == 200
    assert_inert(page)
    assert reverse("tiket-daftar") in page.content.decode()


def test_forged_htmx_headers_open_nothing(hostile, visit):
    """The headers only choose how much of a page comes back, never who may have it."""
    stranger = visit("kadis.karanganyar").client
    headers = {"HX-Request": "true", "HX-Target": "daftar", "HX-Current-URL": EVIL, "HX-Boosted": "true"}

    assert stranger.get(hostile.get_absolute_url(), headers=headers).status_code == 404
    assert stranger.post(reverse("tiket-komentar", args=[hostile.number]), {"text": "x"}, headers=headers).status_code == 404
    assert hostile.number not in stranger.get(reverse("tiket-daftar"), headers=headers).content.decode()
