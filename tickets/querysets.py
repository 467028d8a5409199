"""Sets of tickets and step runs that mean one thing everywhere: visible, mine to act on, running, overdue."""

from functools import cached_property, reduce
from operator import and_

from django.db import models
from django.db.models import Q

from accounts import roles
from accounts.models import Role
from accounts.prepared import Prepared, fields_of, made
from sop.models import Procedure

MOST_ASKERS = 4  # of one request: more holders than that never asked all of them


class TicketQuerySet(models.QuerySet):
    def locked(self):
        """Lock first of all: everything else of a ticket is written under this lock (SQLite: its one writer is the lock)."""
        return self.select_for_update(no_key=True, of=("self",))

    def visible_to(self, user, now=None):
        """Tickets `user` may see: own, those of procedures they work in, or the whole office for overseers and administrators."""
        if not user.is_active or user.organisation_id is None:
            return self.none()
        from .models import Status, Turn

        # A konsep is its writer's alone, also once it was called off: nothing of it was ever said to anybody.
        unsaid = Q(status=Status.DRAFT) | Q(status=Status.CANCELLED, choices={})
        office = self.filter(organisation=user.organisation_id).exclude(unsaid & ~Q(opened_by=user))
        view = view_of(user, now)
        if view.heads:
            return office
        mine = Q(requester=user) | Q(opened_by=user)
        if view.substitutes:  # whoever has the turn sees what it is about, also in a requester's name
            mine |= Q(pk__in=Turn.objects.filter(view.turns, organisation=user.organisation_id).values("ticket"))
        if view.procedures:
            mine |= Q(procedure__in=view.procedures)
        return office.filter(mine | Q(confidential=False)) if view.oversees else office.filter(mine)

    def my_turn(self, user, now=None, **of_turn):
        """Open tickets that wait for an act `user` may take, in their own name or as a substitute. `of_turn`: more about their Turn rows."""
        from .models import Status, Turn

        if not user.is_active or user.organisation_id is None:
            return self.none()
        waiting = Turn.objects.filter(view_of(user, now).turns, organisation=user.organisation_id, **of_turn)
        mine = self.filter(organisation=user.organisation_id, status__in=(Status.DRAFT, Status.RUNNING), pk__in=waiting.values("ticket"))
        return mine.exclude(~Q(opened_by=user), status=Status.DRAFT)

    def search(self, text):
        """Every word of `text` (first ten, any case) in number, subject, requester or public answers."""
        found = self
        for word in str(text).lower().replace("\x00", "").split()[:10]:
            found = found.filter(words__contains=word[:100])
        return found


class StepRunQuerySet(models.QuerySet):
    def running(self):
        return self.filter(left_at=None)

    def overdue(self, at):
        """Running steps whose limit is over at `at` (aware datetime)."""
        return self.running().filter(due_at__lt=at)

    def waiting_for_the_clock(self, at):
        """Running steps with a rung or a lapse that passed before `at`; what the sweep finds."""
        return self.running().filter(next_at__lt=at)


_ROLES = Prepared(lambda office: Role.objects.filter(organisation=office).order_by("name").values_list(*fields_of(Role)), int)
_PROCEDURES = Prepared(
    lambda office: Procedure.objects.filter(organisation=office).order_by("sop_id", "pk").values_list(*fields_of(Procedure)), int
)


