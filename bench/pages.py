"""What is measured: each page as somebody opens it, and the bound the office may count on."""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.urls import NoReverseMatch, reverse

from tickets.models import OPEN, Ticket

LIST, TICKET, OPENING = 10, 20, 10  # times the bare view
GROWTH = 1.3  # the largest size against the smallest
BARE = "/bench/bare/"


@dataclass(frozen=True)
class Page:
    """`paths`: addresses asked in turn, `status` what they answer. `body`: makes the form data of a POST. `bound`: times the bare view."""

    name: str
    who: str
    paths: list
    bound: float | None
    status: int = 200
    body: Callable | None = None

    def requests(self, person, count):
        """`count` requests of `person` (bench.load.Person), for bench.load.fire."""
        headers = person.headers
        for number in range(count):
            path = self.paths[number % len(self.paths)]
            body = urlencode({**self.body(), "csrfmiddlewaretoken": person.cookies["csrftoken"]}) if self.body else None
            yield "POST" if self.body else "GET", path, body, headers, self.status


def bare(who):
    return Page("bare", who, [BARE], None)


def pages():
    """The Pages of the database we are connected to: numbers and words are taken from its tickets."""
    chance = random.Random(5)
    tickets = Ticket.objects.filter(organisation__code="bps-bengkulu", procedure__code="setting-jaringan")
    numbers = _some(tickets.filter(status__in=OPEN).exclude(status="konsep"), chance) + _some(tickets.exclude(status__in=OPEN), chance)
    chance.shuffle(numbers)
    own = _some(tickets.filter(requester__username="pegawai.bps").exclude(status="konsep"), chance)
    list_url = reverse("tiket-daftar")
    found = [
        Page("Beranda, employee", "pegawai.bps", ["/"], LIST),
        Page("Beranda, allocating admin", "admin.bps", ["/"], LIST),
        Page("Beranda, technician", "teknisi.bps", ["/"], LIST),
        Page("Beranda, head", "kadis.karanganyar", ["/"], LIST),
        Page("Persetujuan, admin", "admin.bps", [reverse("persetujuan")], LIST),
        Page("Tiket, first page, admin", "admin.bps", [list_url], LIST),
        Page("Tiket, first page, employee", "pegawai.bps", [list_url], LIST),
        Page("Tiket, first page, head", "kadis.karanganyar", [list_url], LIST),
        Page("Tiket, page 40, admin", "admin.bps", [f"{list_url}?page={_deep(tickets)}"], LIST),
        Page("Tiket, my turn, technician", "teknisi.bps", [f"{list_url}?tab=giliran"], LIST),
        Page("Tiket, filtered, admin", "admin.bps", [f"{list_url}?status=berjalan&prosedur=setting-jaringan&urut=tenggat"], LIST),
        Page("Tiket, late ones, head", "kadis.karanganyar", [f"{list_url}?lewat=on"], LIST),
        Page("Tiket, by a common word", "admin.bps", [f"{list_url}?q=laptop"], LIST),
        Page(
            "Tiket, by a rare word", "admin.bps", [f"{list_url}?q={quote(word)}" for word in ("bendahara", "tikus magang", "bentrok")], LIST
        ),
        Page("Tiket, by part of a number", "admin.bps", [f"{list_url}?q={number[-6:]}" for number in numbers], LIST),
        Page("Tiket, by number", "admin.bps", [f"{list_url}?q={number}" for number in numbers], LIST, status=302),
        Page("ticket, admin", "admin.bps", [f"/tiket/{number}/" for number in numbers], TICKET),
        Page("ticket, technician", "teknisi.bps", [f"/tiket/{number}/" for number in numbers], TICKET),
        Page("ticket, its requester", "pegawai.bps", [f"/tiket/{number}/" for number in own], TICKET),
        Page("Layanan", "pegawai.bps", [reverse("layanan")], None),
        Page("form that opens a ticket", "pegawai.bps", [_opening()], None),
        Page("opening a ticket (POST)", "pegawai.bps", [_opening()], OPENING, status=302, body=_form),
    ]
    return found + _sop_pages()


def _sop_pages():
    try:
        return [
            Page("SOP, list", "pegawai.bps", [reverse("sop-daftar")], None),
            Page("SOP", "pegawai.bps", [reverse("sop", args=["setting-jaringan"])], None),
        ]
    except NoReverseMatch:
        return []


def _some(tickets, chance, count=40):
    """Numbers of `count` tickets out of the whole range, old and new."""
    return chance.sample(found, min(count, len(found))) if (found := list(tickets.values_list("number", flat=True)[:5000])) else []


def _deep(tickets):
    """Page 40, or the last there is."""
    return max(1, min(40, tickets.count() // 25))


def _opening():
    return reverse("layanan-ajukan", args=["setting-jaringan"])


def _form():
    return {
        "_kunci": uuid.uuid4().hex,
        "_tindakan": "ajukan",
        "perangkat": "PC",
        "lokasi": "Ruang Statistik Sosial",
        "keluhan": "PC baru belum tersambung ke jaringan kantor.",
    }
