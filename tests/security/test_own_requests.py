"""S22: whoever asked does not decide, also when they asked in somebody else's name; and the queue and the door agree on it."""

import datetime as dt
import itertools
import random

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Delegation, RoleHolding, User
from sop.models import Procedure
from tests.tickets.filling import fill
from tickets import audit, permissions, transitions
from tickets.models import Spokesperson, Ticket, Turn
from tickets.querysets import View

pytestmark = pytest.mark.django_db

START = dt.datetime(2026, 10, 5, 1, 0, tzinfo=dt.UTC)


class Request:
    """A request for the maintenance of a server in Karanganyar: `act("kadis", "disposisikan")`."""

    def __init__(self, sops):
        self.procedure = Procedure.objects.get(organisation__code="diskominfo-karanganyar", code="pemeliharaan-server")
        self.office, self.rng, self.now = self.procedure.organisation, random.Random(3), START
        first = self.procedure.revision_in_force.definition.procedure(self.procedure.code).first_act
        data, files = fill(self.procedure, first, first.actions[0], self.office, self.rng)
        self.pk = transitions.open_ticket(self.procedure, actor=self.person("pemohon"), data=data, files=files, now=START).pk

    @property
    def ticket(self):
        return Ticket.objects.get(pk=self.pk)

    def person(self, login):
        return User.objects.get(username=f"{login}.karanganyar")

    def act(self, login, action=None):
        self.now += dt.timedelta(minutes=5)
        ticket = self.ticket
        chosen = ticket.current_act.action(action) if action else ticket.current_act.actions[0]
        step = ticket.definition.step_of(chosen.target)
        data, files = fill(ticket, ticket.current_act, chosen, self.office, self.rng, target_step=step, now=self.now)
        return transitions.act(ticket.pk, ticket.turn, chosen.code, actor=self.person(login), data=data, files=files, now=self.now)

    def returned_and_sent_again_by(self, login):
        Delegation.objects.create(
            organisation=self.office,
            absent=self.person("pemohon"),
            substitute=self.person(login),
            starts_on=START.date(),
            ends_on=START.date(),
        )
        self.act("kadis")
        self.act("kabid", "kembalikan")
        assert self.act(login).on_behalf_of == self.person("pemohon")
        self.now += dt.timedelta(days=2)  # nobody stands in for anybody any more

    def waits_for(self, login):
        return Ticket.objects.my_turn(self.person(login), self.now).filter(pk=self.pk).exists()


@pytest.fixture
def asked(sops, people):
    return Request(sops)


def hold(login, code):
    person = User.objects.get(username=f"{login}.karanganyar")
    RoleHolding.objects.create(role=person.organisation.roles.get(code=code), person=person, starts_on=dt.date(2026, 1, 1))


def test_s22_who_sent_it_again_in_the_requesters_name_does_not_approve_it(asked):
    hold("tim-teknis2", "kadis")
    asked.returned_and_sent_again_by("kadis")

    assert not asked.waits_for("kadis")
    assert not permissions.actions(asked.person("kadis"), asked.ticket, asked.now)
    with pytest.raises(PermissionDenied):
        asked.act("kadis")
    assert asked.waits_for("tim-teknis2")
    assert "own_request" not in asked.act("tim-teknis2").data


def test_where_nobody_else_holds_the_role_it_is_allowed_and_marked(asked):
    asked.returned_and_sent_again_by("kadis")

    assert asked.waits_for("kadis")
    assert asked.act("kadis").data["own_request"] is True


def test_a_request_waits_for_somebody_also_when_all_who_may_decide_have_asked(asked):
    hold("pemohon", "kadis")
    asked.returned_and_sent_again_by("kadis")

    assert asked.waits_for("kadis") and asked.waits_for("pemohon")
    assert asked.act("pemohon").data["own_request"] is True


def test_the_audit_misses_who_spoke_for_the_requester(asked):
    asked.returned_and_sent_again_by("kadis")
    assert audit.verify(asked.office) == []

    Spokesperson.objects.filter(ticket=asked.pk).delete()

    assert [finding.message for finding in audit.verify(asked.office)] == [
        "Yang bertindak atas nama pemohon tidak sesuai dengan kejadiannya."
    ]


@pytest.mark.parametrize("seed", range(6))
def test_queue_and_door_say_the_same_whoever_asked(asked, seed):
    """Any asker, any spokespeople, any named person, any substitutes: both forms of the rule."""
    rng, ticket = random.Random(seed), asked.ticket
    people = list(User.objects.filter(organisation=asked.office))
    for person in rng.sample(people, 3):
        RoleHolding.objects.create(role=asked.office.roles.get(code="kadis"), person=person, starts_on=dt.date(2026, 1, 1))
    absent, substitute = rng.sample(people, 2)
    Delegation.objects.create(organisation=asked.office, absent=absent, substitute=substitute, starts_on=dt.date(2026, 1, 1))
    seen = set()

    for approval, of_requester, _time in itertools.product((True, False), (True, False), range(12)):
        requester, opener, named = (rng.choice(people) for _n in range(3))
        Ticket.objects.filter(pk=ticket.pk).update(requester=requester, opened_by=opener)
        Spokesperson.objects.filter(ticket=ticket).delete()
        for person in rng.sample(people, rng.randint(0, 3)):
            Spokesperson.objects.create(ticket=ticket, person=person)
        ticket.turns.update(
            role="kadis", approval=approval, of_requester=of_requester, person=named if of_requester or rng.random() < 0.5 else None
        )
        for person in people:
            view = View(person)
            may = any(view.may_take(turn, asked.ticket) for turn in asked.ticket.turns.all())
            assert Turn.objects.filter(view.turns, ticket=ticket).exists() == may
            seen.add(may)
    assert seen == {True, False}
