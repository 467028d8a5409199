"""The catalogue: which procedures a person may open, and what to expect of them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sop.definition import Procedure as Definition
from sop.models import Procedure, Revision, Sop

from .. import permissions
from .steps import limit_words


@dataclass(frozen=True)
class Service:
    """A procedure as somebody choosing one sees it. `expected`: words for the time its steps may take together, or ""."""

    procedure: Procedure
    definition: Definition
    revision: Revision
    may_open: bool

    @property
    def summary(self):
        """The first row of the SOP says what one does."""
        return self.definition.steps[0].activity

    @property
    def rows(self):
        """[(activity, its limit in words)] of what follows."""
        return [(step.activity, limit_words(step)) for step in self.definition.steps]

    @property
    def expected(self):
        return expected_time(self.definition)


def services(user):
    """[Service] of every procedure in force at the office of `user`, in the order of documents. One query."""
    offered = Procedure.objects.offered(user.organisation_id).select_related("sop", "revision_in_force")
    # A definition is parsed once per process: its text need not travel here.
    offered = offered.defer("revision_in_force__content", "revision_in_force__source").order_by("sop__name", "pk")
    return [_service(user, procedure) for procedure in offered]


def _service(user, procedure):
    procedure.organisation = user.organisation  # known already
    revision = procedure.revision_in_force
    revision.sop = procedure.sop
    definition = revision.definition.procedure(procedure.code)
    return Service(procedure, definition, revision, permissions.may_open(user, procedure, definition))


def shelves(found):
    """[(Sop or None, [Service])]: under None, first, what is alone in its document, which has the same name; then the larger documents."""
    groups: dict[int, tuple[Sop, list]] = {}
    for service in found:
        groups.setdefault(service.revision.sop_id, (service.revision.sop, []))[1].append(service)
    alone = [held[0] for _sop, held in groups.values() if len(held) == 1]
    return ([(None, alone)] if alone else []) + [(sop, held) for sop, held in groups.values() if len(held) > 1]


MINUTES = {"menit": 1, "jam": 60}
DAYS = {"hari": 1, "minggu": 5}


def expected_time(definition):
    """The printed limits of all rows together: "paling lama 1 jam 50 menit kerja"; "" when no row has one."""
    limits = [limit for step in definition.steps for limit in [_longest(step.duration)] if limit]
    if not limits:
        return ""
    minutes = sum(limit.amount * MINUTES[limit.unit] for limit in limits if limit.unit in MINUTES)
    days = sum(limit.amount * DAYS[limit.unit] for limit in limits if limit.unit in DAYS)
    months = sum(limit.amount for limit in limits if limit.unit == "bulan")
    parts = [(months, _("bulan")), (days, _("hari")), (minutes // 60, _("jam")), (minutes % 60, _("menit"))]
    text = " ".join(f"{amount} {unit}" for amount, unit in parts if amount)
    if days or minutes:
        text = _("%s kerja") % text
    if len(limits) < len(definition.steps):
        return _("sekitar %s, belum termasuk langkah tanpa batas waktu") % text
    return _("paling lama %s") % text


def _longest(duration):
    """The Limit of a printed duration; of one that depends on an answer, the longest."""
    if duration is None:
        return None
    if duration.by_answer is None:
        return duration.limit
    limits = [option.limit for _answer, option in duration.options if option.limit]
    weight = {"menit": 1, "jam": 60, "hari": 450, "minggu": 2250, "bulan": 9450}
    return max(limits, key=lambda limit: limit.amount * weight[limit.unit], default=None)
