"""Who holds a role today, and who stands in for whom. The one place that reads RoleHolding and Delegation.

`Standing` answers for a user: the roles they may act in, each with the person they act for (None: in their own name).
"""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from .models import Delegation, Role, RoleHolding, User
from .prepared import Prepared, fields_of, made


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


@dataclass(frozen=True)
class Position:
    """What somebody is at their office today: `standings`, the Role rows of these by code, and {role code: ids of its active holders}."""

    standings: list[Standing]
    roles: dict[str, Role]
    holders: dict[str, set[int]]


def position(user, now=None):
    """The Position of `user`, in two queries: own roles, vacant posts filled (Plt.), absent people substituted (Plh.)."""
    if not user.is_active or user.organisation_id is None:
        return Position([], {}, {})
    day = office_day(user.organisation, now)
    given = _given(user.organisation_id, day)
    mine = [delegation for delegation in given if delegation.substitute_id == user.pk]
    filled = [delegation.role_id for delegation in mine if delegation.kind == Delegation.Kind.PLT]
    people = [user.pk, *(delegation.absent_id for delegation in mine if delegation.absent_id)]
    rows = _holdings(_of_roles(day, people, filled) if mine else _OF_OWN_ROLES(day, user.pk))

    found = [Standing(row.role.code) for row in rows if row.person_id == user.pk]
    for delegation in mine:
        how = {"absent": delegation.absent, "kind": delegation.kind, "letter_number": delegation.letter_number}
        if delegation.kind == Delegation.Kind.PLT:
            found.append(Standing(delegation.role.code, **how))
        else:
            of_absent = [row for row in rows if row.person_id == delegation.absent_id and delegation.role_id in (None, row.role.pk)]
            found += [Standing(row.role.code, **how) for row in of_absent]
    found = list(dict.fromkeys(found))

    roles = {row.role.code: row.role for row in rows} | {d.role.code: d.role for d in mine if d.kind == Delegation.Kind.PLT}
    holders = {standing.role: {row.person_id for row in rows if row.active and row.role.code == standing.role} for standing in found}
    for delegation in given:
        if delegation.kind == Delegation.Kind.PLT and delegation.role.code in holders:
            holders[delegation.role.code].add(delegation.substitute_id)
    return Position(found, {code: roles[code] for code in holders}, holders)


class _Holding(NamedTuple):
    role: Role
    person_id: int
    active: bool


def _given(office, day):
    """[Delegation] in force in the office (id) on `day`, with the absent person and the role. On most days there is none."""
    found = Delegation.objects.on(day).filter(organisation=office, substitute__is_active=True)
    return list(found.select_related("absent", "role")) if _ANY_GIVEN(office, day) else []


def _of_roles(day, people, filled):
    """Holdings on `day` of every role that `people` (ids) hold, or that is in `filled`, as values for _holdings."""
    held = RoleHolding.objects.on(day).filter(person__in=people).values("role")
    return _values(RoleHolding.objects.on(day).filter(Q(role__in=held) | Q(role__in=filled)))


def _of_own_roles(day, person):
    held = RoleHolding.objects.on(day).filter(person=person).values("role")
    return _values(RoleHolding.objects.on(day).filter(role__in=held))


def _values(holdings):
    return holdings.order_by("pk").values_list("person_id", "person__is_active", *fields_of(Role, "role__"))


_ANY_GIVEN = Prepared(
    lambda office, day: Delegation.objects.on(day).filter(organisation=office, substitute__is_active=True).values_list("pk")[:1],
    int,
    dt.date,
)
_OF_OWN_ROLES = Prepared(_of_own_roles, dt.date, int)


def _holdings(rows):
    """[_Holding] of `rows` (_values): one Role a role, no models of people. Of some roles everybody is a holder."""
    roles, found = {}, []
    for person_id, active, *values in rows:
        pk = values[0]
        if pk not in roles:
            roles[pk] = made(Role, values)
        found.append(_Holding(roles[pk], person_id, active))
    return found


def standings(user, now=None):
    """All Standings of `user` today: own roles, vacant posts filled (Plt.), and absent people substituted (Plh.)."""
    return position(user, now).standings


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


def substitutions(organisation, now=None):
    """[(absent person id, role code or None for all their roles, substitute id)] of the Plh. in force today. One query."""
    given = Delegation.objects.on(office_day(organisation, now)).filter(kind="plh", organisation=organisation, substitute__is_active=True)
    return list(given.values_list("absent", "role__code", "substitute"))
