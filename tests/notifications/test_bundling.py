"""Many comments of one person on one ticket are many notices, but few mails."""

import datetime as dt

import pytest
import time_machine

from notifications import outbox
from notifications.bundling import PAUSE
from notifications.models import Delivery, Notice
from tests.tickets.conftest import MONDAY
from tickets import transitions

pytestmark = pytest.mark.django_db

READER = "pegawai.bps"


@pytest.fixture
def talk(desk, mailoutbox):
    """`talk("Halo", after=30)`: the administrator comments, seconds later; returns the mails that have left so far."""
    ticket, clock = desk.open(), [MONDAY]

    def said(text, after=0, by="admin.bps", to=READER):
        clock[0] += dt.timedelta(seconds=after)
        if text:
            transitions.comment(ticket.pk, actor=desk.person(by), text=text, now=clock[0])
        with time_machine.travel(clock[0], tick=False):
            for row in Delivery.objects.due(clock[0]):
                outbox.deliver(row.pk, clock[0])
        return [mail for mail in mailoutbox if mail.to == [f"{to}@contoh.invalid"]]

    said.ticket = ticket
    return said


def notices():
    return Notice.objects.filter(recipient__username=READER, kind__in=("komentar", "disebut"))


def test_of_many_comments_the_first_is_mailed_at_once_and_the_last_after_a_pause(talk):
    assert len(talk("Kabelnya datang.")) == 1
    for number in range(20):
        assert len(talk(f"Lagi {number}.", after=2)) == 1
    mails = talk("", after=PAUSE.total_seconds())

    assert len(mails) == 2 and "Lagi 19." in mails[1].body
    assert notices().unread().count() == 21, "the inbox has them all"
    assert not Delivery.objects.waiting().filter(notice__in=notices()).exists()
    assert len(talk("Satu lagi.", after=PAUSE.total_seconds() + 1)) == 3


def test_mentions_are_bundled_too(talk):
    for number in range(10):
        mails = talk(f"@{READER} {number}")

    assert len(mails) == 1


def test_who_reads_along_is_told_at_once(talk):
    talk("Kabelnya datang.")
    notices().mark_read()

    assert len(talk("Sudah dipasang?", after=5)) == 2


def test_somebody_elses_words_do_not_wait(talk):
    talk("Kabelnya datang.")

    assert len(talk("Baik.", after=5, by="pengelola.bps")) == 2
