"""The figures of a report once more, the slow way: ticket by ticket in plain Python, from the events alone (no StepRun is read)."""

import datetime as dt
from collections import Counter, defaultdict
from statistics import median

from sop.registry import EFFECTS
from tickets.models import Ticket, TicketEvent
from worktime.arithmetic import between
from worktime.limits import Limit
from worktime.store import calendar_for

Kind = TicketEvent.Kind


class Visit:
    def __init__(self, step, number, at, due, limit, planned):
        self.step, self.number, self.entered, self.due, self.limit, self.planned = step, number, at, due, limit, planned
        self.left = self.left_by = self.missed = self.missed_person = self.missed_role = None
        self.role = self.how = ""
        self.holds = []


class Story:
    """One ticket as its events tell it."""

    def __init__(self, ticket):
        self.ticket, self.visits, self.endings, self.reopened, self.events = ticket, [], [], [], []
        self.calendar = calendar_for(ticket.organisation, ticket.definition.service_hours)
        held_since = None
        for event in ticket.events.order_by("number"):
            self.events.append(event)
            open_visit = self.visits[-1] if self.visits and self.visits[-1].left is None else None
            match event.kind:
                case Kind.OPENED | Kind.ACTED | Kind.LAPSED:
                    if event.kind == Kind.OPENED:
                        open_visit = self._enter(event, event.act)
                    self._go(event, open_visit, event.data["to"])
                case Kind.CANCELLED:
                    if held_since and open_visit:
                        open_visit.holds.append((held_since, event.at))
                    held_since = None
                    if open_visit:
                        self._leave(event, open_visit)
                        self.endings.append((event.at, "dibatalkan"))
                case Kind.REOPENED:
                    self.reopened.append(event.at)
                    self._enter(event, event.act)
                case Kind.HELD:
                    held_since = event.at
                case Kind.RESUMED:
                    open_visit.holds.append((held_since, event.at))
                    held_since = None
                case Kind.RUNG if event.data["percent"] == 100:
                    open_visit.missed = dt.datetime.fromisoformat(event.data["moment"])
                    open_visit.missed_role = event.data["runs"][0]["missed_role"]
                    open_visit.missed_person = event.data["runs"][0]["missed_person_id"]

    def _enter(self, event, act):
        step = self.ticket.definition.act(act).step
        said = next(run for run in event.data["runs"] if run["step"] == step and run["entered_event"] == event.number)
        due, planned = (said[name] and dt.datetime.fromisoformat(said[name]) for name in ("due_at", "planned_at"))
        number = 1 + sum(v.step == step for v in self.visits)
        self.visits.append(Visit(step, number, event.at, due, Limit.from_json(said["limit"]), planned))
        return self.visits[-1]

    def _go(self, event, visit, to):
        if to in ("selesai", "ditolak"):
            self._leave(event, visit)
            self.endings.append((event.at, to))
        elif self.ticket.definition.act(to).step != visit.step:
            self._leave(event, visit)
            self._enter(event, to)

    def _leave(self, event, visit):
        visit.left, visit.left_by, visit.role, visit.how = event.at, event.actor_id, event.role, event.kind

    def seconds(self, visit):
        clock = self.calendar.counting(visit.limit)
        start = visit.planned if visit.planned and visit.limit else visit.entered
        if visit.left <= start:
            return 0
        held = sum(
            int(between(clock, max(a, start), min(b, visit.left)).total_seconds())
            for a, b in visit.holds
            if min(b, visit.left) > max(a, start)
        )
        return max(0, int(between(clock, start, visit.left).total_seconds()) - held)

    def held(self, visit):
        return sum(int(between(self.calendar, a, b).total_seconds()) for a, b in visit.holds)

    def open_at(self, moment):
        return any(v.entered < moment and (v.left is None or v.left >= moment) for v in self.visits)

    def ended_before(self, moment):
        """(moment, outcome) of the last ending before `moment` if it holds then, else None."""
        before = [(at, outcome) for at, outcome in self.endings if at < moment]
        return before[-1] if before and not self.open_at(moment) else None


