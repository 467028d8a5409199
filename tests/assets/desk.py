"""A procedure walked through the pages by whoever's turn it is, for tests that look at what becomes of an asset."""

from sop.definition import ENDS
from tests.tickets.browsing import Visitor, hidden, text_of
from tests.tickets.filling import fill
from tests.tickets.test_pages_procedures import posted
from tickets import permissions
from tickets.models import Ticket


class Walk:
    """One ticket of `procedure`, opened through the page. Answers not given are filled in by kind; assets only if given."""

    def __init__(self, procedure, people, rng, answers=None):
        self.procedure, self.rng = procedure, rng
        self.people = [person for person in people.values() if person.organisation_id == procedure.organisation_id]
        before = set(Ticket.objects.values_list("pk", flat=True))
        self.response = self._open(answers or {})
        self.ticket = Ticket.objects.exclude(pk__in=before).first()

    def _open(self, answers):
        opener = next(person for person in self._fresh() if permissions.may_open(person, self.procedure))
        definition = self.procedure.revision_in_force.definition.procedure(self.procedure.code)
        act = definition.first_act
        visitor = Visitor(opener)
        key = hidden(visitor.get("layanan-ajukan", self.procedure.code), "_kunci")[0]
        sent = self._form(definition, act, act.actions[0], answers) | {"_kunci": key, "_tindakan": act.actions[0].code}
        return visitor.post("layanan-ajukan", self.procedure.code, data=sent)

    def until(self, position, **answers):
        """Take the SOP's main way until it is the turn of act `position`, or None: to the end."""
        while self.now.is_open and self.now.position != position:
            response = self.take(**answers)
            assert response.status_code == 302, (self.now.position, text_of(response))
        return self

    def take(self, action=None, **answers):
        """Take one action, the one the SOP prints first unless named, with these answers. Returns the response."""
        ticket = self.now
        actor, choices = next((p, c) for p in self._fresh() if (c := permissions.actions(p, ticket)))
        wanted = next(c.action for c in choices if (c.action.code == action if action else not c.action.deviation))
        target = None if wanted.target in ENDS else ticket.definition.step_of(wanted.target)
        return Visitor(actor).act(ticket, wanted.code, self._form(ticket, ticket.current_act, wanted, answers, target))

    @property
    def now(self):
        return Ticket.objects.get(pk=self.ticket.pk)

    def _form(self, definition, act, action, answers, target=None):
        data, files = fill(definition, act, action, self.procedure.organisation, self.rng, target_step=target)
        asked = {field.code: field for field in action.fields}
        data = {code: value for code, value in data.items() if code not in asked or asked[code].kind != "aset"}
        data |= {code: value for code, value in answers.items() if code in asked}
        return posted({code: value for code, value in data.items() if value is not None}, files)

    def _fresh(self):
        """The people of the office, as if nothing had been asked of them before."""
        return [type(person).objects.select_related("organisation").get(pk=person.pk) for person in self.people]
