"""Taking an action of the SOP, and what is said when it is refused. Nothing typed is ever lost."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import fields, permissions, transitions
from ..forms import ActionForm
from ..models import Status, TicketEvent
from ..presenting.timeleft import Calendars, time_left
from ..presenting.timeline import entry
from ..presenting.turns import waiting_for, what_comes
from ..transitions.acting import form_arguments
from .action_forms import cards, keep_files, refused_form, typed
from .common import get_ticket, office_page, posted_turn
from .detail import ticket_page

BACK = {"persetujuan": "persetujuan"}  # pages that send people here and want them back


@office_page
def act(request, number, action):
    """GET: the form of one action on a page of its own (from Persetujuan, or a link). POST: take it."""
    ticket = get_ticket(request.user, number)
    if request.method != "POST":
        return _one_action(request, ticket, action)
    try:
        event = transitions.act(ticket.pk, posted_turn(request), action, actor=request.user, data=request.POST, files=request.FILES)
    except transitions.TurnPassed as passed:
        return turn_passed(request, ticket, action, passed)
    except PermissionDenied as error:
        return denied(request, ticket, action, error)
    except ValidationError as error:
        return _invalid(request, ticket, action, error)
    _thank(request, event)
    back = BACK.get(request.POST.get("_kembali"))
    return redirect(back) if back else redirect(ticket)


def _one_action(request, ticket, code, bound=None, status=200):
    found = [card for card in cards(ticket, permissions.actions(request.user, ticket), request.user, bound) if card.action.code == code]
    if not found:
        raise PermissionDenied(_("Tindakan ini sedang bukan giliran Anda. Buka tiketnya untuk melihat siapa yang ditunggu."))
    found[0].opened = True
    back = request.POST.get("_kembali") or request.GET.get("kembali")
    context = {
        "ticket": ticket,
        "card": found[0],
        "choice": permissions.actions(request.user, ticket)[0],
        "back": back if back in BACK else "",
    }
    return render(request, "tickets/action.html", context | _situation(ticket, request.user), status=status)


def _situation(ticket, user):
    """Where a ticket stands: step, who is waited for, time left."""
    run = ticket.runs.running().first()
    calendar = Calendars(user.organisation).of(ticket.definition) if run else None
    return {"step": ticket.current_step, "waiting": waiting_for(ticket), "time": time_left(ticket, run, calendar, timezone.now())}


def _invalid(request, ticket, action, error):
    """422 with the form as it was sent, its errors, and its good files put aside."""
    chosen = ticket.current_act.action(action) if ticket.is_open else None
    if chosen is None:
        return denied(request, ticket, action, PermissionDenied(_("Tindakan ini tidak tersedia.")))
    form = refused_form(error, lambda: ActionForm(request.POST, request.FILES, **form_arguments(ticket, chosen, request.user)))
    keep_files(request, form)
    if request.POST.get("_kembali") in BACK:
        return _one_action(request, ticket, action, form, status=422)
    return ticket_page(request, ticket, bound=form, status=422)


def _thank(request, event):
    ticket = event.ticket
    if ticket.status == Status.DONE:
        messages.success(request, _("Tiket selesai. Terima kasih."))
        return
    words = {"action": ticket.definition.act(event.act).action(event.action).label, "number": ticket.number}
    if request.POST.get("_kembali") in BACK:  # among others it must be said which one
        done = _("%(number)s: “%(action)s” tercatat.") % words
    elif ticket.status == Status.REJECTED:
        done = _("“%(action)s” tercatat. Tiket ditutup dan pemohon diberi tahu.") % words
    else:
        done = _("“%(action)s” tercatat.") % words
    messages.success(request, f"{done} {what_comes(ticket, request.user, event.act)}".strip())


# Refusals


def turn_passed(request, ticket, action, passed):
    """Somebody was faster, or the page was old: 409 with who and when, and what was typed. A double click is simply taken as one."""
    act_code = request.POST.get("_simpul", "")
    own = _done_before(request, ticket, act_code, action)
    if own is not None and _says_the_same(request, ticket, own):
        messages.info(request, _("Tindakan Anda sudah tercatat."))
        return redirect(ticket)
    fresh = get_ticket(request.user, ticket.number)
    again = _form_again(request, fresh, act_code, action)
    context = {
        "ticket": fresh,
        "entry": entry(fresh, passed.event),
        "own": own is not None,
        "card": again,
        "label": _label(ticket, act_code, action),
        "typed": [] if again else typed(request, ticket.definition, act_code, action),
    }
    return render(request, "tickets/turn_passed.html", context | _situation(fresh, request.user), status=409)


def denied(request, ticket, action, error):
    """403 with what was typed: roles change, substitutes' dates end, while somebody writes."""
    act_code = request.POST.get("_simpul", "")
    fresh = get_ticket(request.user, ticket.number)
    context = {
        "ticket": fresh,
        "reason": str(error),
        "label": _label(ticket, act_code, action),
        "typed": typed(request, ticket.definition, act_code, action),
    }
    return render(request, "tickets/denied.html", context | _situation(fresh, request.user), status=403)


def _label(ticket, act_code, action):
    try:
        found = ticket.definition.act(act_code).action(action)
    except KeyError:
        found = None
    return found.label if found else ""


def _done_before(request, ticket, act_code, action):
    """The event in which this person took this very action after the page was made, or None."""
    events = ticket.events.filter(number__gt=posted_turn(request), actor=request.user, act=act_code, action=action)
    return events.filter(kind__in=(TicketEvent.Kind.ACTED, TicketEvent.Kind.OPENED)).order_by("number").first()


def _says_the_same(request, ticket, event):
    """Whether the form posted again holds what `event` recorded; files apart, which are the same click's."""
    act = ticket.definition.act(event.act)
    action = act.action(event.action)
    context = fields.Context(ticket.organisation, {}, request.user)
    form = ActionForm(request.POST, request.FILES, act=act, action=action, context=context, draft=True)
    form.is_valid()
    asked = {f.code for f in action.fields if f.kind != "berkas"}
    kept = {code: value for code, value in event.data.get("answers", {}).items() if code in asked}
    return form.note == event.note and form.answers == kept


def _form_again(request, ticket, act_code, action):
    """The same form for the turn that is now, filled with what was typed, if it is still this person's to send; else None."""
    if ticket.position != act_code:
        return None
    choice = next((c for c in permissions.actions(request.user, ticket) if c.action.code == action), None)
    if choice is None:
        return None
    form = ActionForm(request.POST, request.FILES, **form_arguments(ticket, choice.action, request.user))
    keep_files(request, form)
    return cards(ticket, [choice], request.user, form)[0]
