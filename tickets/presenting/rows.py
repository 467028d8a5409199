"""Tickets as rows of a list: everything a row shows, in three queries however many rows there are.

Rows are made of values, not of models: a list is what people open most, and building seventy-five models for it took half its time.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, FilteredRelation, Q
from django.urls import reverse
from django.utils import timezone

from sop.definition import Step
from sop.models import Revision

from ..models import ENDED, Status, Ticket, Turn
from .timeleft import Calendars, TimeLeft, time_left
from .turns import Waiting, waiting_of

OF_TICKET = (
    "pk",
    "number",
    "subject",
    "status",
    "position",
    "priority",
    "requester_name",
    "requester_unit",
    "turn",
    "held_since",
    "changed_at",
    "closed_at",
)
OF_RUN = ("entered_at", "planned_at", "due_at", "limit", "held_seconds")
OF_TURN = ("ticket", "column", "role", "person", "person__name", "of_requester")


@dataclass(frozen=True)
class Run:
    """The running step, as far as time left needs it (see models.StepRun)."""

    entered_at: datetime
    planned_at: datetime | None
    due_at: datetime | None
    limit: list | None
    held_seconds: int


@dataclass(frozen=True)
class TurnFacts:
    """A Turn row, as far as words need it (see models.Turn)."""

    column: str
    role: str
    person_id: int | None
    person_name: str
    of_requester: bool


@dataclass
class Row:
    """A ticket in a list. `step`, `waiting` and `time` are of an open ticket only."""

    pk: int
    number: str
    url: str
    subject: str
    service: str
    status: str
    priority: int
    requester_name: str
    requester_unit: str
    turn: int
    held_since: datetime | None
    changed_at: datetime
    closed_at: datetime | None
    step: Step | None = None
    waiting: list[Waiting] = field(default_factory=list)
    time: TimeLeft | None = None

    @property
    def is_open(self):
        return self.status not in ENDED

    def get_status_display(self):
        return Status(self.status).label


def rows(ids, organisation, now=None):
    """[Row] of the tickets of `organisation` with these ids, in their order; what is gone meanwhile is left out.

    Ids, because they are chosen first: what a row shows is wide, and sorting a whole queue of it costs several times as much.
    """
    found = {row.pk: row for row in Rows(organisation, now or timezone.now()).of(Ticket.objects.filter(pk__in=ids))}
    return [found[pk] for pk in ids if pk in found]


class Rows:
    """What the rows of one answer share."""

    def __init__(self, organisation, now):
        self.now, self.calendars = now, Calendars(organisation)
        self._definitions = {}
        self._base = reverse("tiket-daftar")

    def of(self, tickets):
        found = list(_values(tickets))
        turns = _turns([values["pk"] for values in found if values["status"] in (Status.RUNNING, Status.HELD)])
        for values in found:
            yield self._row(values, turns.get(values["pk"], ()))

    def _row(self, values, turns):
        run = Run(*(values.pop(f"run_{name}") for name in OF_RUN))
        service, code = values.pop("service"), values.pop("code")
        revision, content_hash = values.pop("revision"), values.pop("content_hash")
        position = values.pop("position")
        row = Row(url=f"{self._base}{values['number']}/", service=service, **values)
        if row.is_open:
            definition = self._definition(revision, content_hash, code)
            calendar = self.calendars.of(definition) if run.entered_at else None
            row.step = definition.step_of(position)
            row.waiting = waiting_of(row, definition, turns)
            row.time = time_left(row, run if calendar else None, calendar, self.now)
        return row

    def _definition(self, revision, content_hash, code):
        key = revision, code
        if key not in self._definitions:
            self._definitions[key] = Revision(pk=revision, content_hash=content_hash).definition.procedure(code)
        return self._definitions[key]


def _values(tickets):
    running = FilteredRelation("runs", condition=Q(runs__left_at=None))
    names = {f"run_{name}": F(f"running__{name}") for name in OF_RUN}
    more = {"service": F("procedure__name"), "code": F("procedure__code"), "content_hash": F("revision__content_hash")}
    return tickets.annotate(running=running).values(*OF_TICKET, "revision", **more, **names)


def _turns(ids):
    """{ticket id: [TurnFacts]}."""
    found = {}
    if ids:
        for ticket, *facts in Turn.objects.filter(ticket__in=ids).order_by("pk").values_list(*OF_TURN):
            found.setdefault(ticket, []).append(TurnFacts(*facts))
    return found
