"""Plans as pages show them."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.sentences import one_stop
from tickets.models import Ticket
from tickets.presenting.answers import text
from worktime.calendars import CalendarError
from worktime.store import calendar_for

from . import opening, rhythm
from .models import MaintenancePlan, PlanRun

SHOWN_DATES = 6
MOST_RUNS = 60


@dataclass(frozen=True)
class Coming:
    """`when`: the moment the ticket opens; `moved_from`: the date of the plan if that is no working day."""

    when: object
    moved_from: object


@dataclass(frozen=True)
class Past:
    """A PlanRun and its ticket as far as the reader may see it."""

    run: PlanRun
    ticket: Ticket | None


def coming(plan, count=SHOWN_DATES):
    """[Coming]; empty for a plan that stands still or an office that never works."""
    if not plan.runs_now:
        return []
    try:
        found = rhythm.preview(plan, calendar_for(plan.organisation), count)
    except CalendarError:
        return []
    return [Coming(when, day if when.date() != day else None) for day, when in found]


def past(plan, user):
    """[Past], the newest first."""
    runs = list(plan.runs.order_by("-due_on")[:MOST_RUNS])
    ids = [run.ticket_id for run in runs if run.ticket_id]
    seen = Ticket.objects.visible_to(user).defer("words", "answers").in_bulk(ids) if ids else {}
    return [Past(run, seen.get(run.ticket_id)) for run in runs]


def how_it_opens(plan):
    """(state, sentence) of the next ticket: "siap", "konsep" or "gagal"."""
    try:
        missing = opening.lacking(plan)
        opener = opening.opener_of(plan, opening.definition_of(plan.procedure))
    except ValidationError as error:
        return "gagal", " ".join(error.messages)
    if missing:
        words = {"labels": ", ".join(missing), "who": opener}
        return "konsep", one_stop(_("Tiket dibuka sebagai konsep yang dilengkapi %(who)s. Belum diisi: %(labels)s.") % words)
    return "siap", one_stop(_("Tiket langsung berjalan, dibuka atas nama %(who)s.") % {"who": opener})


def first_answers(plan):
    """[(label, text)] of what the plan fills in."""
    action = opening.definition_of(plan.procedure).first_act.actions[0]
    kept = [(field, plan.answers[field.code]) for field in action.fields if field.code in plan.answers]
    return [(field.label, _rows(answer) if field.kind == "tabel" else text(field.kind, answer)) for field, answer in kept]


def _rows(rows):
    return _("%d baris") % len(rows)


# On the page of a ticket

TEMPLATE = "assets/plans/_panel.html"


def panel(user, ticket):
    """Context of TEMPLATE for a ticket that a plan opened, else None. No query for any other ticket: its key says so."""
    if ticket.opening_key is None or ticket.opening_key.version != 5:
        return None
    plan = MaintenancePlan.objects.filter(runs__ticket=ticket).select_related("asset", "category").first()
    return {"plan": plan} if plan else None
