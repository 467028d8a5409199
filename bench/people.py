"""More people who ask: an office of this size is not three employees."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.demo_people import HELD_SINCE, PASSWORD
from accounts.models import Role, RoleHolding, User
from sop.models import Procedure

STAFF = 80  # of each role that asks, in each office


@transaction.atomic
def ensure_staff():
    """STAFF people of every requester's role of every office; does nothing the second time."""
    password = make_password(PASSWORD)
    for role in _asking_roles():
        names = [f"{role.code}-{number:03d}.{role.organisation.short_name}" for number in range(1, STAFF + 1)]
        if User.objects.filter(username__in=names).exists():
            continue
        unit = "Bagian Umum"
        rows = [User(organisation=role.organisation, username=n, name=_name(n), unit=unit, password=password) for n in names]
        people = User.objects.bulk_create(rows)
        RoleHolding.objects.bulk_create(RoleHolding(role=role, person=person, starts_on=HELD_SINCE) for person in people)


def staff_of(organisation_id, role):
    """[(id, name)] of everybody who holds the asking role `role` (code) there."""
    holdings = RoleHolding.objects.filter(role__organisation=organisation_id, role__code=role)
    return list(holdings.order_by("person").values_list("person_id", "person__name"))


def _asking_roles():
    found = {}
    for procedure in Procedure.objects.exclude(revision_in_force=None).select_related("revision_in_force"):
        code = procedure.revision_in_force.definition.procedure(procedure.code).requester
        if code:
            role = Role.objects.select_related("organisation").get(organisation=procedure.organisation_id, code=code)
            found[role.pk] = role
    return found.values()


def _name(username):
    return username.partition(".")[0].replace("-", " ").title()
