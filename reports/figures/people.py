"""What each member of staff carried. What somebody does as the requester of a ticket is not work and is left out."""

from django.db.models import Count, Q, Sum

from accounts.models import User

from .. import sets
from .model import Person


def figures(scope, definitions):
    """[Person], who finished most first."""
    done = {
        pk: {"steps": steps, "tickets": tickets, "seconds": seconds or 0}
        for pk, steps, tickets, seconds in finished(scope, definitions)
        .order_by()
        .values_list("left_by")
        .annotate(steps=Count("pk"), tickets=Count("ticket", distinct=True), seconds=Sum("worked_seconds"))
    }
    missed = dict(late(scope, definitions).order_by().values_list("missed_person").annotate(n=Count("pk")))
    names = dict(User.objects.filter(pk__in={*done, *missed}).values_list("pk", "name"))
    found = [Person(pk, names[pk], missed=missed.get(pk, 0), **done.get(pk, {})) for pk in names]
    return sorted(found, key=lambda p: (-p.steps, -p.missed, p.name))


def finished(scope, definitions, person=None):
    """Visits that somebody ended as part of their work in the period; of one `person` (id) only. Who calls a ticket off acts in no role."""
    visits = sets.with_actor_role(sets.left(scope).filter(left_by__isnull=False)).exclude(Q(role="") | _asking(definitions, "role"))
    return visits if person is None else visits.filter(left_by=person)


def late(scope, definitions, person=None):
    """Visits whose limit passed while it was somebody's turn at work."""
    visits = sets.missed(scope).filter(missed_person__isnull=False).exclude(_asking(definitions, "missed_role"))
    return visits if person is None else visits.filter(missed_person=person)


def _asking(definitions, name):
    """Q: done in the requester's role of its procedure."""
    found = Q(pk__in=[])
    for procedure, role in definitions.requester_roles:
        found |= Q(**{"ticket__procedure": procedure, name: role})
    return found
