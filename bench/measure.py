"""Measures pages of several portals side by side, and says whether the bounds are kept.

A shared machine is fast now and slow in a minute, so no figure stands alone: each page is asked in short rounds that alternate with the
bare view over the same connections, and the rounds of the small and the large portal alternate too. The ratio of the medians is the figure.
"""

from contextlib import ExitStack
from dataclasses import asdict, dataclass

from . import databases
from .load import Line, Person, Sample, fire
from .pages import GROWTH, bare, pages
from .server import serving

ROUNDS = 4
WARM_UP = 24  # requests: every web process must have compiled the templates and parsed the SOPs
CONNECTIONS = (1, 8)


@dataclass(frozen=True)
class Result:
    """One page, one number of tickets, one number of connections. Times in milliseconds; `ratio`: of the medians, page to bare view."""

    page: str
    who: str
    tickets: int
    connections: int
    requests: int
    rate: float
    p50: float
    p95: float
    bare_p50: float
    bound: float | None

    @property
    def ratio(self):
        return self.p50 / self.bare_p50

    @property
    def kept(self):
        """Whether the bound is kept; None without one."""
        return None if self.bound is None else self.ratio <= self.bound

    def as_json(self):
        return asdict(self) | {"ratio": round(self.ratio, 3), "kept": self.kept}


class Portal:
    """A running portal over a database with `size` tickets."""

    def __init__(self, size, database, port):
        self.size, self.port = size, port
        with databases.connected_to(database):
            self.pages = pages()
        self.people = {name: Person(port, name) for name in {page.who for page in self.pages}}


def measure(names, count, only="", connections=CONNECTIONS, say=lambda line: None):
    """Yield the Results of every page whose name contains `only`, over the databases `names` {size: name}; `count` requests each."""
    with ExitStack() as stack:
        portals = [Portal(size, name, stack.enter_context(serving(name))) for size, name in names.items()]
        for number, page in enumerate(portals[0].pages):
            if only.lower() in page.name.lower():
                say(page.name)
                for width in connections:
                    yield from _measure(portals, number, width, count)


def _measure(portals, number, width, count):
    """Results of the page at place `number`, at `width` connections, one per portal."""
    lines = {portal.size: [Line(portal.port) for _n in range(width)] for portal in portals}
    of_page = {portal.size: Sample([], 0) for portal in portals}
    of_bare = {portal.size: Sample([], 0) for portal in portals}
    share = max(width, count // ROUNDS)
    for turn in range(-1, ROUNDS):
        for portal in portals:
            page, plain = portal.pages[number], bare(portal.pages[number].who)
            wanted = share if turn >= 0 else WARM_UP
            bare_sample = fire(lines[portal.size], plain.requests(portal.people[page.who], wanted))
            sample = fire(lines[portal.size], page.requests(portal.people[page.who], wanted))
            if turn >= 0:
                of_page[portal.size] += sample
                of_bare[portal.size] += bare_sample
    for portal in portals:
        for line in lines[portal.size]:
            line.close()
        yield _result(portal, portal.pages[number], width, of_page[portal.size], of_bare[portal.size])


def _result(portal, page, width, sample, plain):
    return Result(
        page.name,
        page.who,
        portal.size,
        width,
        len(sample.seconds),
        round(sample.rate, 1),
        round(sample.percentile(0.5), 2),
        round(sample.percentile(0.95), 2),
        round(plain.percentile(0.5), 2),
        page.bound,
    )


def growth(results):
    """[(page, connections, smallest, largest, times)]: ratio of the largest portal to that of the smallest, of pages with a bound."""
    found = []
    keys = dict.fromkeys((r.page, r.connections) for r in results if r.bound is not None)
    for page, width in keys:
        rows = sorted((r for r in results if (r.page, r.connections) == (page, width)), key=lambda r: r.tickets)
        if len(rows) > 1:
            found.append((page, width, rows[0].tickets, rows[-1].tickets, rows[-1].ratio / rows[0].ratio))
    return found


def verdicts(results):
    """[(sentence, kept)] of what an office may count on."""
    said = []
    for bound, what in sorted({(r.bound, _kind(r)) for r in results if r.bound}, key=str):
        rows = [r for r in results if r.bound == bound and _kind(r) == what]
        worst = max(rows, key=lambda r: r.ratio)
        said.append(
            (
                f"{what} within {bound:g}× the bare view: {worst.ratio:.1f}× at most"
                f" ({worst.page}, {worst.tickets:,} tickets, {_width(worst.connections)})",
                worst.ratio <= bound,
            )
        )
    grown = growth(results)
    if grown:
        page, width, small, large, times = max(grown, key=lambda row: row[-1])
        said.append(
            (f"{large:,} tickets no slower than {GROWTH}× {small:,}: {times:.2f}× at most ({page}, {_width(width)})", times <= GROWTH),
        )
    return said


def _kind(result):
    name = result.page
    return "opening a ticket" if name.startswith("opening") else "the ticket page" if name.startswith("ticket,") else "queues and lists"


def _width(connections):
    return f"{connections} connection{'s' if connections > 1 else ''}"
