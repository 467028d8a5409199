"""What a month of 10,000 tickets costs: `DATABASE_URL=postgres://.../halocik_bench python -m bench.reports [TICKETS]`.

Plays the demo's tickets through the door, copies them until a month of one office holds TICKETS, and makes page, PDF, XLSX and CSV of that
month, each in a process of its own. Prints seconds and the most memory each took beside a process that has only loaded the portal.
Drops and fills the database named in DATABASE_URL, whose name must end in _bench.
"""

import json
import os
import subprocess
import sys
import time

TICKETS = 10_000
OFFICE, PROCEDURE = "bps-bengkulu", "setting-jaringan"
WHATS = ("nothing", "figures", "page", "pdf", "xlsx", "csv")


def main(tickets=TICKETS):
    import django
    from django.db import connection

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halocik.settings")
    django.setup()
    from . import databases, fill

    databases.require_own_database()
    fill.make_templates(connection.settings_dict["NAME"], print)
    month = spread(tickets)
    databases.analyze()
    connection.close()
    print(f"{tickets:,} tickets of {OFFICE} in {month}")
    print(f"{'what':10} {'seconds':>8} {'MB':>8} {'MB more':>8} {'kB made':>9}")
    base = None
    for what in WHATS:
        took = measured(what, month)
        base = base or took["mb"]
        print(f"{what:10} {took['seconds']:>8.2f} {took['mb']:>8.0f} {took['mb'] - base:>8.0f} {took['kb']:>9,.0f}")
    return 0


def spread(tickets):
    """Copy the ended network tickets of the demo until a month holds `tickets` of them. Returns the month, as Period.parse reads it."""
    import random

    from django.db import transaction

    from accounts.models import Organisation
    from reports import register
    from reports.period import Period

    from .multiply import BATCH, Copier
    from .stencils import stencils

    kinds = [s for s in stencils() if s.ticket.procedure.code == PROCEDURE and not s.ticket.is_open]
    newest = max(s.ticket.created_at for s in kinds)
    office = Organisation.objects.get(code=OFFICE)
    month = Period.month(newest.year, newest.month, office.zone).months_ago(6)
    copier, chance = Copier(random.Random(7)), random.Random(7)
    # Whole weeks back, so that weekdays stay what they were: those that bring a ticket into the month.
    choices = [(s, w) for s in kinds for w in range(60) if month.start <= s.ticket.created_at - _weeks(w) < month.end - _weeks(1)]
    plan = sorted((chance.choice(choices) for _n in range(tickets)), key=lambda c: c[0].ticket.created_at - _weeks(c[1]))
    for start in range(0, tickets, BATCH):
        with transaction.atomic():
            for stencil, weeks in plan[start : start + BATCH]:
                copier.copy(stencil, weeks)
            copier.send()
    assert register.size(office, month) >= tickets
    return month.code


def _weeks(count):
    import datetime as dt

    return dt.timedelta(weeks=count)


def measured(what, month):
    """{"seconds", "mb", "kb"} of making `what` in a fresh process."""
    said = subprocess.run([sys.executable, "-m", "bench.reports", "--make", what, month], check=True, capture_output=True, text=True)
    return json.loads(said.stdout.strip().splitlines()[-1])


def make(what, month):
    """In the fresh process: make `what` once and print what it took."""
    import django

    django.setup()
    from accounts.models import Organisation
    from reports.period import Period

    office = Organisation.objects.get(code=OFFICE)
    began = time.perf_counter()
    size = MAKERS[what](office, Period.parse(month, office.zone))
    took = time.perf_counter() - began
    print(json.dumps({"seconds": took, "mb": most_memory(), "kb": size / 1024}))


def most_memory():
    """The most this process has held, in MB. Not what getrusage says: that begins with what the parent held."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def _figures(office, period):
    from reports import exports

    return len(exports.as_json(exports.figures_of(office, period)))


def _page(office, period):
    from django.test import Client

    from accounts.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="pengelola.bps"))
    answer = client.get("/laporan/", {"periode": period.code})
    assert answer.status_code == 200, answer.status_code
    return len(answer.content)


def _pdf(office, period):
    from reports import exports, paper

    return len(paper.of(office, exports.figures_of(office, period)))


def _xlsx(office, period):
    import tempfile

    from reports import exports, sheets

    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        sheets.write(file.name, office, period, exports.figures_of(office, period))
        return os.path.getsize(file.name)


def _csv(office, period):
    from reports import register

    return sum(len(line) for line in register.csv_lines(office, period))


MAKERS = {"nothing": lambda office, period: 0, "figures": _figures, "page": _page, "pdf": _pdf, "xlsx": _xlsx, "csv": _csv}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halocik.settings")
    if sys.argv[1:2] == ["--make"]:
        make(*sys.argv[2:4])
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else TICKETS))
