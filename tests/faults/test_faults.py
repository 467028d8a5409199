"""Real processes, really broken."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from notifications.models import Delivery, Notice
from tests.tickets.test_clock import late
from tickets import audit, tasks
from tickets.deadlines import parse
from tickets.models import RungRecord, StepRun, Ticket

from .machinery import until

RUNGS = [75, 100, 200]


def overdue_tickets(desk, count, hours=3):
    """Tickets whose whole ladder had passed `hours` ago while nobody looked, whatever day of the week it is."""
    tickets = [desk.open() for _n in range(count)]
    for ticket in tickets:
        last = parse(StepRun.objects.running().get(ticket=ticket).rungs[-1][1])
        late(ticket, seconds=(last - timezone.now()).total_seconds() + hours * 3600)
    return tickets


def all_told(tickets):
    return RungRecord.objects.filter(run__ticket__in=tickets).count() >= len(RUNGS) * len(tickets)


def all_sent():
    return not Delivery.objects.exclude(state="terkirim").exists()


def back(minutes):
    """Instead of waiting: what was claimed, queued or put off moves into the past."""
    by = dt.timedelta(minutes=minutes)
    StepRun.objects.filter(claimed_at__isnull=False).update(claimed_at=F("claimed_at") - by)
    Delivery.objects.filter(state="menunggu").update(due_at=F("due_at") - by)
    Delivery.objects.filter(queued_at__isnull=False).update(queued_at=F("queued_at") - by)


def assert_whole(desk, tickets, post):
    """Every rung once, every notice delivered, no ticket stuck, the record unbroken."""
    assert not tasks.given_up().exists()
    for ticket in tickets:
        assert [e.data["percent"] for e in ticket.events.filter(kind="tenggat").order_by("number")] == RUNGS
        assert audit._verify_chain(Ticket.objects.get(pk=ticket.pk), list(ticket.events.order_by("number"))) == []
        kinds = Notice.objects.filter(ticket=ticket, recipient__username="admin.bps").values_list("kind", flat=True)
        assert sorted(kinds) == ["giliran", "pengingat", "terlewat"]
        subjects = [letter["Subject"] for _from, _to, letter in post.letters if ticket.number in letter["Subject"]]
        assert len(set(subjects)) == 3
        desk.approve(ticket)
        assert Ticket.objects.get(pk=ticket.pk).position == "2a"


@pytest.mark.parametrize(("beats", "workers"), [(1, 1), (2, 3)])
def test_beat_was_away_for_three_hours_and_however_many_come_back(desk_now, machinery, post, beats, workers):
    tickets = overdue_tickets(desk_now, count=3, hours=3)

    for n in range(workers):
        machinery.worker(f"pekerja{n}")
    for n in range(beats):
        machinery.beat(f"beat{n}")
    until(lambda: all_told(tickets) and all_sent())

    assert len(post.letters) == Delivery.objects.count() == 3 * len(tickets)  # nothing twice
    assert_whole(desk_now, tickets, post)


def test_a_worker_is_killed_in_the_middle_of_a_mail_and_of_a_rung(desk_now, machinery, post):
    tickets = overdue_tickets(desk_now, count=2)
    post.gate = threading.Event()
    worker = machinery.worker("malang")
    machinery.beat()
    until(post.reached.is_set)
    with transaction.atomic():
        Ticket.objects.select_for_update(no_key=True).get(pk=tickets[0].pk)  # whoever records this one waits here ...
        machinery.kill(worker)  # ... and is killed, like the one in the middle of a mail
    post.gate.set()
    post.gate = None
    back(minutes=10)

    machinery.worker("pengganti")
    until(lambda: back(minutes=1) or (all_told(tickets) and all_sent()))

    assert_whole(desk_now, tickets, post)


def test_redis_is_killed_and_comes_back_empty(desk_now, machinery, post):
    redis = machinery.processes[0]
    machinery.worker()
    machinery.beat()
    first = overdue_tickets(desk_now, count=1)
    until(lambda: all_told(first))

    machinery.kill(redis)
    second = overdue_tickets(desk_now, count=2)
    machinery.redis()
    until(lambda: back(minutes=1) or (all_told(first + second) and all_sent()))

    assert_whole(desk_now, first + second, post)


def test_the_mail_server_refuses_for_an_hour(desk_now, machinery, post):
    post.refusing = "451 4.3.0 nanti"
    tickets = overdue_tickets(desk_now, count=2)
    machinery.worker()
    machinery.beat()
    until(lambda: all_told(tickets) and Delivery.objects.filter(failures=0).count() == 0)
    for minutes in (1, 5, 30):
        tried = Delivery.objects.first().failures
        back(minutes)
        until(lambda tried=tried: not Delivery.objects.filter(failures__lte=tried).exists())
    assert post.letters == []

    post.refusing = ""
    back(minutes=120)
    until(all_sent)

    assert len(post.letters) == Delivery.objects.count() == 3 * len(tickets)
    assert_whole(desk_now, tickets, post)


def test_postgresql_drops_every_connection_during_the_sweep(desk_now, machinery, post):
    tickets = overdue_tickets(desk_now, count=4)
    machinery.worker("a")
    machinery.worker("b")
    machinery.beat()
    until(lambda: RungRecord.objects.exists())

    for _cut in range(3):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    until(lambda: back(minutes=5) or (all_told(tickets) and all_sent()))

    assert_whole(desk_now, tickets, post)
