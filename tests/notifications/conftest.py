"""The same desk as in the stories of tickets, and a mail server that is switched on."""

import pytest

from notifications.channels import guard
from notifications.models import Delivery, Notice
from tests.tickets.conftest import desk, monday_morning, setting_jaringan, visit  # noqa: F401 (fixtures)
from tickets.models import Ticket


@pytest.fixture(autouse=True)
def mail_on(settings):
    settings.EMAIL_ON = True
    settings.PORTAL_URL = "https://layanan.contoh.go.id"


@pytest.fixture
def chat_here(settings, monkeypatch):
    """Chat servers may be on this machine, where those of the tests are."""
    settings.CHAT_ALLOW_PRIVATE = True
    monkeypatch.setattr(guard, "NEVER", [])


@pytest.fixture
def told():
    """`told(ticket, number)`: {user name: kind} of who was told of the ticket's event `number` (without: of all events, as a list)."""

    def of(ticket, number=None):
        notices = Notice.objects.filter(ticket=ticket).select_related("recipient", "event").order_by("pk")
        if number is None:
            return [(n.recipient.username, n.kind) for n in notices]
        return {n.recipient.username: n.kind for n in notices if n.event.number == number}

    return of


@pytest.fixture
def last(told):
    """{user name: kind} of the ticket's newest event."""

    def of(ticket):
        return told(ticket, Ticket.objects.get(pk=ticket.pk).event_count)

    return of


@pytest.fixture
def deliveries():
    def of(username, **wanted):
        return Delivery.objects.filter(notice__recipient__username=username, **wanted).order_by("pk")

    return of
