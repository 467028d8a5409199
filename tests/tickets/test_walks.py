"""Every procedure walked at random, wrong people and stale pages included. What must always hold, holds after every move."""

import datetime as dt
import random

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Delegation, User
from sop.models import Procedure
from tickets import audit, permissions, transitions
from tickets.models import ENDED, HoldReason, Status, Ticket
from tickets.querysets import View, view_of

from .filling import fill

START = dt.datetime(2026, 10, 5, 1, 0, tzinfo=dt.UTC)
SEEDS = range(4)
MOVES = 60  # times four seeds and ten procedures: 2,400 moves and as many refusals

PROCEDURES = [
    ("bps-bengkulu", "setting-jaringan"),
    ("bps-bengkulu", "pemeliharaan-peladen"),
    ("diskominfo-karanganyar", "pemeliharaan-server"),
    ("diskominfo-tanah-bumbu", "rencana-kebutuhan-aset"),
    ("diskominfo-tanah-bumbu", "pemindahtempatan-aset"),
    ("diskominfo-tanah-bumbu", "penggunaan-aset"),
    ("diskominfo-tanah-bumbu", "perbaikan-aset"),
    ("diskominfo-tanah-bumbu", "penghapusan-aset"),
    ("diskominfo-tanah-bumbu", "evaluasi-aset"),
    ("dukcapil-pesisir-selatan", "maintenance-jaringan"),
]


