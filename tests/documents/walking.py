"""A ticket of any procedure taken along the SOP's way, so that every letter it names is issued. Answers are plain and by kind of field."""

import datetime as dt
import random

from accounts.models import User
from documents.models import Letter
from tests.tickets.filling import fill
from tickets import permissions, transitions
from tickets.models import Ticket

BEGIN = dt.datetime(2026, 11, 19, 1, 0, tzinfo=dt.UTC)

# Which procedures, and which choices, lead past every kind of letter: {procedure: {act: action}}.
WAYS = {
    "setting-jaringan": {},
    "pemeliharaan-server": {"8a": "diganti"},
    "rencana-kebutuhan-aset": {},
    "pemindahtempatan-aset": {},
    "penggunaan-aset": {},
    "perbaikan-aset": {},
    "penghapusan-aset": {},
    "evaluasi-aset": {},
    "maintenance-jaringan": {"7a": "tidak"},
    "pemeliharaan-peladen": {},
}


class Walk:
    """One ticket. `way`: {act: action}; elsewhere the first choice the SOP prints. `given`: answers by field code."""

    def __init__(self, procedure, way=None, given=None):
        self.procedure, self.way, self.given = procedure, way or {}, given or {}
        self.rng, self.now = random.Random(procedure.code), BEGIN
        first = procedure.revision_in_force.definition.procedure(procedure.code).first_act
        actor = next(u for u in self.people() if permissions.opening_roles(u, procedure))
        data, files = self.fill(first, first.actions[0])
        opened = transitions.open_ticket(procedure, actor=actor, data=data, files=files, now=self.now)
        self.pk = opened.pk

    def people(self):
        return User.objects.filter(organisation=self.procedure.organisation, is_active=True).order_by("username")

    @property
    def ticket(self):
        return Ticket.objects.get(pk=self.pk)

    def fill(self, act, action, step=None):
        data, files = fill(None, act, action, self.procedure.organisation, self.rng, target_step=step, now=self.now)
        data |= {f.code: self.given[f.code] for f in action.fields if f.code in self.given}
        return data, files

    def turn(self):
        """(who may act, the Action they take) now."""
        ticket = self.ticket
        for person in self.people():
            choices = [choice.action for choice in permissions.actions(person, ticket)]
            wanted = [action for action in choices if action.code == self.way.get(ticket.position)]
            printed = [action for action in choices if not action.deviation]
            if wanted or printed:
                return person, (wanted or printed)[0]
        raise AssertionError(f"nobody may act at {ticket.position}")

    def step(self):
        ticket = self.ticket
        person, action = self.turn()
        step = None if action.target in ("selesai", "ditolak") else ticket.definition.step_of(action.target)
        data, files = self.fill(ticket.current_act, action, step)
        self.now += dt.timedelta(minutes=20)
        transitions.act(ticket.pk, ticket.turn, action.code, actor=person, data=data, files=files, now=self.now)
        return self

    def until(self, act=None):
        """Walk to `act`, or to the end."""
        for _step in range(60):
            if not self.ticket.is_open or self.ticket.position == act:
                return self
            self.step()
        raise AssertionError("it does not end")

    def letters(self, kind=None):
        found = Letter.objects.filter(ticket=self.pk).order_by("pk")
        return found.filter(kind=kind) if kind else found
