"""Queries composed once: the same answers as the ORM's, whatever the arguments, on both databases."""

import datetime as dt
import uuid

import pytest

from accounts.models import Organisation, Role, RoleHolding
from accounts.prepared import Prepared, fields_of, made

pytestmark = pytest.mark.django_db

of_office = Prepared(lambda office: Role.objects.filter(organisation=office).order_by("name").values_list(*fields_of(Role)), int)
held_on = Prepared(
    lambda day, person: RoleHolding.objects.on(day).filter(person=person).order_by("pk").values_list("role__code"), dt.date, int
)


def test_it_answers_what_the_orm_answers_for_one_office_after_the_other(people):
    for office in Organisation.objects.all():
        expected = list(Role.objects.filter(organisation=office).order_by("name"))

        found = [made(Role, values) for values in of_office(office.pk)]

        assert found == expected
        assert [(role.name, role.allocates) for role in found] == [(role.name, role.allocates) for role in expected]


def test_dates_are_compared_as_dates(people):
    holding = RoleHolding.objects.first()

    assert (holding.role.code,) in held_on(holding.starts_on, holding.person_id)
    assert held_on(holding.starts_on - dt.timedelta(days=1), holding.person_id) == []


def test_it_is_composed_once_and_asks_once(people, django_assert_num_queries):
    of_office(1)

    with django_assert_num_queries(1):
        of_office(2)

    assert len(of_office._composed) == 1


def test_an_argument_that_is_no_plain_value_is_refused_at_the_first_call():
    unused = Prepared(lambda office: Role.objects.values_list("pk"), int)
    listed = Prepared(lambda key: Organisation.objects.none().filter(code=key).values_list("pk"), uuid.UUID)

    with pytest.raises(ValueError, match="does not appear"):
        unused(1)
    with pytest.raises(ValueError, match="never finds"):
        listed(uuid.uuid4())
