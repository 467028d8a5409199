"""Who may do what on a ticket. Buttons, views and the door ask this one table."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Standing
from sop.definition import Action

from .models import Status
from .querysets import view_of

REOPEN_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Capacity:
    """How somebody may act: the SOP column `role`, the `standing` they have it by, and whether they decide on their own request."""

    role: str
    standing: Standing
    own_request: bool = False


@dataclass(frozen=True)
class Choice:
    action: Action
    capacity: Capacity


def may_see(user, ticket, now=None):
    return view_of(user, now).sees(ticket)


def may_open(user, procedure, definition=None):
    """Whether `user` may open tickets of `procedure` (sop.models.Procedure), for themselves or for somebody else."""
    return bool(opening_roles(user, procedure, definition))


def opening_roles(user, procedure, definition=None):
    """SOP roles in which `user` may open: the requester's role first."""
    if user.organisation_id != procedure.organisation_id:
        return []
    definition = definition or procedure.revision_in_force.definition.procedure(procedure.code)
    codes = sorted(definition.opened_by, key=lambda code: code != definition.requester)
    mine = view_of(user).roles
    return [code for code in codes if definition.acting_role(code) in mine]


def capacity(user, ticket, now=None):
    """The Capacity in which `user` may take the current act, or None. Held and ended tickets wait for nobody."""
    if ticket.status not in (Status.DRAFT, Status.RUNNING) or user.organisation_id != ticket.organisation_id or not user.is_active:
        return None
    if ticket.status == Status.DRAFT and user.pk != ticket.opened_by_id:
        return None
    view = view_of(user, now)
    found = [(turn, view.may_take(turn, ticket)) for turn in ticket.turns.all()]
    capacities = [Capacity(turn.column, taken[0], taken[1]) for turn, taken in found if taken]
    return min(capacities, key=lambda c: c.standing.absent is not None, default=None)


def actions(user, ticket, now=None):
    """The Choices `user` has at the current act, in the SOP's order; empty when it is not their turn."""
    found = capacity(user, ticket, now)
    if found is None:
        return []
    return [Choice(action, found) for action in ticket.current_act.actions if offered(ticket, action)]


def offered(ticket, action):
    """Whether the condition (bila) of `action` holds: that choice was made there last."""
    if action.condition is None:
        return True
    step, chosen = action.condition
    return ticket.choices.get(step) == chosen


def _works_on(user, ticket):
    """A member of staff of this ticket: not its requester, and somebody who may see internal notes."""
    if user.pk == ticket.requester_id:
        return False
    view = view_of(user)
    return view.oversees or ticket.procedure_id in view.procedures


def _allocates(user, ticket):
    """Holds a role that allocates, and sees this ticket by working on it or by overseeing the office."""
    view = view_of(user)
    return view.allocates and (ticket.procedure_id in view.procedures or view.oversees)


def can(user, verb, ticket, now=None, *, seen=False):
    """Whether `user` may `verb`: hold, resume, cancel, reopen, reassign, comment, comment_internal, attach, watch.

    `seen`: the ticket was fetched through visible_to(user), which need not be asked again.
    """
    if user.organisation_id != ticket.organisation_id or not user.is_active:
        return False
    mine = user.pk in (ticket.requester_id, ticket.opened_by_id)
    if verb == "hold":
        return ticket.status == Status.RUNNING and (capacity(user, ticket, now) is not None or _allocates(user, ticket))
    if verb == "resume":
        return ticket.status == Status.HELD and (_had_the_turn(user, ticket, now) or _allocates(user, ticket))
    if verb == "cancel":
        return ticket.is_open and (mine or (ticket.status != Status.DRAFT and _allocates(user, ticket)))
    if verb == "reopen":
        recent = ticket.status == Status.DONE and (now or timezone.now()) - ticket.closed_at <= REOPEN_WITHIN
        return recent and (mine or _allocates(user, ticket))
    if verb == "reassign":
        return ticket.status in (Status.RUNNING, Status.HELD) and _allocates(user, ticket)
    if verb == "comment_internal":
        return ticket.status != Status.DRAFT and _works_on(user, ticket) and (seen or may_see(user, ticket, now))
    if verb in ("comment", "attach"):
        return ticket.status != Status.DRAFT and (seen or may_see(user, ticket, now))
    if verb == "watch":
        return seen or may_see(user, ticket, now)
    raise ValueError(verb)


def _had_the_turn(user, ticket, now):
    """Whether a held ticket would be this person's turn."""
    view = view_of(user, now)
    return any(view.may_take(turn, ticket) for turn in ticket.turns.all())


def require(user, verb, ticket, now=None):
    if not can(user, verb, ticket, now):
        raise PermissionDenied(_("Anda tidak berwenang melakukan ini pada tiket tersebut."))


def sees_internal(user, ticket):
    return _works_on(user, ticket)
