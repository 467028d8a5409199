"""Whose turn it is, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.sentences import one_stop

from .. import permissions
from ..models import Status


@dataclass(frozen=True)
class Waiting:
    """Who is being waited for: the SOP's own word for the role, and the person if one is named. `recorder`: the office role that
    records for somebody outside the office, or ""."""

    role: str
    person: str = ""
    recorder: str = ""

    def __str__(self):
        """ "Yoga Pratama, A.Md.Kom. (Teknisi)", or the role alone."""
        return f"{self.person} ({self.role})" if self.person else self.role


def waiting_for(ticket):
    """[Waiting] of an open Ticket, one per role that may act; empty when it has ended. Reads `turns`."""
    return waiting_of(ticket, ticket.definition, ticket.turns.all()) if ticket.is_open else []


def waiting_of(ticket, definition, turns):
    """The same, of anything with `status` and `requester_name` and turns with `column`, `role`, `person_name` and `of_requester`."""
    if ticket.status == Status.DRAFT:
        return [Waiting(_("Penyimpan konsep"))]
    return [_waiting(ticket, definition, turn) for turn in turns]


def _waiting(ticket, definition, turn):
    label = definition.role_label(turn.column)
    if turn.column == definition.requester and not turn.of_requester:
        return Waiting(label, ticket.requester_name, definition.role_label(turn.role))
    recorder = definition.role_label(turn.role) if turn.role != turn.column and not turn.of_requester else ""
    return Waiting(label, turn.person_name or "", recorder)


def what_comes(ticket, user, left=""):
    """What `user`, who has just moved `ticket`, wants to know: whose turn it is now, as one sentence. "" when it waits for nobody.

    `left`: code of the act it came from, "" when it was not a step of the SOP.
    """
    if ticket.status != Status.RUNNING:
        return ""
    step = ticket.current_step
    words = {"no": step.no, "activity": step.activity, "who": _(" atau ").join(map(str, waiting_for(ticket)))}
    if permissions.actions(user, ticket):
        return one_stop(_("Berikutnya giliran Anda lagi: langkah %(no)s, %(activity)s.") % words)
    order = [act.code for act in ticket.definition.acts]
    if left in order and order.index(left) >= order.index(ticket.position):
        return one_stop(_("Kembali ke langkah %(no)s, %(who)s.") % words)
    return one_stop(_("Diteruskan ke %(who)s.") % words) if left else one_stop(_("Sekarang giliran %(who)s.") % words)
