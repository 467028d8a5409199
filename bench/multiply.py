"""From some dozens of tickets played through the door to a hundred thousand: copies, each with its own number, requester, week and chain.

A copy is what the door would have written: rows and events agree, and every event is chained by its own HMAC (`audit verify` passes).
Tickets that ended are moved back by whole weeks, so that they stay within office hours; open ones keep their moments, because their
deadlines are checked against the calendar.
"""

import datetime as dt
import json
import random
import uuid
from collections import Counter as Tally
from copy import copy
from functools import lru_cache

from django.db import connection, transaction

from accounts.models import Counter
from accounts.roles import office_day
from documents.models import Letter, new_token
from tickets import events
from tickets.models import ENDED, Ticket, TicketEvent

from .rows import Rows, escaped
from .stencils import CHILDREN, DAY, stencils

OPEN_SHARE = 0.05
OPEN_LEAST = 400  # so that lists fill their pages in the small portal too: the same work is compared
WEEKS = 104  # how far back the ended ones lie
BATCH = 2000


def multiply(size, say=lambda line: None):
    """Copy the tickets that are there until there are `size` of them. Returns how many were added."""
    kinds = stencils()
    missing = max(0, size - len(kinds))
    copier = Copier(random.Random(size))
    plan = _plan(kinds, missing, copier.chance)
    for start in range(0, missing, BATCH):
        with transaction.atomic():
            _hasten()
            for stencil, weeks in plan[start : start + BATCH]:
                copier.copy(stencil, weeks)
            copier.send()
        say(f"  {min(start + BATCH, missing) + len(kinds):>7,} tickets")
    return missing


def _hasten():
    """For this transaction: no waiting for the disk and, where we may, no look-up of every foreign key."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            cursor.execute("SET LOCAL session_replication_role = replica")


def _plan(kinds, count, chance):
    """[(Stencil, weeks back)], the oldest first, so that ids grow with time."""
    open_ones, ended = [k for k in kinds if k.ticket.is_open], [k for k in kinds if not k.ticket.is_open]
    share = min(1, max(OPEN_SHARE, OPEN_LEAST / count)) if count else 0
    plan = [
        (chance.choice(open_ones), 0) if chance.random() < share else (chance.choice(ended), chance.randrange(WEEKS)) for _n in range(count)
    ]
    return sorted(plan, key=lambda entry: entry[0].ticket.created_at - dt.timedelta(weeks=entry[1]))


class Copier:
    """Fills Stencils into Rows; `send` puts them into the database."""

    def __init__(self, chance):
        self.chance = chance
        self.rows = {model: Rows(model) for model in (Ticket, *CHILDREN)}
        self.numbers = {(c.organisation_id, c.year): c for c in Counter.objects.filter(name="tiket")}
        self.sequences = Tally()
        for letter in Letter.objects.all():
            key = (letter.organisation_id, letter.kind, letter.year)
            self.sequences[key] = max(self.sequences[key], letter.sequence)

    def copy(self, stencil, weeks):
        holes = self._holes(stencil, weeks)
        lines, data = _moved(stencil, weeks)
        holes["mac"] = self._chain(stencil, weeks, lines[TicketEvent], data, holes)
        for model, texts in lines.items():
            if model is not TicketEvent:
                self.rows[model].lines += [text % holes for text in texts]

    def send(self):
        for rows in self.rows.values():
            rows.send()
        for counter in self.numbers.values():
            counter.save()

    def _chain(self, stencil, weeks, texts, data, holes):
        """Queue the events, each chained to the one before. Returns the head."""
        head, back = "", dt.timedelta(weeks=weeks)
        for original, text, said in zip(stencil.events, texts, data, strict=True):
            said = said % holes
            event = copy(original)
            event.ticket_id, event.at, event.data = holes["t"], original.at - back, json.loads(said)
            if stencil.requesters and event.actor_id == stencil.ticket.requester_id:
                event.actor_id = holes["p"]
            head = events.mac(event, head)
            self.rows[TicketEvent].lines.append(text % {**holes, "data": escaped(said), "mac": head})
        return head

    def _holes(self, stencil, weeks):
        """What is filled in: number, requester, ids, tokens."""
        ticket = stencil.ticket
        holes = {"t": self.rows[Ticket].ids(1), "number": self._number(ticket.organisation, ticket.created_at - dt.timedelta(weeks=weeks))}
        if stencil.requesters:
            holes["p"], holes["name"] = self.chance.choice(stencil.requesters)
            holes["name_l"] = holes["name"].lower()
        holes["number_l"] = holes["number"].lower()
        for model, letter in CHILDREN.items():
            count = len(stencil.lines[model])
            first = self.rows[model].ids(count)
            holes.update((f"{letter}{place}", first + place) for place in range(count))
        holes.update((f"a{place}", uuid.uuid4().hex) for place in range(stencil.attachments))
        for place in range(len(stencil.lines[Letter])):
            sequence, number = self._letter_number(stencil, place)
            holes |= {
                f"uuid{place}": uuid.uuid4().hex,
                f"token{place}": new_token(),
                f"sequence{place}": sequence,
                f"letter{place}": number,
            }
        return holes

    def _letter_number(self, stencil, place):
        """(running number of a letter, number as printed); later versions keep those of the first."""
        organisation, kind, year, version, before, printed = stencil.letters[place]
        key = (organisation, kind, year)
        if version == 1:
            self.sequences[key] += 1
        return self.sequences[key], printed.replace(f"{before:03d}", f"{self.sequences[key]:03d}", 1)

    def _number(self, organisation, created_at):
        year = office_day(organisation, created_at).year
        counter = self.numbers.get((organisation.pk, year))
        if counter is None:
            counter = self.numbers[organisation.pk, year] = Counter(organisation=organisation, name="tiket", year=year)
        counter.value += 1
        return f"{organisation.ticket_prefix}-{year}-{counter.value:06d}"


@lru_cache(maxsize=400)  # copies are written week by week
def _moved(stencil, weeks):
    """(lines, data) of `stencil` with all moments `weeks` weeks earlier."""
    if not weeks:
        return stencil.lines, stencil.data
    return {model: [_earlier(text, weeks) for text in texts] for model, texts in stencil.lines.items()}, [
        _earlier(t, weeks) for t in stencil.data
    ]


def _earlier(text, weeks):
    return DAY.sub(lambda day: _day_before(day[0], weeks), text)


@lru_cache(maxsize=20_000)
def _day_before(day, weeks):
    return (dt.date.fromisoformat(day) - dt.timedelta(weeks=weeks)).isoformat()


def open_share():
    """Share of tickets that are open, 0 to 1: what the mix came to."""
    total = Ticket.objects.count()
    return Ticket.objects.exclude(status__in=ENDED).count() / total if total else 0.0
