"""What a report says, as plain values: made by `reports.figures.build`, kept as JSON when a month is closed, shown by page, PDF and sheets."""

import dataclasses
import typing
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

GRADES = (("88.31", "A"), ("76.61", "B"), ("65.00", "C"))  # lower bounds of the rounded IKM; below them D
ENOUGH = 3  # answers below which no average is shown: one person's answer must not be read off it


@dataclass(frozen=True)
class Flow:
    """Numbers of tickets. `open_before` + `received` and the reopened of earlier periods end up in ended or `open_after`."""

    open_before: int = 0
    received: int = 0
    reopened: int = 0
    done: int = 0
    rejected: int = 0
    cancelled: int = 0
    open_after: int = 0
    late_after: int = 0
    active: int = 0

    @property
    def ended(self):
        return self.done + self.rejected + self.cancelled


@dataclass(frozen=True)
class Group:
    """Tickets of one service, unit, channel or priority. `key`: what a list is filtered by."""

    key: str
    label: str
    received: int = 0
    done: int = 0
    rejected: int = 0
    cancelled: int = 0
    open_after: int = 0


@dataclass(frozen=True)
class Day:
    """Tickets of the days from `first` (ISO) on: one day, or the days of a month in a long period."""

    first: str
    last: str
    received: int = 0
    ended: int = 0


@dataclass(frozen=True)
class Keeping:
    """Visits to rows whose fate was decided: `judged` of them, `kept` in time."""

    judged: int = 0
    kept: int = 0

    @property
    def missed(self):
        return self.judged - self.kept

    @property
    def percent(self):
        """Share kept, 0 to 100; None when nothing was judged."""
        return 100 * self.kept / self.judged if self.judged else None


@dataclass(frozen=True)
class StepFigures(Keeping):
    """One row of a procedure. `left`: visits that ended; `median`, `p90`: seconds they took (nearest rank for p90), None without any.

    `held_seconds`, `held`: working time on hold, in how many visits. `repeats`: visits after the first of a ticket.
    """

    procedure: str = ""
    service: str = ""
    step: str = ""
    activity: str = ""
    limit: str = ""
    left: int = 0
    median: int | None = None
    p90: int | None = None
    held_seconds: int = 0
    held: int = 0
    repeats: int = 0
    deviations: int = 0


@dataclass(frozen=True)
class Service(Keeping):
    procedure: str = ""
    service: str = ""


@dataclass(frozen=True)
class Month(Keeping):
    """A month of the trend; `code` as Period.parse reads it."""

    code: str = ""
    label: str = ""


@dataclass(frozen=True)
class Deviation:
    procedure: str
    service: str
    act: str
    action: str
    label: str
    count: int


@dataclass(frozen=True)
class Missed:
    """A visit that was not kept. `late_seconds`: of its own clock, until it was left or the period ended. `reason`: as recorded, or ""."""

    ticket: str
    service: str
    step: str
    activity: str
    limit: str
    due_at: str
    left_at: str
    late_seconds: int
    who: str
    reason: str


@dataclass(frozen=True)
class Person:
    """What somebody carried. `steps`: rows they finished, in `tickets`; `seconds` these rows took; `missed`: limits that passed on their turn."""

    pk: int
    name: str
    steps: int = 0
    tickets: int = 0
    seconds: int = 0
    missed: int = 0


@dataclass(frozen=True)
class Moves:
    """How often an effect on assets was taken."""

    effect: str
    label: str
    count: int


@dataclass(frozen=True)
class Problem:
    procedure: str
    service: str
    word: str
    count: int


@dataclass(frozen=True)
class Satisfaction:
    """Survei kepuasan masyarakat (Permenpan RB 14/2017). `sums`: of the scores of each unsur; empty while there are too few answers."""

    answers: int = 0
    sums: list[int] = field(default_factory=list)

    @property
    def averages(self):
        """NRR of the nine unsur, 1 to 4, with three decimals."""
        return [_rounded(Fraction(total, self.answers), "0.001") for total in self.sums]

    @property
    def index(self):
        """IKM: nine equal weights of exactly 1/9, times 25, with two decimals; None while there are too few answers."""
        return _rounded(Fraction(sum(self.sums) * 25, 9 * self.answers), "0.01") if self.sums else None

    @property
    def grade(self):
        """A to D by the rounded IKM, "" while there are too few answers."""
        return "" if self.index is None else next((grade for least, grade in GRADES if self.index >= Decimal(least)), "D")


def _rounded(value, step):
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(step), ROUND_HALF_UP)


@dataclass(frozen=True)
class Figures:
    """A whole report. `made_at`: ISO; `period`: Period.code."""

    period: str
    title: str
    office: str
    made_at: str
    keeping: Keeping
    flow: Flow
    days: list[Day]
    services: list[Group]
    units: list[Group]
    channels: list[Group]
    priorities: list[Group]
    kept_by_service: list[Service]
    steps: list[StepFigures]
    trend: list[Month]
    missed: list[Missed]
    deviations: list[Deviation]
    people: list[Person]
    moves: list[Moves]
    problems: list[Problem]
    satisfaction: Satisfaction | None = None  # None: not a period of whole months

    def to_json(self):
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, value):
        return _read(cls, value)


def _read(kind, value):
    """`value` of asdict() as the type `kind` again. Unknown keys are left out: a frozen month may be older than this version."""
    if value is None:
        return None
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin is list:
        return [_read(args[0], item) for item in value]
    if args and type(None) in args:
        return _read(next(a for a in args if a is not type(None)), value)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return kind(**{f.name: _read(hints[f.name], value[f.name]) for f in dataclasses.fields(kind) if f.name in value})
    return value
