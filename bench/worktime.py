"""How many due moments a second: `python -m bench.worktime [COUNT]`. Pure; needs neither database nor server.

Prints one line per question: due moments over a one-month span (the promise: 100,000 in under ten seconds on one core), in days, over a
long span, working time between two moments, shares for the rungs, explanations, and the first question to a calendar nobody has asked yet.
"""

import random
import sys
import time
from datetime import UTC, date, datetime, timedelta

from worktime.arithmetic import add, between, share
from worktime.calendars import RAMADAN_WEEK, Calendar, DatedWeek, SpecialDay
from worktime.explain import explain
from worktime.limits import Limit

COUNT = 100_000
PROMISED_SECONDS = 10.0
START = datetime(2026, 3, 1, tzinfo=UTC)
HOLIDAYS = ("2026-03-18", "2026-03-19", "2026-03-20", "2026-03-23", "2026-03-24", "2026-04-03")


def office():
    """An office in the month of Ramadan and Idul Fitri: the hardest month of the year."""
    return Calendar(
        dated=(DatedWeek("Ramadan", RAMADAN_WEEK, date(2026, 2, 19), date(2026, 3, 20)),),
        special={date.fromisoformat(day): SpecialDay("libur", "nasional") for day in HOLIDAYS},
    )


def measure(count):
    """Yield (what, questions, seconds)."""
    chance = random.Random(1)
    starts = [START + timedelta(seconds=chance.randrange(31 * 86_400)) for _number in range(count)]
    minutes = [Limit(chance.choice((5, 10, 15, 30, 60, 120, 480)), "menit") for _start in starts]
    calendar = office()
    dues = []
    yield "due moments, 5 to 480 menit", count, timed(lambda: dues.extend(map(lambda s, m: add(calendar, s, m), starts, minutes)))
    yield "due moments, 1 to 5 hari", count, timed(lambda: [add(calendar, s, Limit(n % 5 + 1, "hari")) for n, s in enumerate(starts)])
    yield "due moments, 300 jam", count // 10, timed(lambda: [add(calendar, s, Limit(300, "jam")) for s in starts[: count // 10]])
    yield "due moments, 48 jam kalender", count, timed(lambda: [add(calendar, s, Limit(48, "jam", True)) for s in starts])
    yield "working time between two moments", count, timed(lambda: [between(calendar, s, d) for s, d in zip(starts, dues, strict=True)])
    yield "rungs at 75 %", count, timed(lambda: [share(calendar, s, d, 75) for s, d in zip(starts, dues, strict=True)])
    yield (
        "explanations",
        count // 10,
        timed(lambda: [explain(calendar, s, m) for s, m in zip(starts[: count // 10], minutes, strict=False)]),
    )
    yield "new calendars asked once", count // 10, timed(lambda: [add(office(), s, minutes[0]) for s in starts[: count // 10]])


def timed(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main(count=COUNT):
    """0 if the promise of 100,000 due moments in ten seconds is kept, else 1."""
    kept = True
    for what, questions, seconds in measure(count):
        print(f"{what:36} {questions:>8,} in {seconds:7.3f} s  {questions / seconds:>10,.0f}/s")
        if what.startswith("due moments, 5"):
            kept = seconds * COUNT / questions < PROMISED_SECONDS
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT))
