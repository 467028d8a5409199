"""All ten procedures, from the form to the end, through the pages: each exit the documents print, whoever's turn it is."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sop.definition import ENDS
from tickets import permissions
from tickets.models import Status, Ticket

from .browsing import Visitor, hidden, text_of
from .filling import fill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]

MOST_QUERIES = 15

# procedure, {row: the exit taken there first}, rows passed on the way
WAYS = [
    ("setting-jaringan", {"5": "gagal"}, ["1", "2", "3", "4", "5", "4", "5", "6"]),
    ("pemeliharaan-peladen", {"2": "penambahan"}, ["1", "2", "3"]),
    ("pemeliharaan-peladen", {"2": "perangkat"}, ["1", "2", "4"]),
    ("pemeliharaan-peladen", {"2": "service"}, ["1", "2", "5"]),
    ("pemeliharaan-server", {"8": "diganti"}, [str(no) for no in range(1, 13)]),
    ("pemeliharaan-server", {"8": "tidak_diganti"}, [str(no) for no in range(1, 13)]),
    ("rencana-kebutuhan-aset", {}, ["1", "2", "3", "4", "5", "6"]),
    ("rencana-kebutuhan-aset", {"4": "tidak"}, None),
    ("pemindahtempatan-aset", {}, ["1", "2", "3", "4", "5", "6"]),
    ("penggunaan-aset", {}, ["1", "2", "3"]),
    ("perbaikan-aset", {}, ["1", "2", "3", "4", "5", "6"]),
    ("penghapusan-aset", {}, ["1", "2", "3", "4", "5", "6"]),
    ("penghapusan-aset", {"2": "tidak"}, ["1", "2", "1", "2", "3", "4", "5", "6"]),
    ("evaluasi-aset", {}, ["1", "2", "3", "4", "5", "6"]),
    ("maintenance-jaringan", {"7": "ya"}, ["1", "2", "3", "4", "5", "6", "7", "10"]),
    ("maintenance-jaringan", {"7": "tidak"}, ["1", "2", "3", "4", "5", "6", "7", "8", "9", "11"]),
]


def posted(data, files):
    """What a browser sends for the answers of filling.fill: rows of a table as inputs of their own."""
    sent = {}
    for name, value in data.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            sent |= {f"{name}-{index}-{column}": cell for index, row in enumerate(value) for column, cell in row.items()}
        else:
            sent[name] = value
    return sent | files


class Way:
    """One ticket on its way. At each act a person whose turn it is looks at the page and takes the next exit."""

    def __init__(self, procedure, people, exits):
        self.procedure, self.exits, self.rng = procedure, dict(exits), random.Random(procedure.code)
        self.people = [person for person in people.values() if person.organisation_id == procedure.organisation_id]
        self.ticket, self.passed = self.open(), []

    def open(self):
        opener = next(person for person in self.people if permissions.may_open(person, self.procedure))
        definition = self.procedure.revision_in_force.definition.procedure(self.procedure.code)
        act = definition.first_act
        data, files = fill(definition, act, act.actions[0], self.procedure.organisation, self.rng)
        visitor = Visitor(opener)
        key = hidden(visitor.get("layanan-ajukan", self.procedure.code), "_kunci")[0]
        sent = posted(data, files) | {"_kunci": key, "_tindakan": act.actions[0].code}
        answer = visitor.post("layanan-ajukan", self.procedure.code, data=sent)
        assert answer.status_code == 302, text_of(answer)
        return Ticket.objects.get()

    def step(self):
        ticket = Ticket.objects.get(pk=self.ticket.pk)
        act, step = ticket.current_act, ticket.current_step
        if not self.passed or self.passed[-1] != step.no:
            self.passed.append(step.no)
        visitor = Visitor(next(person for person in self.people if permissions.actions(self._fresh(person), ticket)))
        self.look(visitor, ticket)
        action = self._choice(ticket, act, step)
        target = None if action.target in ENDS else ticket.definition.step_of(action.target)
        data, files = fill(ticket, act, action, ticket.organisation, self.rng, target_step=target)
        answer = visitor.act(ticket, action.code, posted(data, files))
        assert answer.status_code == 302, (act.code, action.code, text_of(answer))

    def look(self, visitor, ticket):
        visitor.client.get(ticket.get_absolute_url())
        with CaptureQueriesContext(connection) as captured:
            page = visitor.client.get(ticket.get_absolute_url())
        assert "Giliran Anda" in text_of(page)
        assert len(captured) <= MOST_QUERIES, (ticket.position, len(captured))

    def _choice(self, ticket, act, step):
        wanted = self.exits.get(step.no)
        if wanted and act.action(wanted):
            del self.exits[step.no]
            return act.action(wanted)
        return next(a for a in act.actions if not a.deviation and permissions.offered(ticket, a))

    @staticmethod
    def _fresh(person):
        return type(person).objects.select_related("organisation").get(pk=person.pk)


@pytest.mark.parametrize(
    ("code", "exits", "rows"), WAYS, ids=[f"{code}-{'-'.join(exits.values()) or 'lurus'}" for code, exits, _rows in WAYS]
)
def test_a_procedure_runs_to_its_end_through_the_pages(sops, people, code, exits, rows):
    way = Way(sops[code], people, exits)
    way.passed = ["1"]

    for _act in range(60):
        if not Ticket.objects.get().is_open:
            break
        way.step()

    ticket = Ticket.objects.select_related("organisation").get()
    assert ticket.status in (Status.DONE, Status.REJECTED)
    if rows is not None:
        assert ticket.status == Status.DONE
        assert way.passed == rows
    page = Visitor(ticket.opened_by).client.get(ticket.get_absolute_url())
    assert ("Tiket ini sudah selesai" if ticket.status == Status.DONE else "Permintaan ini ditolak") in text_of(page)
