"""Two sweeps and three workers at once on a real PostgreSQL: every rung once. And the sweep reads an index, not the table."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from notifications.models import Notice
from tickets import audit, tasks, transitions
from tickets.models import Heartbeat, RungRecord, StepRun, Ticket

from .test_races import at_once

on_postgresql = pytest.mark.postgresql


def late(ticket, **ago):
    """Shift the running step of `ticket` into the past, as though nobody had looked for so long."""
    run = StepRun.objects.running().get(ticket=ticket)
    ago = dt.timedelta(**ago)
    run.entered_at -= ago
    run.due_at = run.due_at - ago
    run.rungs = [[percent, (dt.datetime.fromisoformat(at) - ago).isoformat(timespec="microseconds"), who] for percent, at, who in run.rungs]
    run.next_at -= ago
    run.save()
    return run


@pytest.fixture
def opened(desk):
    """Tickets opened now, their rungs weeks overdue."""

    def some(count):
        desk.now = timezone.now()
        tickets = [desk.open() for _n in range(count)]
        for ticket in tickets:
            late(ticket, days=40)
        return tickets

    return some


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_sweeps_and_three_workers_at_once_tell_every_rung_once(opened):
    tickets = opened(4)
    runs = list(StepRun.objects.running().values_list("pk", flat=True))

    def worker(n):
        if n < 2:
            return tasks.sweep()
        return [tasks.record_due(pk) for pk in (runs if n % 2 else reversed(runs))]

    results = at_once(5, worker)

    assert not [r for r in results if isinstance(r, Exception)], results
    assert RungRecord.objects.count() == 3 * len(tickets)
    for ticket in tickets:
        percents = [e.data["percent"] for e in ticket.events.filter(kind="tenggat")]
        assert percents == [75, 100, 200]
        assert audit._verify_chain(Ticket.objects.get(pk=ticket.pk), list(ticket.events.order_by("number"))) == []
        told = Notice.objects.filter(ticket=ticket, recipient__username="admin.bps").values_list("kind", flat=True)
        assert sorted(told) == ["giliran", "pengingat", "terlewat"]


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_step_taken_while_the_sweep_records_its_miss_is_missed_once(opened, desk):
    [ticket] = opened(1)
    run = StepRun.objects.running().get(ticket=ticket)
    turn, actor = Ticket.objects.get(pk=ticket.pk).turn, desk.person("admin.bps")
    technician = str(desk.people["teknisi.bps"].pk)

    def go(n):
        if n == 0:
            return transitions.act(ticket.pk, turn, "setujui", actor=actor, data={"prioritas": "2", "teknisi": technician})
        return tasks.record_due(run.pk)

    results = at_once(3, go)

    assert not [r for r in results if isinstance(r, Exception)], results
    assert Ticket.objects.get(pk=ticket.pk).position == "2a"
    assert list(RungRecord.objects.filter(run=run).order_by("percent").values_list("percent", flat=True)) == [75, 100, 200]
    assert Notice.objects.filter(ticket=ticket, kind="terlewat", recipient__username="admin.bps").count() == 1


@on_postgresql
@pytest.mark.django_db
def test_the_sweep_reads_the_index_of_next_moments(django_assert_num_queries):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # the table of a test is too small for an index to pay
        free = tasks.Q(claimed_at=None)
        rows = StepRun.objects.waiting_for_the_clock(timezone.now()).filter(free, attempts__lt=tasks.MAX_ATTEMPTS).order_by("next_at")
        plan = rows.values_list("pk", flat=True)[:5000].explain()
    assert "running_step_by_next_moment" in plan, plan
    with django_assert_num_queries(1):
        tasks.due_runs(timezone.now())


# One at a time


@pytest.mark.django_db
def test_the_sweep_finds_changes_nothing_and_says_it_was_here(desk, tasks):
    from tickets.tasks import sweep

    desk.now = timezone.now()
    ticket = desk.open()
    late(ticket, days=40)
    tasks.discard()

    assert sweep() == 1
    assert sweep() == 0  # queued a moment ago: left alone

    queued = [name for name, *_rest in tasks.waiting()]
    assert queued.count("tickets.tasks.record_due") == 1
    assert queued.count("tickets.tasks.recalculate_office") == 4  # new offices, each once
    assert ticket.events.filter(kind="tenggat").count() == 0
    assert timezone.now() - Heartbeat.objects.get(name="sweep").at < dt.timedelta(seconds=30)


@pytest.mark.django_db
def test_a_lost_message_is_queued_again_after_a_minute(desk):
    desk.now = timezone.now()
    run = late(desk.open(), days=40)
    now = timezone.now()

    StepRun.objects.update(claimed_at=now)
    assert tasks.due_runs(now + dt.timedelta(seconds=30)) == []
    assert tasks.due_runs(now + dt.timedelta(seconds=61)) == [run.pk]


@pytest.mark.django_db
def test_a_task_that_fails_three_times_is_given_up_and_listed(desk, monkeypatch):
    desk.now = timezone.now()
    run = late(desk.open(), days=40)
    monkeypatch.setattr(transitions, "record_rung", lambda ticket_id: 1 / 0)

    for _try in range(5):
        try:
            tasks.record_due(run.pk)
        except ZeroDivisionError:
            continue

    run.refresh_from_db()
    assert run.attempts == 3
    assert list(tasks.given_up()) == [run]
    assert tasks.due_runs(timezone.now() + dt.timedelta(hours=1)) == []

    monkeypatch.undo()
    tasks.try_again(StepRun.objects.filter(pk=run.pk))
    assert tasks.due_runs(timezone.now()) == [run.pk]
    tasks.record_due(run.pk)
    run.refresh_from_db()
    assert (run.attempts, run.told) == (0, [75, 100, 200])


@pytest.mark.django_db
def test_the_steps_of_a_held_ticket_are_left_alone(desk):
    desk.now = timezone.now()
    ticket = Ticket.objects.get(pk=desk.open().pk)
    transitions.hold(ticket.pk, ticket.turn, actor=desk.person("admin.bps"), reason="pemohon", now=desk.now)

    assert tasks.due_runs(timezone.now() + dt.timedelta(days=90)) == []