class Walk:
    """One ticket, wandering. `now` goes on by minutes to days so that limits are kept and missed."""

    def __init__(self, procedure, everybody, rng):
        self.procedure, self.organisation, self.rng, self.now = procedure, procedure.organisation, rng, START
        self.everybody = everybody
        for user in everybody:
            user._ticket_view = View(user, START)  # roles do not change during a walk; asked once
        self.own = [user for user in everybody if user.organisation_id == procedure.organisation_id]
        self.ticket = self.open()

    def tick(self):
        self.now += dt.timedelta(minutes=self.rng.choice([1, 3, 7, 20, 90, 600, 2000]))

    def open(self):
        definition = self.procedure.revision_in_force.definition.procedure(self.procedure.code)
        openers = [user for user in self.own if permissions.opening_roles(user, self.procedure)]
        actor = self.rng.choice(openers)
        role = permissions.opening_roles(actor, self.procedure)[0]
        kwargs = {}
        if definition.requester and role != definition.requester:
            asking = [u for u in self.own if definition.requester in View(u, START).roles]
            kwargs = self.rng.choice(
                [{"requester": self.rng.choice(asking)}, {"contact": {"name": "Tamu Loket", "unit": "Umum", "contact": "0800"}}]
            )
        first = definition.first_act
        action = self.rng.choice([a for a in first.actions if not a.deviation])
        data, files = fill(definition, first, action, self.organisation, self.rng, now=self.now)
        draft = self.rng.random() < 0.2
        return transitions.open_ticket(
            self.procedure, actor=actor, action=action.code, data=data, files=files, draft=draft, now=self.now, channel="telepon", **kwargs
        )

    def fresh(self):
        self.ticket = Ticket.objects.get(pk=self.ticket.pk)
        return self.ticket

    def step(self):
        """One move or one attempt that must be refused."""
        self.tick()
        ticket = self.fresh()
        kind = self.rng.random()
        if ticket.status in ENDED:
            return self.reopen()
        if ticket.status == Status.HELD:
            return self.resume() if kind < 0.6 else self.refused_action()
        if kind < 0.08 and ticket.status == Status.RUNNING:
            return self.hold()
        if kind < 0.16:
            return self.refused_action()
        if kind < 0.24:
            return self.stale()
        if kind < 0.28:
            return transitions.record_rung(ticket.pk, now=self.now)
        return self.act()

    def able(self):
        return [user for user in self.own if permissions.actions(user, self.ticket)]

    def act(self):
        actor = self.rng.choice(self.able())
        choice = self.rng.choice(permissions.actions(actor, self.ticket))
        if choice.action.deviation and self.rng.random() < 0.5:
            choice = permissions.actions(actor, self.ticket)[0]
        target = choice.action.target
        target_step = None if target in ("selesai", "ditolak") else self.ticket.definition.step_of(target)
        data, files = fill(
            self.ticket, self.ticket.current_act, choice.action, self.organisation, self.rng, target_step=target_step, now=self.now
        )
        before = self.ticket.event_count
        event = transitions.act(self.ticket.pk, self.ticket.turn, choice.action.code, actor=actor, data=data, files=files, now=self.now)
        assert event.number > before
        assert self.fresh().position == target

    def refused_action(self):
        act = self.ticket.current_act
        wrong = [user for user in self.everybody if not permissions.actions(user, self.ticket)]
        for user in self.rng.sample(wrong, min(3, len(wrong))):
            self.unchanged(
                PermissionDenied,
                transitions.act,
                self.ticket.pk,
                self.ticket.turn,
                self.rng.choice(act.actions).code,
                actor=user,
                now=self.now,
            )

    def stale(self):
        able = self.able()
        if self.ticket.turn > 1:
            old = self.rng.randrange(self.ticket.turn)
            code = self.ticket.current_act.actions[0].code
            self.unchanged(
                transitions.TurnPassed if old else Exception, transitions.act, self.ticket.pk, old, code, actor=able[0], now=self.now
            )

    def hold(self):
        actor = next(u for u in self.own if permissions.can(u, "hold", self.ticket, self.now))
        transitions.hold(self.ticket.pk, self.ticket.turn, actor=actor, reason=HoldReason.PARTS, waiting_for="toko", now=self.now)

    def resume(self):
        actor = next(u for u in self.own if permissions.can(u, "resume", self.ticket, self.now))
        transitions.resume(self.ticket.pk, self.ticket.turn, actor=actor, now=self.now)

    def reopen(self):
        able = [u for u in self.own if permissions.can(u, "reopen", self.ticket, self.now)]
        if not able or self.rng.random() < 0.3:
            self.unchanged(
                PermissionDenied, transitions.act, self.ticket.pk, self.ticket.turn, "lanjut", actor=self.rng.choice(self.own), now=self.now
            )
            self.ticket = self.open()
            return
        transitions.reopen(self.ticket.pk, self.ticket.turn, actor=self.rng.choice(able), note="Belum beres.", now=self.now)

    def unchanged(self, error, function, *args, **kwargs):
        before = (self.ticket.event_count, self.ticket.head, self.ticket.position, str(self.ticket.status))
        with pytest.raises(error):
            function(*args, **kwargs)
        self.fresh()
        assert (self.ticket.event_count, self.ticket.head, self.ticket.position, str(self.ticket.status)) == before

    def check(self):
        ticket = self.fresh()
        for person in self.rng.sample(self.everybody, 3):
            seen = Ticket.objects.visible_to(person).filter(pk=ticket.pk).exists()
            assert view_of(person).sees(ticket) == seen, f"{person}: the list and the page of {ticket} disagree"
        if ticket.status in ENDED:
            assert not ticket.turns.exists()
            assert not ticket.runs.running().exists()
            assert ticket.closed_at
            return
        assert ticket.turns.count() >= 1
        assert ticket.definition.act(ticket.position)
        if ticket.status != Status.HELD:
            assert self.able(), f"{ticket} at {ticket.position} waits for nobody"
            queues = {u.pk for u in self.own if Ticket.objects.my_turn(u).filter(pk=ticket.pk).exists()}
            assert queues == {u.pk for u in self.able()}, "the queue and the buttons disagree"
        if ticket.status == Status.RUNNING:
            assert ticket.runs.running().count() == 1


def substitute_somebody(organisation, rng):
    """Two people are away for a year; their substitutes act in their name."""
    staff = list(User.objects.filter(organisation=organisation, administers=False))
    for absent in rng.sample(staff, 2):
        substitute = rng.choice([person for person in staff if person != absent])
        Delegation.objects.create(
            organisation=organisation,
            absent=absent,
            substitute=substitute,
            starts_on=START.date() - dt.timedelta(1),
            ends_on=START.date() + dt.timedelta(365),
        )


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("office", "code"), PROCEDURES)
def test_a_random_walk_keeps_every_promise(office, code, seed, sops, people):
    rng = random.Random(f"{office}/{code}/{seed}")
    procedure = Procedure.objects.get(organisation__code=office, code=code)
    if seed % 2:
        substitute_somebody(procedure.organisation, rng)
    walk = Walk(procedure, list(User.objects.filter(is_active=True)), rng)
    walk.check()

    for _move in range(MOVES):
        try:
            walk.step()
        except ValidationError as error:  # a form the filling could not satisfy is a hole in the test
            pytest.fail(f"{walk.ticket.position}: {error} {getattr(error, 'form', None) and error.form.errors}")
        walk.check()

    assert [finding for finding in audit.verify(procedure.organisation) if "kalender" not in finding.message] == []
