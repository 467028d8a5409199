import datetime as dt

import pytest
import time_machine

from accounts.models import User
from tickets import transitions
from tickets.models import Ticket

from .browsing import Visitor
from .filling import pdf

MONDAY = dt.datetime(2026, 11, 16, 1, 0, tzinfo=dt.UTC)  # 08.00 WIB

REQUEST = {"perangkat": "PC", "lokasi": "Ruang TU", "keluhan": "Tidak tersambung ke jaringan."}


@pytest.fixture
def monday():
    return MONDAY


@pytest.fixture
def setting_jaringan(sops):
    return sops["setting-jaringan"]


class Desk:
    """Short words for a story about one network ticket: `desk.act("admin.bps", "setujui", {...})` at minutes after Monday 08.00 WIB."""

    def __init__(self, procedure, people):
        self.procedure, self.people, self.now = procedure, people, MONDAY

    def person(self, username):
        return User.objects.get(pk=self.people[username].pk)  # fresh: nothing remembered from an earlier request

    def later(self, minutes):
        self.now += dt.timedelta(minutes=minutes)
        return self

    def open(self, username="pegawai.bps", data=None, **kwargs):
        return transitions.open_ticket(
            self.procedure, actor=self.person(username), data=REQUEST if data is None else data, now=self.now, **kwargs
        )

    def act(self, ticket, username, action, data=None, files=None, turn=None, **kwargs):
        turn = Ticket.objects.get(pk=ticket.pk).turn if turn is None else turn
        return transitions.act(
            ticket.pk, turn, action, actor=self.person(username), data=data or {}, files=files or {}, now=self.now, **kwargs
        )

    def approve(self, ticket, technician="teknisi.bps", by="admin.bps"):
        return self.act(ticket, by, "setujui", {"prioritas": "3", "teknisi": str(self.people[technician].pk)})

    def until(self, ticket, position):
        """Take the SOP's main way until `position`."""
        way = [
            ("1b", lambda: self.approve(ticket)),
            ("2a", lambda: self.act(ticket, "teknisi.bps", "terima")),
            ("3a", lambda: self.act(ticket, "teknisi.bps", "lanjut")),
            ("4a", lambda: self.act(ticket, "teknisi.bps", "lanjut")),
            ("5a", lambda: self.act(ticket, "teknisi.bps", "berhasil", files={"hasil_tes": [pdf()]})),
            ("6a", lambda: self.act(ticket, "teknisi.bps", "catat", {"ip": "10.17.0.9", "nama_pc": "PC-TU-07", "grup": "BPS1700"})),
            ("6b", lambda: self.act(ticket, "pegawai.bps", "konfirmasi")),
        ]
        for at, take in way:
            if Ticket.objects.get(pk=ticket.pk).position == position:
                break
            assert Ticket.objects.get(pk=ticket.pk).position == at
            self.later(2)
            take()
        return Ticket.objects.get(pk=ticket.pk)


@pytest.fixture
def desk(setting_jaringan, people):
    return Desk(setting_jaringan, people)


@pytest.fixture
def monday_morning():
    """The clock of the portal stands at Monday 08.00 WIB."""
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def visit(sops, people):
    """`visit("admin.bps")`: that person at a browser (browsing.Visitor), signed in."""
    return lambda username: Visitor(people[username])
