"""The ticket: whose turn is it, how long left, what can I do?"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import permissions, registry
from ..models import Channel, Status
from ..presenting.answers import recorded
from ..presenting.steps import step_lines
from ..presenting.timeleft import Calendars, explanation, time_left
from ..presenting.timeline import entry, timeline
from ..presenting.turns import waiting_for
from . import sheets
from .action_forms import arranged, cards
from .common import get_ticket, office_page
from .talk_forms import CommentForm

NEWEST = 5  # entries that stand open; the older ones are folded
LONG_STORY = 30  # entries; a shorter story is unfolded where the screen is wide
VERBS = ("hold", "resume", "cancel", "reopen", "reassign", "comment", "comment_internal", "watch")


@require_safe
@office_page
def ticket(request, number):
    found = get_ticket(request.user, number)
    if found.status == Status.DRAFT and found.opened_by_id == request.user.pk:
        return redirect("tiket-konsep", number)
    return ticket_page(request, found)


def ticket_page(request, ticket, *, bound=None, comment=None, status=200):
    """The page of `ticket`. `bound`: an ActionForm that was refused; `comment`: a CommentForm that was."""
    return render(request, "tickets/ticket.html", page_context(request.user, ticket, bound=bound, comment=comment), status=status)


def page_context(user, ticket, *, bound=None, comment=None, now=None):
    now = now or timezone.now()
    runs = list(ticket.runs.select_related("left_by"))
    run = runs[-1] if runs and runs[-1].left_at is None else None
    calendar = Calendars(user.organisation).of(ticket.definition) if run else None
    choices = permissions.actions(user, ticket)
    wanted, rest = recorded(ticket)
    waiting, talk = waiting_for(ticket), conversation_context(user, ticket, comment)
    return talk | {
        "choices": choices,
        "cards": arranged(cards(ticket, choices, user, bound)),
        "step": ticket.current_step,
        "run": run,
        "steps": step_lines(ticket, runs),
        "step_count": len(ticket.definition.steps),
        "waiting": waiting,
        "brought": brought_here([*talk["older"], *talk["entries"]], ticket),
        "time": time_left(ticket, run, calendar, now),
        "explanation": explanation(run, calendar) if run and ticket.status == Status.RUNNING else [],
        "recorded": wanted,
        "answers": rest,
        "channel": "" if ticket.channel == Channel.PORTAL else ticket.get_channel_display(),
        "sheet": sheets.of_ticket(ticket, [*talk["older"], *talk["entries"]], waiting),
        "panels_main": panels(user, ticket, "main"),
        "panels_side": panels(user, ticket, "side"),
    }


def brought_here(entries, ticket):
    """The Entry whose note says why it is this turn now (sent back, reopened, handed on with a word), or None."""
    return next((e for e in reversed(entries) if e.event.number == ticket.turn and e.note and not e.internal), None)


def conversation_context(user, ticket, comment=None):
    """What the timeline with its comment box needs; also redrawn alone."""
    entries = timeline(user, ticket)
    folded = len(entries) - NEWEST if len(entries) > NEWEST + 1 else 0
    may = {verb: permissions.can(user, verb, ticket, seen=True) for verb in VERBS}
    files = [(item, e) for e in entries for item in [*e.files, *(f for answer in e.answers for f in answer.files)]]
    return {
        "ticket": ticket,
        "may": may,
        "older": entries[:folded],
        "entries": entries[folded:],
        "total": len(entries),
        "is_long": len(entries) > LONG_STORY,
        "files": files,
        "comment": comment or (CommentForm(staff=may["comment_internal"]) if may["comment"] else None),
        "last_event": ticket.event_count,
    }


def panels(user, ticket, column):
    """[(template, context)] of what the upper floors add to this page."""
    found = [(panel.template, panel.context(user, ticket)) for panel in registry.panels(column)]
    return [(template, context) for template, context in found if context is not None]


STOP_ASKING = 286  # htmx ends its polling at this


@require_safe
def news(request, number):
    """204 while the page somebody has open is still the truth; else a note that says what happened. Asked by the page every so often.

    When the session has ended meanwhile, the page is left in peace: leading it to the sign-in would take away what is being typed.
    """
    if request.htmx and not request.user.is_authenticated:
        return HttpResponse(status=STOP_ASKING)
    return _news(request, number)


@office_page
def _news(request, number):
    found = get_ticket(request.user, number)
    seen = request.GET.get("giliran", "")
    if seen == str(found.turn):
        return HttpResponse(status=204)
    event = found.events.select_related("actor", "on_behalf_of").get(number=found.turn)
    return HttpResponse(render_to_string("tickets/_news.html", {"ticket": found, "entry": entry(found, event)}, request))