class Office:
    """What a report over the events of an office must say about [start, end)."""

    def __init__(self, organisation, start, end):
        self.start, self.end = start, end
        tickets = Ticket.objects.filter(organisation=organisation).select_related("procedure", "revision", "organisation")
        self.stories = [s for s in map(Story, tickets) if s.visits]

    def within(self, moment):
        return moment is not None and self.start <= moment < self.end

    def flow(self):
        ends = [self.outcome(s) for s in self.stories]
        return {
            "open_before": sum(s.open_at(self.start) for s in self.stories),
            "received": sum(self.within(s.visits[0].entered) for s in self.stories),
            "reopened": sum(any(map(self.within, s.reopened)) for s in self.stories),
            "done": ends.count("selesai"),
            "rejected": ends.count("ditolak"),
            "cancelled": ends.count("dibatalkan"),
            "open_after": sum(s.open_at(self.end) for s in self.stories),
            "late_after": sum(
                any(
                    v.entered < self.end and (v.left is None or v.left >= self.end) and v.missed is not None and v.missed < self.end
                    for v in s.visits
                )
                for s in self.stories
            ),
            "active": sum(any(v.entered < self.end and (v.left is None or v.left >= self.start) for v in s.visits) for s in self.stories),
        }

    def outcome(self, story):
        ending = story.ended_before(self.end)
        return ending[1] if ending and self.within(ending[0]) else None

    def groups(self, key):
        """{key(ticket): Counter of received, done, rejected, cancelled, open_after}."""
        names = {"selesai": "done", "ditolak": "rejected", "dibatalkan": "cancelled"}
        found = defaultdict(Counter)
        for story in self.stories:
            counts = found[key(story.ticket)]
            counts["received"] += self.within(story.visits[0].entered)
            counts["open_after"] += story.open_at(self.end)
            if self.outcome(story):
                counts[names[self.outcome(story)]] += 1
        whats = ("received", "done", "rejected", "cancelled", "open_after")
        return {k: {what: counts[what] for what in whats} for k, counts in found.items() if any(counts.values())}

    def kept(self, visit):
        return self.within(visit.left) and visit.due is not None and visit.missed is None and visit.how != Kind.CANCELLED

    def steps(self):
        """{(procedure code, row): figures of its visits}."""
        found = defaultdict(lambda: {"left": 0, "kept": 0, "judged": 0, "held": 0, "held_seconds": 0, "repeats": 0, "took": []})
        for story in self.stories:
            for visit in story.visits:
                if not (self.within(visit.left) or self.within(visit.missed)):
                    continue
                row = found[story.ticket.procedure.code, visit.step]
                row["kept"] += self.kept(visit)
                row["judged"] += self.kept(visit) or self.within(visit.missed)
                if self.within(visit.left):
                    row["left"] += 1
                    row["held"] += story.held(visit) > 0
                    row["held_seconds"] += story.held(visit)
                    row["repeats"] += visit.number > 1
                    row["took"].append(story.seconds(visit))
        for row in found.values():
            took = sorted(row.pop("took"))
            row["median"] = int(median(took)) if took else None
            row["p90"] = next(t for n, t in enumerate(took, 1) if 10 * n >= 9 * len(took)) if took else None
        return dict(found)

    def deviations(self):
        found = Counter()
        for story in self.stories:
            for event in story.events:
                if self.within(event.at) and event.data.get("deviation"):
                    found[story.ticket.procedure.code, event.act, event.action or event.kind] += 1
        return dict(found)

    def people(self):
        """{person id: (rows finished, tickets, limits missed)}, requesters' own acts left out."""
        rows, tickets, missed = Counter(), defaultdict(set), Counter()
        for story in self.stories:
            asking = story.ticket.definition.requester
            for visit in story.visits:
                if self.within(visit.left) and visit.left_by and visit.role and visit.role != asking:
                    rows[visit.left_by] += 1
                    tickets[visit.left_by].add(story.ticket.pk)
                if self.within(visit.missed) and visit.missed_person and (asking is None or visit.missed_role != asking):
                    missed[visit.missed_person] += 1
        return {pk: (rows[pk], len(tickets[pk]), missed[pk]) for pk in {*rows, *missed}}

    def moves(self):
        found = Counter()
        for story in self.stories:
            for event in story.events:
                if self.within(event.at):
                    found.update(event.data.get("effects", []))
        return {effect: found[effect] for effect in EFFECTS if found[effect]}
