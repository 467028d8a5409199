"""The survey: who is asked, once, about what; and what becomes of the answer.

Asked is the requester of a ticket that was finished or rejected, unless they worked on it themselves. Who does not want to answer is not
asked again. Nobody sees whose answer it was: pages show averages only, from three answers on.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tickets.models import Status, TicketEvent

from .models import STARS, UNSUR, Survey

FREE = {"u4": STARS}  # services of an office to its own people cost nothing: biaya/tarif counts as very good unless somebody says otherwise
ASKED_FOR = timedelta(days=30)  # after the end; later nobody remembers


def is_asked(user, ticket, now=None):
    """Whether `user` may answer about `ticket` now. At most two queries, and none for anybody but its requester."""
    if user.pk != ticket.requester_id or ticket.status not in (Status.DONE, Status.REJECTED):
        return False
    if (now or timezone.now()) - ticket.closed_at > ASKED_FOR or ticket.definition.requester is None:
        return False
    return not Survey.objects.filter(ticket=ticket).exists() and not _worked_on(user, ticket)


def _worked_on(user, ticket):
    """Whether `user` acted on `ticket` in any role but the requester's, or somebody did in their name."""
    acts = TicketEvent.objects.filter(ticket=ticket).exclude(role__in=("", ticket.definition.requester))
    return (acts.filter(actor=user) | acts.filter(on_behalf_of=user)).exists()


def answer(ticket, user, scores, *, stars=None, detailed=False, comment="", now=None):
    """Keep the answer. `scores`: {"u1": 1 to 4, ...} of all nine. PermissionDenied when not asked; ValidationError when answered meanwhile."""
    return _keep(ticket, user, now, stars=stars, detailed=detailed, comment=comment, **{name: scores[name] for name, _label in UNSUR})


def skip(ticket, user, *, now=None):
    """Not now, and not again."""
    return _keep(ticket, user, now, skipped=True)


def _keep(ticket, user, now, **said):
    now = now or timezone.now()
    if not is_asked(user, ticket, now):
        raise PermissionDenied(_("Survei ini tidak ditujukan kepada Anda atau sudah dijawab."))
    try:
        with transaction.atomic():
            return Survey.objects.create(ticket=ticket, organisation_id=ticket.organisation_id, at=now, **said)
    except IntegrityError:
        raise ValidationError(_("Survei ini sudah dijawab.")) from None
