"""Every figure equals an independent count from raw events, for random histories of every procedure."""

import contextlib
import datetime as dt
import random

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Organisation, User
from reports import sets
from reports.figures import Figures, Period, build
from sop.models import Procedure
from tests.tickets.test_walks import PROCEDURES, Walk
from tickets import permissions, transitions
from tickets.models import Status

from .oracle import Office

OFFICES = ["bps-bengkulu", "diskominfo-karanganyar", "diskominfo-tanah-bumbu", "dukcapil-pesisir-selatan"]
SEEDS = range(2)
MOVES = 45


class Wander(Walk):
    """A walk in which tickets are called off now and then, too, and an effect may refuse a move."""

    def step(self):
        ticket = self.fresh()
        if ticket.status in (Status.RUNNING, Status.HELD) and self.rng.random() < 0.03:
            able = [u for u in self.own if permissions.can(u, "cancel", ticket, self.now)]
            if able:
                self.tick()
                return transitions.cancel(ticket.pk, ticket.turn, actor=self.rng.choice(able), note="Tidak jadi.", now=self.now)
        try:
            return super().step()
        except ValidationError:  # what was answered at random does not fit the assets as they are: nothing happened
            return None


def wander(organisation, everybody, rng, moves):
    """Tickets of every procedure of the office, each walked for `moves`; one that the assets do not allow to be opened is left out."""
    for code in [code for office, code in PROCEDURES if office == organisation.code]:
        with contextlib.suppress(ValidationError):
            walk = Wander(Procedure.objects.get(organisation=organisation, code=code), everybody, rng)
            for _move in range(moves):
                walk.step()


@pytest.fixture(
    params=[pytest.param((office, seed), marks=[pytest.mark.slow] if seed else []) for office in OFFICES for seed in SEEDS], ids=str
)
def history(request, sops, people):
    """An office with some tickets of each of its procedures wandering about, and a period cut out of it at random."""
    office, seed = request.param
    rng = random.Random(f"{office}/{seed}")
    organisation = Organisation.objects.get(code=office)
    everybody = list(User.objects.filter(organisation=organisation, is_active=True))
    wander(organisation, everybody, rng, MOVES)
    first = dt.date(2026, 10, 5) + dt.timedelta(days=rng.randrange(8))
    period = Period(first, first + dt.timedelta(days=rng.randrange(1, 25)), organisation.zone)
    return organisation, period, Office(organisation, period.start, period.end)


@pytest.mark.django_db
def test_the_figures_are_those_of_the_events(history):
    organisation, period, told = history

    figures = build(organisation, period)

    said = {name: getattr(figures.flow, name) for name in told.flow()}
    assert said == told.flow()
    assert groups(figures.services) == told.groups(lambda t: t.procedure.code)
    assert groups(figures.units) == told.groups(lambda t: t.requester_unit)
    assert groups(figures.channels) == told.groups(lambda t: t.channel)
    assert groups(figures.priorities) == told.groups(lambda t: str(t.priority))
    names = ("left", "kept", "judged", "held", "held_seconds", "repeats", "median", "p90")
    assert {(s.procedure, s.step): {n: getattr(s, n) for n in names} for s in figures.steps} == told.steps()
    assert {(d.procedure, d.act, d.action): d.count for d in figures.deviations} == told.deviations()
    assert {p.pk: (p.steps, p.tickets, p.missed) for p in figures.people} == told.people()
    assert {m.effect: m.count for m in figures.moves} == told.moves()
    assert figures.keeping.judged == sum(step["judged"] for step in told.steps().values())
    assert sum(day.received for day in figures.days) == figures.flow.received
    assert sum(day.ended for day in figures.days) == figures.flow.ended
    assert len(figures.missed) == figures.keeping.missed
    assert Figures.from_json(figures.to_json()) == figures


def groups(found):
    names = ("received", "done", "rejected", "cancelled", "open_after")
    return {g.key: {n: getattr(g, n) for n in names} for g in found}


@pytest.mark.django_db
def test_the_books_balance(history):
    """Open before, plus received, plus taken up again after an end in an earlier period: ended or still open."""
    organisation, period, told = history
    scope = sets.Scope.of(organisation, period)

    flow = build(organisation, period).flow

    back = sum(
        s.visits[0].entered < period.start and not s.open_at(period.start) and any(map(told.within, s.reopened)) for s in told.stories
    )
    assert flow.open_before + flow.received + back == flow.ended + flow.open_after
    assert sets.open_at(scope, scope.end).count() == flow.open_after


@pytest.mark.django_db
def test_it_costs_the_same_number_of_questions_however_much_happened(sops, people, django_assert_max_num_queries):
    organisation = Organisation.objects.get(code="bps-bengkulu")
    rng = random.Random(3)
    walk = Walk(sops["setting-jaringan"], list(User.objects.filter(organisation=organisation)), rng)
    for _move in range(30):
        walk.step()

    with django_assert_max_num_queries(45):
        build(organisation, Period.parse("2026", organisation.zone))
