"""Plays one ticket of the demo: at each turn somebody who may act does so, after a believable share of the working time allowed."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import roles
from accounts.models import User
from sop.definition import ENDS
from sop.models import Procedure
from tickets import permissions, transitions
from tickets.models import ENDED, Status, StepRun, Ticket
from worktime.arithmetic import add, between, next_opening
from worktime.store import calendar_for

from . import assets, texts


def pdf(title):
    """A small real PDF of one line, for a field that wants a file."""
    stream = f"BT /F1 14 Tf 72 760 Td ({title}) Tj ET".encode("latin-1", "replace")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
    return bytes(out)


class Player:
    """One ticket. `begin`: aware datetime of its opening (moved into office hours). Nothing is done after `present`."""

    def __init__(self, office, code, *, begin, present, seed, by=None, answers=None, path=None, late=(), until=None):
        self.procedure = Procedure.objects.get(organisation__code=office, code=code)
        self.organisation = self.procedure.organisation
        self.definition = self.procedure.revision_in_force.definition.procedure(code)
        self.calendar = calendar_for(self.organisation, self.definition.service_hours)
        self.rng = random.Random(seed)
        self.now, self.present = next_opening(self.calendar, begin), present
        self.by, self.given, self.path, self.late, self.until = (
            by,
            answers or {},
            {k: list(v) for k, v in (path or {}).items()},
            set(late),
            until,
        )
        self.people = {u.username: u for u in User.objects.filter(organisation=self.organisation, is_active=True)}
        self.ticket = None

    # Playing

    def play(self, **opening):
        """Open the ticket and act until it ends, `until` is reached, or the present is. Returns the Ticket (None: not even opened)."""
        if self.now >= self.present:
            return None
        actor = self.people[self.by] if self.by else next(u for u in self.people.values() if permissions.opening_roles(u, self.procedure))
        first = self.definition.first_act
        action = self._choose(first.code, [a for a in first.actions if not a.deviation])
        data, files = self.fill(first, action)
        self.ticket = transitions.open_ticket(
            self.procedure, actor=actor, action=action.code, data=data, files=files, now=self.now, **opening
        )
        while self.step():
            pass
        self.settle(self.present)
        return self.ticket

    def step(self):
        """One act; False when there is nothing more to do."""
        self.ticket = Ticket.objects.get(pk=self.ticket.pk)
        if self.ticket.status in ENDED or self.ticket.status != Status.RUNNING or self.ticket.position == self.until:
            return False
        when = self._when()
        if when >= self.present:
            return False
        self.settle(when)
        self.now = when
        actor, choices = self._who()
        action = self._choose(self.ticket.position, [c.action for c in choices])
        target = None if action.target in ENDS else self.ticket.definition.step_of(action.target)
        data, files = self.fill(self.ticket.current_act, action, target)
        transitions.act(self.ticket.pk, self.ticket.turn, action.code, actor=actor, data=data, files=files, now=self.now)
        return True

    def settle(self, until):
        """Let the clock record its rungs at the moments they passed, as a living sweep would have."""
        while True:
            run = StepRun.objects.running().filter(ticket=self.ticket, next_at__lt=until).first()
            if run is None or run.lapse_at == run.next_at:
                return
            transitions.record_rung(self.ticket.pk, now=run.next_at + dt.timedelta(seconds=9))

    def _when(self):
        run = StepRun.objects.running().get(ticket=self.ticket)
        if run.due_at is None:
            need = dt.timedelta(minutes=self.rng.randint(40, 300))
        else:
            acts = len(self.ticket.current_step.acts)
            allowed = between(self.calendar, run.entered_at, run.due_at)
            share = self.rng.uniform(1.05, 1.6) if run.step in self.late else self.rng.uniform(0.15, 0.8)
            need = allowed * (share / acts)
        need = max(need, dt.timedelta(seconds=self.rng.randint(35, 90)))
        return add(self.calendar, self.now, need)

    def _who(self):
        able = [(user, permissions.actions(user, self.ticket, self.now)) for user in self.people.values()]
        able = [(user, choices) for user, choices in able if choices]
        return min(able, key=lambda pair: (pair[1][0].capacity.standing.absent is not None, pair[0].username))

    def _choose(self, act, actions):
        wanted = self.path.get(act)
        if wanted:
            code = wanted.pop(0) if len(wanted) > 1 else wanted[0]
            return next(a for a in actions if a.code == code)
        return next((a for a in actions if not a.deviation), actions[0])

    # Filling forms

    def fill(self, act, action, target_step=None):
        """(data, files) for the form of `action`."""
        data, files = {}, {}
        for field in action.fields:
            if field.kind == "berkas":
                if field.required:
                    name = f"{field.code.replace('_', '-')}.pdf"
                    files[field.code] = [SimpleUploadedFile(name, pdf(field.label), "application/pdf")]
                continue
            value = self.given.get(field.code) or self._answer(field)
            if value not in (None, ""):
                data[field.code] = value
        if action.note == "wajib":
            data["_catatan"] = texts.REASONS.get(action.code, "Mohon diperiksa kembali.")
        if act.checklist and not action.deviation:
            data["_periksa"] = list(act.checklist)
        if target_step is not None and target_step.planned:
            planned = add(self.calendar, self.now, dt.timedelta(hours=9))
            data["_rencana"] = planned.astimezone(ZoneInfo(self.organisation.zone)).strftime("%Y-%m-%dT%H:%M")
        return data, files

    def _answer(self, field):
        day = self.now.astimezone(ZoneInfo(self.organisation.zone)).date()
        match field.kind:
            case "paragraf":
                return texts.PARAGRAPHS.get(field.code, "Sesuai pembahasan." if field.required else "")
            case "teks":
                return texts.TEXTS.get(field.code, field.label if field.required else "")
            case "angka":
                return texts.NUMBERS.get(field.code, "1")
            case "tanggal" if field.code == "tanggal_sk":
                return (day - dt.timedelta(days=2)).isoformat()
            case "tanggal" if field.code == "garansi_sampai":
                return day.replace(year=day.year + 3, day=1).isoformat()
            case "tanggal" if self.definition.code == "evaluasi-aset" and "selesai" in field.code:
                return day.isoformat()
            case "tanggal" if self.definition.code == "evaluasi-aset" and "mulai" in field.code:
                return (day - dt.timedelta(days=60)).isoformat()
            case "tanggal":
                ahead = -1 if "surat" in field.code else 3 if "selesai" in field.code or "rencana" in field.code else 1
                return (day + dt.timedelta(days=ahead)).isoformat()
            case "jam":
                return "20:00" if "selesai" in field.code else "16:30"
            case "pilihan":
                return field.choices[0]
            case "centang" if field.code == "klaim_garansi":
                return None  # a claim needs a warranty that still runs, and most devices of the demo are older
            case "centang" if field.code == "klaim_garansi":
                return None  # most warranties of the demo are over
            case "centang":
                return "on" if field.required or self.rng.random() < 0.5 else None
            case "ip":
                return f"10.17.{self.rng.randint(0, 9)}.{self.rng.randint(11, 240)}"
            case "prioritas":
                return str(self.rng.choice([1, 2, 2, 2, 3, 3, 4]))
            case "petugas":
                people = list(roles.holders(self.organisation, [field.role], self.now))
                return str(self.rng.choice(people).pk) if people else None
            case "tabel":
                return self._rows(field)
            case "aset":
                return self._asset(field)
        return None

    def _rows(self, field):
        rows = texts.ROWS.get(field.code, [{}])
        return [{c.code: row.get(c.code) or (self._answer(c) if c.required else "") for c in field.columns} for row in rows]

    def _asset(self, field):
        """What the ticket is about already; else one that its procedure can do something with."""
        kept = self.ticket.answers.get(field.code) if self.ticket is not None else None
        if kept:
            ids = [str(row["id"]) for row in (kept if isinstance(kept, list) else [kept])]
            return ids if field.many else ids[0]
        effects = {name for act in self.definition.acts for action in act.actions for name in action.effects}
        found = assets.fitting(self.organisation, effects)
        if not found:
            return None
        chosen = str(self.rng.choice(found))
        return [chosen] if field.many else chosen


def moment(day, clock, zone):
    """`clock` "09:15" on `day` in `zone` as an aware datetime."""
    hour, minute = map(int, clock.split(":"))
    return dt.datetime.combine(day, dt.time(hour, minute), ZoneInfo(zone))
