"""The record holds, and whoever tampers with it is found."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tests.plugins import flush
from tickets import audit
from tickets.models import StepRun, Ticket, TicketEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(desk):
    return desk.until(desk.open(), "5a")


def messages(ticket):
    return [finding.message for finding in audit.verify(ticket.organisation)]


def test_an_untouched_record_is_whole(ticket, capsys):
    call_command("audit", "verify")
    assert "Utuh" in capsys.readouterr().out


@pytest.mark.parametrize("statement", ["UPDATE tickets_ticketevent SET note = 'x'", "DELETE FROM tickets_ticketevent"])
def test_the_database_refuses_to_change_events(ticket, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        TicketEvent.objects.filter(ticket=ticket).update(note="x")


@pytest.mark.postgresql
def test_the_database_refuses_truncate(ticket):
    settle_constraints()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE tickets_ticketevent CASCADE")


def with_triggers_lifted(statement, *params):
    settle_constraints()
    with flush.lifted_triggers(), connection.cursor() as cursor:
        cursor.execute(statement, params)
        settle_constraints()


def settle_constraints():
    """PostgreSQL alters and truncates no table with deferred checks waiting, as there are inside a test's transaction."""
    connection.check_constraints()


def test_a_changed_event_is_found(ticket):
    with_triggers_lifted("UPDATE tickets_ticketevent SET note = 'disetujui' WHERE ticket_id = %s AND number = 2", ticket.pk)
    assert "Kejadian nomor 2 telah diubah" in messages(ticket)[0]
    with pytest.raises(CommandError, match="ketidaksesuaian"):
        call_command("audit", "verify", "--instansi", "bps-bengkulu")


def test_a_removed_event_is_found(ticket):
    with_triggers_lifted("DELETE FROM tickets_ticketevent WHERE ticket_id = %s AND number = 3", ticket.pk)
    assert "hilang atau disisipkan" in messages(ticket)[0]


def test_a_cut_off_tail_is_found(ticket):
    number = ticket.event_count
    with_triggers_lifted("DELETE FROM tickets_ticketevent WHERE ticket_id = %s AND number = %s", ticket.pk, number)
    assert "Rantai terpotong" in messages(ticket)[0]


def test_a_tail_cut_off_with_its_count_is_found_by_the_checkpoint(ticket):
    audit.make_checkpoint(ticket.organisation)
    keep = ticket.events.get(number=ticket.event_count - 1)
    with_triggers_lifted("DELETE FROM tickets_ticketevent WHERE ticket_id = %s AND number = %s", ticket.pk, ticket.event_count)
    Ticket.objects.filter(pk=ticket.pk).update(event_count=keep.number, head=keep.mac)
    assert any("titik periksa" in message for message in messages(ticket))


def test_a_ticket_moved_behind_the_door_is_found(ticket):
    Ticket.objects.filter(pk=ticket.pk).update(priority=4)
    assert any("priority" in message for message in messages(ticket))


def test_a_deadline_moved_behind_the_door_is_found(ticket):
    run = ticket.runs.get(step="4")
    StepRun.objects.filter(pk=run.pk).update(missed_role="", held_seconds=600)
    assert any("4 (ke-1)" in message for message in messages(ticket))
