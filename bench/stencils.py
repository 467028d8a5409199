"""A ticket and all that hangs on it as text with holes: what differs from copy to copy is filled in, everything else is written once.

Holes are Python's %(name)s: t (ticket id), number, p and name (the requester), mac and data (of an event), a0, a1, ... (tokens of
attachments), and the ids of its rows by letter and place: e0 is its first event. Lower-case texts have `number_l`, `name_l`.
"""

import json
import re
from dataclasses import dataclass

from documents.models import Letter
from tickets.events import canonical
from tickets.models import Attachment, StepRun, Ticket, TicketEvent, TicketHolder, Turn

from .people import staff_of
from .rows import cell

CHILDREN = {TicketHolder: "h", Turn: "u", StepRun: "r", TicketEvent: "e", Attachment: "f", Letter: "l"}
PEOPLE = ("requester_id", "opened_by_id", "person_id", "actor_id", "uploaded_by_id", "left_by_id", "missed_person_id")
DAY = re.compile(r"\d{4}-\d\d-\d\d(?=T\d\d:\d\d:\d\d)")  # of a moment; a date that somebody answered is left alone
HOLE = "\x01"  # stands for the requester's id inside a document, where only text can be exchanged


@dataclass(eq=False)
class Stencil:
    """`lines`: {model: [text with holes]}, `data`: canonical JSON of each event. `requesters`: [(id, name)] who may have asked instead."""

    ticket: Ticket
    lines: dict
    events: list
    data: list
    requesters: list
    attachments: int
    letters: list  # (organisation id, kind, year, version, sequence, number) of each


def stencils():
    """The Stencil of every ticket there is."""
    tickets = Ticket.objects.select_related("procedure", "revision", "organisation").order_by("pk")
    return [_Cutter(ticket).stencil() for ticket in tickets]


class _Cutter:
    def __init__(self, ticket):
        self.ticket = ticket
        self.rows = {model: list(model.objects.filter(ticket=ticket).order_by("pk")) for model in CHILDREN}
        role = ticket.definition.requester
        self.requesters = staff_of(ticket.organisation_id, role) if role and ticket.requester_id else []
        self.swaps = [(ticket.number, "number"), *((a.token.hex, f"a{n}") for n, a in enumerate(self.rows[Attachment]))]
        self.swaps += [(str(a.token), f"a{n}") for n, a in enumerate(self.rows[Attachment])]
        self.swaps.append((ticket.number.lower(), "number_l"))
        self.swaps += [(row.number, f"letter{n}") for n, row in enumerate(self.rows[Letter]) if row.version == 1 and row.number]
        if self.requesters:
            self.swaps += [(ticket.requester_name, "name"), (ticket.requester_name.lower(), "name_l")]

    def stencil(self):
        lines = {model: [self._line(row, self._holes(model, row, n)) for n, row in enumerate(rows)] for model, rows in self.rows.items()}
        lines[Ticket] = [self._line(self.ticket, {"id": "t", "head": "mac", "opening_key": None})]
        data = [self._text(canonical(self._document(event.data))) for event in self.rows[TicketEvent]]
        letters = [(row.organisation_id, row.kind, row.year, row.version, row.sequence, row.number) for row in self.rows[Letter]]
        return Stencil(self.ticket, lines, self.rows[TicketEvent], data, self.requesters, len(self.rows[Attachment]), letters)

    def _holes(self, model, row, place):
        """{attname: name of its hole}, of the columns that are another row's or this row's own."""
        holes = {"id": f"{CHILDREN[model]}{place}", "ticket_id": "t"}
        if model is TicketEvent:
            holes |= {"data": "data", "mac": "mac"}
        if getattr(row, "event_id", None):
            holes["event_id"] = f"e{self._place(TicketEvent, row.event_id)}"
        if model is Letter:
            holes |= {"uuid": f"uuid{place}", "token": f"token{place}", "sequence": f"sequence{place}"}
            if row.supersedes_id:
                holes["supersedes_id"] = f"l{self._place(Letter, row.supersedes_id)}"
        return holes

    def _place(self, model, pk):
        return next(n for n, row in enumerate(self.rows[model]) if row.pk == pk)

    def _line(self, row, holes):
        cells = []
        for field in row._meta.concrete_fields:
            name, value = field.attname, getattr(row, field.attname)
            if name in holes:
                cells.append(f"%({holes[name]})s" if holes[name] else cell(None))
            elif name in PEOPLE and self._exchanged(value):
                cells.append("%(p)s")
            else:
                cells.append(self._text(cell(value)))
        return "\t".join(cells)

    def _exchanged(self, person):
        return bool(self.requesters) and person is not None and person == self.ticket.requester_id

    def _document(self, data):
        """What an event says, with holes where it names the requester by id."""
        data = json.loads(json.dumps(data))
        for run in data.get("runs", ()):
            for name in ("left_by_id", "missed_person_id"):
                run[name] = self._who(run[name])
        after = data["after"]
        after["turns"] = [[role, column, self._who(person)] for role, column, person in after["turns"]]
        after["holders"] = {role: self._who(person) for role, person in after["holders"].items()}
        if "opening" in data:
            data["opening"]["requester"] = self._who(data["opening"]["requester"])
        return data

    def _who(self, person):
        return HOLE if self._exchanged(person) else person

    def _text(self, text):
        text = text.replace("%", "%%").replace(json.dumps(HOLE), "%(p)s")
        for before, hole in self.swaps:
            text = text.replace(before, f"%({hole})s")
        return text
