"""Who signs a berita acara, read from what was done: who carried it out, who asked for it, who acknowledges it (Mengetahui).

The SOP says who acts, not who signs, so this is a reading of the ticket:
- Mengetahui: the procedure's head (a role that heads), by who acted in it or who alone holds it; without a head, who approved last.
- PIHAK PERTAMA: whoever acted last in the column that did most rows, approvals and moves outside the SOP not counted.
- PIHAK KEDUA: the requester, with an account or without; where a procedure has none, the opener, else who took part most besides.
"""

from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _

from accounts import roles
from accounts.roles import Standing


@dataclass(frozen=True)
class Signer:
    """Somebody as a letter names them; `position` with Plh. or Plt. where they stood in. Empty texts are not printed."""

    name: str
    nip: str = ""
    rank: str = ""
    position: str = ""
    unit: str = ""
    person: int | None = None  # id of the account, for who asks whether somebody signed; never printed

    def as_json(self):
        return {name: value for name, value in asdict(self).items() if name != "person"}


@dataclass
class Column:
    """What was done in one column of the SOP: `steps` of its own work, `acts` in all, and the event of its newest act."""

    code: str
    steps: set = field(default_factory=set)
    acts: int = 0
    last: object = None

    @property
    def person(self):
        return self.last.actor_id


@dataclass(frozen=True)
class Parties:
    """`relation` of the second to the first: "permohonan", "pengajuan", "bersama", or "sendiri" when there is no second."""

    first: Signer
    second: Signer | None
    witness: Signer | None
    relation: str


def parties(ticket, events):
    """The Parties of `ticket`, from its OPENED and ACTED events in order (with `actor` and `on_behalf_of`)."""
    columns = _columns(ticket, events)
    witness_id, witness = _witness(ticket, events, columns)
    asked = ticket.definition.requester is not None
    requester_id = ticket.requester_id if asked else None
    workers = [c for c in columns if c.person not in (requester_id, witness_id)]
    doing = _most(workers, lambda c: len(c.steps)) or _most(columns, lambda c: len(c.steps))
    if witness_id is not None and witness_id in (requester_id, doing and doing.person):
        witness = None
    if asked:
        second, relation = requester(ticket), "permohonan"
    else:
        second, relation = _other(ticket, doing, workers)
    if doing is None:
        return Parties(second or requester(ticket), None, witness, "sendiri")
    return Parties(who_acted(ticket, doing.last), second, witness, relation if second else "sendiri")


def _columns(ticket, events):
    """[Column] of the office's own people; what was only recorded for somebody else is nobody's work here."""
    definition, found = ticket.definition, {}
    for event in events:
        if event.actor is None or event.role == definition.requester or definition.performer(event.role).external:
            continue
        act = definition.act(event.act)
        column = found.setdefault(event.role, Column(event.role))
        column.acts += 1
        column.last = event
        if not act.approval and not event.data.get("deviation"):
            column.steps.add(act.step)
    return list(found.values())


def _most(columns, count):
    """The Column with the highest `count`, the newest of equals; None when there is none with any."""
    able = [c for c in columns if count(c)]
    return max(able, key=lambda c: (count(c), c.last.number), default=None)


def _witness(ticket, events, columns):
    """(person id, Signer) of who acknowledges, or (None, None)."""
    definition, office = ticket.definition, ticket.organisation
    heading = set(office.roles.filter(heads=True).values_list("code", flat=True))
    heads = [p.code for p in definition.performers if p.code in heading and not p.external]
    acted = _most([c for c in columns if c.code in heads], lambda c: c.acts)
    if acted is not None:
        return acted.person, who_acted(ticket, acted.last)
    if heads:
        holders = list(roles.holders(office, heads)[:2])
        return (holders[0].pk, signer_of(holders[0], definition.role_label(heads[0]))) if len(holders) == 1 else (None, None)
    approved = [e for e in events if e.actor is not None and e.role and definition.act(e.act).approval]
    return (approved[-1].actor_id, who_acted(ticket, approved[-1])) if approved else (None, None)


def _other(ticket, doing, workers):
    """(Signer, relation) of the second party where the procedure has no requester; (None, "sendiri") when one did it all."""
    if doing is None or ticket.opened_by_id != doing.person:
        return signer_of(ticket.opened_by, ticket.definition.role_label(ticket.opened_as)), "pengajuan"
    other = _most([c for c in workers if c.person != doing.person], lambda c: c.acts)
    return (who_acted(ticket, other.last), "bersama") if other else (None, "sendiri")


def requester(ticket):
    """The Signer who asked, with an account or without; the opener where a procedure has no requester."""
    if ticket.requester_id:
        return signer_of(ticket.requester, ticket.definition.role_label(ticket.definition.requester))
    if ticket.definition.requester:
        return Signer(ticket.requester_name, unit=ticket.requester_unit)
    return signer_of(ticket.opened_by, ticket.definition.role_label(ticket.opened_as))


def who_acted(ticket, event):
    """The Signer who acted in `event`; whoever an act was only recorded for, not who recorded it."""
    if event.role == ticket.definition.requester and not ticket.requester_id:
        return requester(ticket)
    if ticket.definition.performer(event.role).external:
        return Signer("", position=ticket.definition.role_label(event.role))
    label = ticket.definition.role_label(event.role)
    return signer_of(event.actor, label, Standing(event.role, event.on_behalf_of, event.standing))


def signer_of(person, label, standing=None):
    """The Signer for `person` (None: nobody known yet) as `label`; `standing`: with Plh. or Plt. before what they stand in for."""
    if person is None:
        return Signer("", position=label)
    position = person.position or label
    if standing and standing.kind == "plh":
        position = _("Plh. %s") % (standing.absent.position or label)
    elif standing and standing.kind == "plt":
        position = _("Plt. %s") % label
    return Signer(person.name, person.nip_grouped, person.rank, position, person.unit, person.pk)
