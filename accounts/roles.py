"""Who holds a role today, and who stands in for whom. The one place that reads RoleHolding and Delegation.

`Standing` answers for a user: the roles they may act in, each with the person they act for (None: in their own name).
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone

from .models import Delegation, RoleHolding, User


@dataclass(frozen=True)
class Standing:
    """In which capacity somebody may act: `role` code; `absent` is the User acted for (Plh.) or None; `kind` "", "plh" or "plt"."""

    role: str
    absent: User | None = None
    kind: str = ""
    letter_number: str = ""


def office_day(organisation, now=None):
    """The calendar day at the office, at the aware datetime `now`."""
    return timezone.localdate(now, timezone=ZoneInfo(organisation.zone))


def standings(user, now=None):
    """All Standings of `user` today: own roles, vacant posts filled (Plt.), and absent people substituted (Plh.)."""
    if not user.is_active or user.organisation_id is None:
        return []
    day = office_day(user.organisation, now)
    own = [Standing(code) for code in RoleHolding.objects.on(day).filter(person=user).values_list("role__code", flat=True).distinct()]
    found = list(own)
    for given in Delegation.objects.on(day).filter(substitute=user).select_related("absent", "role"):
        if given.kind == Delegation.Kind.PLT:
            found.append(Standing(given.role.code, None, "plt", given.letter_number))
            continue
        held = RoleHolding.objects.on(day).filter(person=given.absent).select_related("role")
        if given.role_id:
            held = held.filter(role=given.role_id)
        found += [Standing(code, given.absent, "plh", given.letter_number) for code in held.values_list("role__code", flat=True).distinct()]
    return found


def holders(organisation, codes, now=None):
    """Active people who hold one of the role `codes` today in their own right or as Plt., ordered by name."""
    day = office_day(organisation, now)
    own = RoleHolding.objects.on(day).filter(role__organisation=organisation, role__code__in=codes).values("person")
    acting = Delegation.objects.on(day).filter(kind="plt", organisation=organisation, role__code__in=codes).values("substitute")
    people = User.objects.filter(is_active=True, organisation=organisation)
    return (people.filter(pk__in=own) | people.filter(pk__in=acting)).order_by("name")


def substitutes(person, code, now=None):
    """Active people who stand in for `person` in the role `code` today (Plh.)."""
    day = office_day(person.organisation, now)
    given = Delegation.objects.on(day).filter(kind="plh", absent=person)
    given = given.filter(role=None) | given.filter(role__code=code)
    return User.objects.filter(is_active=True, pk__in=given.values("substitute")).order_by("name")


def role_names(organisation):
    """{code: name} of an organisation's roles."""
    return dict(organisation.roles.values_list("code", "name"))


def holder_ids(organisation, codes, now=None):
    """{role code: set of ids of its active holders today}, Plt. included. Two queries, however many codes."""
    day = office_day(organisation, now)
    found = {code: set() for code in codes}
    own = RoleHolding.objects.on(day).filter(role__organisation=organisation, role__code__in=codes, person__is_active=True)
    for code, person in own.values_list("role__code", "person"):
        found[code].add(person)
    acting = Delegation.objects.on(day).filter(kind="plt", organisation=organisation, role__code__in=codes, substitute__is_active=True)
    for code, person in acting.values_list("role__code", "substitute"):
        found[code].add(person)
    return found
