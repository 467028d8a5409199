"""How long a sweep takes: `python -m bench.sweep [RUNNING] [DUE]`, on the PostgreSQL of DATABASE_URL, in a schema it makes and removes.

The promise: 100,000 running deadlines of which 1,000 are due, found, claimed and queued in under five seconds. Rows are written straight
into the tables (the door would take an hour); messages go to a queue in this process, so that the database is what is measured.
"""

import datetime as dt
import os
import sys
import time

RUNNING, DUE = 100_000, 1_000
PROMISED_SECONDS = 5.0
BATCH = 5_000


def main(running=RUNNING, due=DUE):
    """0 if the promise is kept, else 1."""
    from django.db import connection

    if connection.vendor != "postgresql":
        print("DATABASE_URL must name a PostgreSQL database")
        return 1
    seconds = time.perf_counter()
    fill(running, due)
    print(f"{running:,} running steps written in {time.perf_counter() - seconds:.1f} s")
    from tickets import tasks

    seconds = time.perf_counter()
    found = tasks.sweep()
    swept = time.perf_counter() - seconds
    kept = found == due and swept < PROMISED_SECONDS
    print(f"sweep: {found:,} of {running:,} due, found, claimed and queued in {swept:.2f} s (promise: {PROMISED_SECONDS:.0f} s)")
    seconds = time.perf_counter()
    again = tasks.sweep()
    print(f"sweep with nothing new: {again} found in {time.perf_counter() - seconds:.3f} s")
    print(plan())
    return 0 if kept else 1


def fill(running, due):
    """`running` tickets with one running step each, `due` of them with a rung that passed a minute ago."""
    from django.db import connection
    from django.utils import timezone

    from accounts.demo_people import ensure_people
    from halocik.demo.make import load_sops
    from sop.models import Procedure
    from tickets.models import StepRun, Ticket

    people = ensure_people()
    load_sops()
    procedure = Procedure.objects.get(code="setting-jaringan")
    now = timezone.now()
    common = {
        "organisation": procedure.organisation, "procedure": procedure, "revision": procedure.revision_in_force, "subject": "bench",
        "requester": people["pegawai.bps"], "requester_name": "bench", "opened_by": people["pegawai.bps"], "opened_as": "pegawai",
        "status": "berjalan", "position": "1b", "created_at": now, "changed_at": now,
    }  # fmt: skip
    for start in range(0, running, BATCH):
        numbers = range(start, min(start + BATCH, running))
        tickets = Ticket.objects.bulk_create([Ticket(number=f"BENCH-{n}", **common) for n in numbers])
        rows = []
        for n, ticket in zip(numbers, tickets, strict=True):
            at = now - dt.timedelta(minutes=1) if n < due else now + dt.timedelta(days=1, minutes=n % 4_000)
            rungs = [[percent, at.isoformat(), ["pemegang"]] for percent in (75, 100, 200)]
            rows.append(StepRun(ticket=ticket, step="1", entered_at=now, entered_event=1, due_at=at, next_at=at, rungs=rungs))
        StepRun.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def plan():
    from django.utils import timezone

    from tickets.models import StepRun
    from tickets.tasks import AT_ONCE, MAX_ATTEMPTS

    rows = StepRun.objects.waiting_for_the_clock(timezone.now()).filter(attempts__lt=MAX_ATTEMPTS).order_by("next_at")
    return rows.values_list("pk", flat=True)[:AT_ONCE].explain(analyze=True)


def run(arguments):
    """Prepare a database of its own, measure, remove it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halocik.settings")
    import django
    from django.conf import settings

    settings.CELERY_BROKER_URL = "memory://"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {}
    django.setup()
    from django.db import connection

    old = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        return main(*map(int, arguments))
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"] if old is None else old, verbosity=0)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
