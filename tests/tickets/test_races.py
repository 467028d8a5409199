"""Real threads on a real PostgreSQL: two people at once is the everyday case."""

import threading

import pytest
from django.db import connection

from tickets import audit, transitions
from tickets.models import Ticket
from tickets.transitions import TurnPassed

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def at_once(count, work):
    """Run `work(n)` in `count` threads that start together; returns what each returned or raised."""
    gate, results = threading.Barrier(count), [None] * count

    def run(n):
        try:
            gate.wait(20)
            results[n] = work(n)
        except Exception as error:
            results[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_eight_take_the_same_step_and_one_wins(desk):
    ticket = desk.open()
    turn = Ticket.objects.get(pk=ticket.pk).turn
    technician = str(desk.people["teknisi.bps"].pk)
    admins = [desk.person("admin.bps") for _n in range(8)]

    def approve(n):
        return transitions.act(ticket.pk, turn, "setujui", actor=admins[n], data={"prioritas": "2", "teknisi": technician})

    results = at_once(8, approve)

    won = [r for r in results if not isinstance(r, Exception)]
    lost = [r for r in results if isinstance(r, TurnPassed)]
    assert (len(won), len(lost)) == (1, 7)
    assert {(r.by.username, r.at) for r in lost} == {("admin.bps", won[0].at)}
    assert ticket.events.filter(action="setujui").count() == 1
    assert ticket.runs.running().count() == 1
    assert audit.verify_ticket(Ticket.objects.get(pk=ticket.pk)) == []


def test_eight_open_at_once_and_no_number_is_used_twice_or_lost(desk):
    people = [desk.person(f"pegawai{n}.bps" if n else "pegawai.bps") for n in (0, 2, 3, 0, 2, 3, 0, 2)]

    results = at_once(
        8, lambda n: transitions.open_ticket(desk.procedure, actor=people[n], data={"perangkat": "PC", "lokasi": "A", "keluhan": "B"})
    )

    assert sorted(t.number for t in results) == [f"BPS-{desk.now.year}-{n:06d}" for n in range(1, 9)]


def test_a_double_click_on_the_opening_form_opens_once(desk):
    import uuid

    key, actors = uuid.uuid4(), [desk.person("pegawai.bps") for _n in range(4)]

    results = at_once(
        4,
        lambda n: transitions.open_ticket(
            desk.procedure, actor=actors[n], data={"perangkat": "PC", "lokasi": "A", "keluhan": "B"}, key=key
        ),
    )

    assert len({t.pk for t in results}) == 1
    assert Ticket.objects.count() == 1


def test_holding_and_acting_at_once_leave_one_of_them(desk):
    ticket = desk.until(desk.open(), "4a")
    turn, people = ticket.turn, [desk.person("teknisi.bps") for _n in range(6)]

    def work(n):
        if n % 2:
            return transitions.hold(ticket.pk, turn, actor=people[n], reason="suku-cadang")
        return transitions.act(ticket.pk, turn, "lanjut", actor=people[n])

    results = at_once(6, work)

    assert sum(not isinstance(r, Exception) for r in results) == 1
    assert all(isinstance(r, TurnPassed) for r in results if isinstance(r, Exception))
    assert audit.verify_ticket(Ticket.objects.get(pk=ticket.pk)) == []


def test_the_clock_and_a_person_at_once_tell_each_rung_once(desk):
    ticket = desk.until(desk.open(), "3a")  # opened long ago: every rung has passed
    person = desk.person("teknisi.bps")

    def work(n):
        if n == 0:
            return transitions.act(ticket.pk, ticket.turn, "lanjut", actor=person)
        return transitions.record_rung(ticket.pk)

    results = at_once(5, work)

    assert not [r for r in results if isinstance(r, Exception)]
    run = ticket.runs.get(step="3")
    assert sorted(run.rung_records.values_list("percent", flat=True)) == [75, 100, 200]
    assert audit.verify_ticket(Ticket.objects.get(pk=ticket.pk)) == []
