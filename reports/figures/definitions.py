"""What the SOPs call things: the newest definition of every procedure of an office, and that of each revision."""

from functools import cached_property

from sop.models import Procedure, Revision


class Definitions:
    """`names` {procedure id: name}, `codes` {id: code}; definitions are parsed once per process (Revision.definition)."""

    def __init__(self, organisation):
        self.procedures = {p.pk: p for p in Procedure.objects.filter(organisation=organisation).order_by("sop_id", "pk")}
        self._revisions = {}

    def code(self, procedure):
        return self.procedures[procedure].code

    def name(self, procedure):
        return self.procedures[procedure].name

    def of(self, procedure, revision):
        """The sop.definition.Procedure `procedure` (id) as the revision (id) has it."""
        if revision not in self._revisions:
            self._revisions[revision] = Revision.objects.defer("content", "source").get(pk=revision)
        return self._revisions[revision].definition.procedure(self.code(procedure))

    @cached_property
    def newest(self):
        """{procedure id: its sop.definition.Procedure}, in force or of the last revision that had it."""
        found = {}
        for pk, procedure in self.procedures.items():
            if procedure.revision_in_force_id:
                found[pk] = self.of(pk, procedure.revision_in_force_id)
                continue
            for revision in Revision.objects.filter(sop=procedure.sop_id).defer("content", "source").order_by("-sequence"):
                match = next((p for p in revision.definition.procedures if p.code == procedure.code), None)
                if match:
                    found[pk] = match
                    break
        return found

    @cached_property
    def requester_roles(self):
        """[(procedure id, role code)]: what a requester does on their own ticket is nobody's work."""
        return [(pk, definition.requester) for pk, definition in self.newest.items() if definition.requester]
