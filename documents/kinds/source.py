"""What a kind of letter reads to propose its text: one ticket, at the act that issues the letter.

Before the act is taken its own form is not filled in yet: what it will answer is proposed as «Label», and filled in when it is taken.
"""

import re
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts import roles
from sop.definition import ENDS
from tickets import permissions
from tickets.models import TicketEvent
from tickets.presenting import answers as said

from .. import answers, words
from .. import steps as done
from ..parties import parties, requester, signer_of, who_acted

Kind = TicketEvent.Kind


class Source:
    """`event`: the TicketEvent that issues the letter, None while it is a draft. `action`: that sop.definition.Action, or None.

    `act`: where the action is taken. `user`: who reads a draft; signs it if it is their turn. `on`: date printed.
    """

    def __init__(self, ticket, kind, title, *, on, event=None, action=None, user=None):
        self.ticket, self.kind, self.title, self.on, self.event, self.user = ticket, kind, title, on, event, user
        self.definition, self.office = ticket.definition, ticket.organisation
        self.zone = ZoneInfo(self.office.zone)
        self.act = self.definition.act(event.act) if event and event.act else ticket.current_act
        self.action = action or (self.act.action(event.action) if event and event.action and self.act else None)
        self.used = set()
        self.common = {}  # facts of the letter so far, for parts that draw them

    # Answers

    @cached_property
    def own_fields(self):
        """Fields of the form of the issuing action."""
        return self.action.fields if self.action else ()

    @cached_property
    def fields(self):
        return self.definition.fields | {f.code: f for f in self.own_fields}

    def text(self, *codes):
        """The first answer there is to one of the field `codes`, as text; «Label» while its form is still to be filled in; else ""."""
        self.used.update(codes)
        for code in codes:
            if self._answered(code):
                return said.text(self.fields[code].kind, self.ticket.answers[code])
        return next((token(self.fields[code]) for code in codes if self.is_pending(code)), "")

    def raw(self, code):
        """The answer as it is kept, or None."""
        self.used.add(code)
        return self.ticket.answers.get(code)

    def lines(self, *codes):
        """The answer as a list: its lines, without the numbers or dashes somebody put before them."""
        return points_of(self.text(*codes))

    def table(self, *codes):
        """The answer to a field of kind tabel as a numbered table; the first that is there of `codes`, of which ()  means any of this form."""
        wanted = codes or [f.code for f in self.own_fields if f.kind == "tabel" and f.code not in self.used]
        self.used.update(wanted)
        field = next((self.fields[code] for code in wanted if self._answered(code)), None)
        if field is not None:
            rows = answers.printed(field, self.ticket.answers[field.code])["rows"]
        else:
            field = next((self.fields[code] for code in wanted if self.is_pending(code)), None)
            if field is None:
                return None
            rows = [[token(field), *[""] * (len(field.columns) - 1)]]
        right = [at for at, column in enumerate(field.columns) if column.kind == "angka"]
        return {"columns": [column.label for column in field.columns], "rows": rows, "right": right}

    def one(self, code):
        """The answer as [(label, text)], or [] when there is none, or it is no text."""
        field = self.fields.get(code)
        if field is None or field.kind in ("tabel", "berkas", *answers.NOT_DATA) or not self.text(code):
            return []
        return [[field.label, self.text(code)]]

    def rest(self):
        """Everything the issuing form recorded that no part before has used, as printed answers."""
        left = [f for f in self.own_fields if f.code not in self.used and answers.has(self.ticket, f)]
        self.used.update(f.code for f in left)
        return [answers.printed(f, self.ticket.answers[f.code]) for f in left]

    def is_pending(self, code):
        return self.event is None and any(f.code == code for f in self.own_fields) and not self._answered(code)

    def _answered(self, code):
        return code in self.fields and self.ticket.answers.get(code) not in (None, "", [])

    @property
    def note(self):
        """What who takes the action wrote beside it."""
        if self.event is not None:
            return self.event.note
        return f"«{_('Catatan')}»" if self.action and self.action.note == "wajib" else ""

    def filled(self, content):
        """`content` that somebody edited on a draft, with every «Label» replaced by what was answered since."""
        if isinstance(content, str):
            return "\n".join(line for line in (self._filled(line) for line in content.split("\n")) if line is not None)
        if isinstance(content, list):
            return [self.filled(item) for item in content]
        if isinstance(content, dict):
            return {key: self.filled(value) for key, value in content.items()}
        return content

    def _filled(self, line):
        """The line; None when it was nothing but names of fields nobody answered."""
        texts = {token(f): said.text(f.kind, self.ticket.answers.get(f.code)) for f in self.own_fields if f.kind not in ("tabel", "berkas")}
        texts[f"«{_('Catatan')}»"] = self.note
        changed = re.sub(r"«[^«»]*»", lambda found: texts.get(found[0], found[0]), line)
        return changed if changed.strip() or not line.strip() else None

    # What happened

    @cached_property
    def events(self):
        return list(self.ticket.events.filter(kind__in=done.TOLD).select_related("actor", "on_behalf_of").order_by("number"))

    @cached_property
    def acted(self):
        """The events in which somebody took an act, this letter's own included."""
        return [event for event in self.events if event.kind in (Kind.OPENED, Kind.ACTED)]

    def steps(self):
        return done.steps(self.ticket, self.events, list(self.ticket.runs.all()), self.zone)

    def earlier_letters(self):
        """The letters this ticket issued before, newest version of each: [(title, number, date printed)]."""
        from ..models import Letter

        found = {}
        for letter in Letter.objects.standing().filter(ticket=self.ticket).exclude(number="").defer("facts").order_by("pk"):
            found[letter.kind, letter.title] = letter
        found.pop((self.kind.code, self.title), None)
        return [(letter.title, letter.number, words.long_date(letter.issued_on)) for letter in found.values()]

    # People

    @cached_property
    def parties(self):
        """documents.parties.Parties: who did it, who asked, who acknowledges."""
        return parties(self.ticket, self.acted)

    @cached_property
    def signer(self):
        """The Signer of this letter: who takes the action; while it is a draft, who would."""
        if self.event is not None and self.event.actor_id and self.event.role:
            return who_acted(self.ticket, self.event)
        capacity = self.user and permissions.capacity(self.user, self.ticket)
        if capacity:
            return signer_of(self.user, self.definition.role_label(capacity.role), capacity.standing)
        return self.holder(self.act.roles[0]) if self.act else self.parties.first

    @property
    def signing_role(self):
        """Code of the SOP column that signs."""
        if self.event is not None and self.event.role:
            return self.event.role
        return self.act.roles[0] if self.act else ""

    def holder(self, role):
        """The Signer of the SOP column `role`: who acted in it last, else who holds it on this ticket or alone in the office; nameless if unknown."""
        event = next((e for e in reversed(self.acted) if e.role == role and e.actor_id), None)
        if event is not None:
            return who_acted(self.ticket, event)
        label = self.definition.role_label(role)
        if role == self.definition.requester:
            return self.requester
        held = self.ticket.holders.filter(role=self.definition.acting_role(role)).select_related("person").first()
        if held is not None:
            return signer_of(held.person, label)
        return self.only_holder([self.definition.acting_role(role)], label)

    def only_holder(self, codes, label):
        people = list(roles.holders(self.office, codes)[:2])
        return signer_of(people[0] if len(people) == 1 else None, label)

    @cached_property
    def requester(self):
        return requester(self.ticket)

    @cached_property
    def next_role(self):
        """Code of the SOP column whose turn it is after the action, or ""."""
        if self.action is None or self.action.target in ENDS:
            return ""
        return self.definition.act(self.action.target).roles[0]

    @cached_property
    def next(self):
        """The Signer who acts next, or None at an end."""
        return self.holder(self.next_role) if self.next_role else None

    @cached_property
    def previous(self):
        """The Signer who acted last before in another column, or None."""
        before = [
            e
            for e in self.acted
            if e.actor_id and e.role and e.role != self.signing_role and (self.event is None or e.number < self.event.number)
        ]
        return who_acted(self.ticket, before[-1]) if before else None

    @cached_property
    def approver(self):
        """The Signer who approved last, or None."""
        found = [e for e in self.acted if e.actor_id and e.role and self.definition.act(e.act).approval]
        return who_acted(self.ticket, found[-1]) if found else None

    @cached_property
    def head(self):
        """The Signer who heads the office: the only holder of a role that heads; None when there is none, or several."""
        codes = list(self.office.roles.filter(heads=True).values_list("code", flat=True))
        found = self.only_holder(codes, "") if codes else None
        return found if found and found.name else None

    def named(self, code):
        """The Signer chosen in the field `code` of kind petugas, or None."""
        from accounts.models import User

        answer = self.raw(code)
        person = isinstance(answer, dict) and User.objects.filter(organisation=self.office, pk=answer.get("id")).first()
        return signer_of(person, self.definition.role_label(self.fields[code].role)) if person else None

    # Sentences every kind needs

    def sop_line(self):
        sop = self.ticket.revision.definition
        named = _("SOP Nomor %(number)s tentang %(name)s") if sop.number else _("SOP %(name)s")
        return named % {"number": sop.number, "name": sop.name}

    def ticket_line(self):
        return _("tiket nomor %(number)s tanggal %(date)s") % {"number": self.ticket.number, "date": self.date(self.ticket.created_at)}

    def basis(self):
        """What the letter rests on, for Dasar: the ticket's earlier letters, the SOP, the ticket."""
        letters = [
            _("%(title)s Nomor %(number)s tanggal %(date)s") % {"title": t, "number": n, "date": d} for t, n, d in self.earlier_letters()
        ]
        return [*letters, self.sop_line(), words.sentence(self.ticket_line())]

    def date(self, moment):
        return words.long_date(moment.astimezone(self.zone))

    def period(self, first="tanggal_mulai", last="tanggal_selesai"):
        """`1 s.d. 3 Desember 2026` in whole dates, of two answers; "" when neither is there."""
        ends = [text for text in (self.text(first), self.text(last)) if text]
        return " s.d. ".join(dict.fromkeys(ends))


def token(field):
    """How a draft names what is still to be answered."""
    return f"«{field.label}»"


def points_of(text):
    """The lines of `text` without the numbers, letters or dashes somebody put before them."""
    found = (re.sub(r"^\s*(?:\d{1,2}[.)]|[a-z][.)]|[-*•–])\s+", "", line).strip() for line in text.splitlines())
    return [line for line in found if line]
