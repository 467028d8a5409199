"""Who an event concerns: whoever may act now, who allocates, who heads, who asked, who watches. Sets of user ids; nothing is written."""

import re
from functools import cached_property

from accounts import roles
from accounts.models import Role, User
from tickets import permissions
from tickets.deadlines import ALLOCATES, HEADS, HOLDER
from tickets.models import Ticket

# "@rina.wulandari": not inside an e-mail address; a full stop ending the sentence is no part of the name.
MENTION = re.compile(r"(?<![\w.@-])@([a-z][a-z0-9._@-]{2,149})", re.IGNORECASE)
MOST_MENTIONS = 20


class Audience:
    """The people around one ticket at the moment `at`. Each question is asked once."""

    def __init__(self, ticket, at):
        self.ticket, self.at = ticket, at
        self.office = ticket.organisation

    # Sets

    @cached_property
    def takers(self):
        """Whoever may take the current act: the person named for it, else every holder of the role, and their substitutes."""
        rows = list(self.ticket.turns.all())
        holders = roles.holder_ids(self.office, {row.role for row in rows if not row.of_requester}, self.at)
        found = set()
        for row in rows:
            if row.of_requester:
                found |= self._with_substitutes({row.person_id}, row.role)
                continue
            here = holders[row.role]
            people = {row.person_id} if row.person_id in here else here
            found |= self._deciders(people, row.role) if row.approval else self._with_substitutes(people, row.role)
        return found

    @cached_property
    def askers(self):
        """The requester, and who opened the ticket for them."""
        return {self.ticket.requester_id, self.ticket.opened_by_id} - {None}

    @cached_property
    def named(self):
        """People who hold a role on this ticket."""
        return set(self.ticket.holders.values_list("person", flat=True))

    @cached_property
    def watchers(self):
        if self.ticket.event_count < 2:  # it has only just been opened
            return set()
        return {watch.person_id for watch in self.ticket.watches.select_related("person") if self.may_see(watch.person)}

    def rung(self, words):
        """People named by a rung of the ladder: pemegang, pembagi, pimpinan, or role codes."""
        found = set()
        for word in words:
            if word == HOLDER:
                found |= self.takers
            elif word == ALLOCATES:
                found |= self._holding(self._flagged(allocates=True))
            elif word == HEADS:
                found |= self._holding(self._flagged(heads=True))
            elif word == self.ticket.definition.requester:
                found |= self.askers
            else:
                found |= self._holding([self._office_role(word)])
        return found

    def mentioned(self, text, *, internal):
        """People whose @user name stands in `text` and who may read it."""
        names = {name.lower() for name in MENTION.findall(text)[:MOST_MENTIONS]}
        names |= {name.rstrip(".,-_@") for name in names}
        people = User.objects.filter(organisation=self.office, is_active=True, username__in=names) if names else ()
        return {person.pk for person in people if self.may_see(person) and (not internal or permissions.sees_internal(person, self.ticket))}

    # Rules

    def may_see(self, person):
        return permissions.may_see(person, self.ticket)

    def staff(self, people):
        """Those of `people` (ids) who may read internal notes."""
        return {person.pk for person in self._active(people) if permissions.sees_internal(person, self.ticket)}

    def active(self, people):
        """Those of `people` (ids, None among them) who have a living account in this office."""
        return set(self._active(people).values_list("pk", flat=True))

    def _active(self, people):
        return User.objects.filter(pk__in=people - {None}, is_active=True, organisation=self.office)

    def _holding(self, codes):
        """Holders of the office roles `codes` and their substitutes, as far as they may see the ticket."""
        working = set(self.ticket.procedure.roles)
        found = set()
        for code, people in roles.holder_ids(self.office, set(codes), self.at).items():
            people = self._with_substitutes(people, code)
            found |= people if code in working else {p.pk for p in self._active(people) if self.may_see(p)}
        return found

    def _flagged(self, **flag):
        return Role.objects.filter(organisation=self.office, **flag).values_list("code", flat=True)

    def _office_role(self, code):
        definition = self.ticket.definition
        return definition.acting_role(code) if any(p.code == code for p in definition.performers) else code

    def _deciders(self, people, role):
        """Nobody decides on what they asked for as long as somebody else can."""
        askers = self.ticket.askers
        others = self._with_substitutes(people - askers, role) - askers
        return others or self._with_substitutes(people, role)

    def _with_substitutes(self, people, role):
        """`people` and whoever stands in for one of them (Plh.) in `role`."""
        return people | {substitute for absent, code, substitute in self._substitutes if absent in people and code in (None, role)}

    @cached_property
    def _substitutes(self):
        return roles.substitutions(self.office, self.at)


def may_still_see(person, ticket_id):
    """Asked again before something leaves the house: rights may have changed since the notice was written."""
    return Ticket.objects.visible_to(person).filter(pk=ticket_id).exists()