class View:
    """What a person is to the office's tickets: roles in force today and what they open. Three queries, asked once per request."""

    def __init__(self, user, now=None):
        self.user, self.now = user, now
        self._position = roles.position(user, now)
        self.standings = self._position.standings
        self.roles = {s.role for s in self.standings}

    @cached_property
    def office_roles(self):
        """All Roles of the office, by name."""
        return [made(Role, values) for values in _ROLES(self.user.organisation_id)]

    @cached_property
    def office_procedures(self):
        """All Procedures of the office, whether a revision is in force or not."""
        return [made(Procedure, values) for values in _PROCEDURES(self.user.organisation_id)]

    @cached_property
    def _flags(self):
        return list(self._position.roles.values())

    @property
    def substitutes(self):
        return any(standing.absent is not None for standing in self.standings)

    @cached_property
    def heads(self):
        return any(role.heads for role in self._flags)

    @cached_property
    def oversees_by_role(self):
        return any(role.oversees or role.heads for role in self._flags)

    @cached_property
    def oversees(self):
        return self.user.administers or self.oversees_by_role

    @cached_property
    def allocates(self):
        return any(role.allocates for role in self._flags)

    @cached_property
    def procedures(self):
        """Ids of the procedures whose tickets this person works on."""
        return [procedure.pk for procedure in self.office_procedures if self.roles & set(procedure.roles)]

    @property
    def holders(self):
        """{role code: ids of its holders today} of the roles this person stands in."""
        return self._position.holders

    def sees(self, ticket):
        """Whether this person may see `ticket`. The same rule as TicketQuerySet.visible_to, asked of one."""
        from .models import Status

        if not self.user.is_active or self.user.organisation_id is None or ticket.organisation_id != self.user.organisation_id:
            return False
        opened = ticket.opened_by_id == self.user.pk
        if (ticket.status == Status.DRAFT or (ticket.status == Status.CANCELLED and ticket.choices == {})) and not opened:
            return False
        if self.heads or opened or ticket.requester_id == self.user.pk or self.roles & set(ticket.procedure.roles):
            return True
        if self.oversees and not ticket.confidential:
            return True
        return self.substitutes and any(self.may_take(turn, ticket) for turn in ticket.turns.all())

    def may_take(self, turn, ticket):
        """The Standing by which this person may take the Turn row `turn`, and whether they decide on their own request; or None.

        The same rule as `turns`, asked of one row.
        """
        if turn.of_requester and turn.person_id == self.user.pk:
            return roles.Standing(turn.role), False
        for standing in sorted((s for s in self.standings if s.role == turn.role), key=lambda s: s.absent is not None):
            holders = self.holders[standing.role]
            if standing.absent is not None:
                fits = turn.person_id == standing.absent.pk or (turn.person_id is None and not turn.of_requester)
            else:
                fits = not turn.of_requester and (turn.person_id in (None, self.user.pk) or turn.person_id not in holders)
            deciders = _deciders(self.user, standing)
            own = fits and turn.approval and not turn.of_requester and bool(ticket.askers & deciders)
            if fits and not (own and (standing.absent is not None or _others_can(holders - deciders, ticket.askers))):
                return standing, own
        return None

    @cached_property
    def turns(self):
        """Q over Turn rows: those this person may take (permissions.standing asks the same of one ticket)."""
        found = Q(of_requester=True, person=self.user)
        for standing in self.standings:
            holders = self.holders[standing.role]
            deciders = _deciders(self.user, standing)
            if standing.absent is None:
                # A named person who no longer holds the role does not block it.
                turn = Q(person=None) | Q(person=self.user) | ~Q(person__in=holders)
            else:
                found |= Q(of_requester=True, role=standing.role, person=standing.absent)
                turn = Q(person=None) | Q(person=standing.absent)
            others = holders - deciders
            if standing.absent is not None or others:
                own = Q(approval=True) & _asked_by(deciders)
                turn &= ~own if standing.absent is not None or len(others) > MOST_ASKERS else ~own | _asked_by_each_of(others)
            found |= Q(of_requester=False, role=standing.role) & turn
        return found


def _deciders(user, standing):
    """Who decides when `user` acts by `standing`: a substitute decides for the absent person too."""
    return {user.pk} if standing.absent is None else {user.pk, standing.absent.pk}


def _others_can(others, askers):
    """Whether somebody of `others` (ids of holders) did not ask and so decides better. The same as not `_asked_by_each_of`."""
    return len(others) > MOST_ASKERS or bool(others - askers)


def _asked_by(people):
    """Q over Turn rows: one of `people` (ids) asked (Ticket.askers)."""
    from .models import Spokesperson

    spoke = Spokesperson.objects.filter(person__in=people).values("ticket")
    return Q(ticket__requester__in=people) | Q(ticket__opened_by__in=people) | Q(ticket__in=spoke)


def _asked_by_each_of(people):
    return reduce(and_, (_asked_by({person}) for person in people))


def view_of(user, now=None):
    """The View of `user`, remembered on the user object when no moment is given: one request asks it many times."""
    if now is not None:
        return View(user, now)
    if not hasattr(user, "_ticket_view"):
        user._ticket_view = View(user)
    return user._ticket_view
