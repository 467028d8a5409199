"""A network ticket of the statistics office that people take from asking to done."""

import datetime as dt

import pytest
from django.test import Client

from documents import letters, rendering
from documents.models import Letter
from tests.tickets.filling import pdf as upload
from tickets import registry, transitions
from tickets.models import Ticket

MORNING = dt.datetime(2026, 11, 19, 1, 0, tzinfo=dt.UTC)  # Thursday 08.00 WIB


class Story:
    """One ticket and its clock: each `act` happens five minutes after the one before."""

    def __init__(self, people, ticket, now):
        self.people, self.ticket, self.now = people, ticket, now

    def act(self, who, action, **data):
        self.now += dt.timedelta(minutes=5)
        files = {name: [value] for name, value in data.items() if hasattr(value, "read")}
        data = {name: value for name, value in data.items() if name not in files}
        ticket = self.fresh()
        return transitions.act(ticket.pk, ticket.turn, action, actor=self.people[who], data=data, files=files, now=self.now)

    def fresh(self):
        self.ticket = Ticket.objects.get(pk=self.ticket.pk)
        return self.ticket

    def until_confirmation(self):
        """Everything but the requester's last word, with one failed test on the way."""
        self.act("admin.bps", "setujui", prioritas="2", teknisi=str(self.people["teknisi.bps"].pk))
        self.act("teknisi.bps", "terima")
        self.act("teknisi.bps", "lanjut")
        self.act("teknisi.bps", "lanjut", pekerjaan="Menarik kabel UTP baru.")
        self.act("teknisi.bps", "gagal", _catatan="Konektor di panel lantai 2 longgar.")
        self.act("teknisi.bps", "lanjut")
        self.act("teknisi.bps", "berhasil", hasil_tes=upload("hasil-ping.pdf"))
        self.act("teknisi.bps", "catat", ip="10.17.0.44", nama_pc="PC-TU-04", grup="TU")
        return self

    def confirm(self):
        return self.act("pegawai.bps", "konfirmasi")

    @property
    def letters(self):
        return Letter.objects.filter(ticket=self.ticket).order_by("pk")


@pytest.fixture
def only_berita_acara(monkeypatch):
    """As if berita acara were the only kind there is: what these stories are about."""
    monkeypatch.setattr(registry, "_letter_kinds", {"berita-acara"})


@pytest.fixture
def ask(people, sops, only_berita_acara):
    """`ask()`: a Story just opened by pegawai.bps; more arguments go to open_ticket."""

    def opened(actor="pegawai.bps", now=MORNING, **more):
        data = {"perangkat": "PC", "lokasi": "R. Tata Usaha", "keluhan": "PC baru belum tersambung ke jaringan."}
        ticket = transitions.open_ticket(sops["setting-jaringan"], actor=people[actor], data=data, now=now, **more)
        return Story(people, ticket, now)

    return opened


@pytest.fixture
def story(ask):
    return ask()


@pytest.fixture
def quick(monkeypatch):
    """The PDF engine replaced by four words, for tests that do not look into the file."""
    monkeypatch.setattr(rendering, "pdf", lambda facts, **options: f"%PDF-1.7 {facts['number']} {facts['version']}".encode())


@pytest.fixture
def ended(story):
    """A Story that ended; its berita acara is a row that nobody has drawn yet."""
    story.until_confirmation().confirm()
    return story


@pytest.fixture
def finished(ended):
    """A Story that ended, its berita acara issued and really drawn."""
    letters.produce(ended.letters.get().pk)
    return ended


@pytest.fixture
def as_person(people):
    def signed_in(username):
        client = Client()
        client.force_login(people[username])
        return client

    return signed_in
