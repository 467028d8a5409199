"""The figures of an office in a period: counted by the database, a fixed number of queries however many tickets there are."""

from django.utils import timezone

from ..period import Period
from ..sets import Scope
from . import flow, late, others, people, problems, satisfaction, steps
from .definitions import Definitions
from .model import Figures

__all__ = ["Figures", "Period", "build"]

MISSED_ROWS = 100  # the latest of the late that a report names one by one; all of them are in the list and the sheet


def build(organisation, period, now=None):
    """The Figures of `organisation` in `period` (Period), as of the end of it, or of `now` (aware) while it still runs."""
    now = now or timezone.now()
    scope, definitions = Scope.of(organisation, period), Definitions(organisation)
    groups = flow.groups(scope)
    by_step = steps.figures(scope, definitions)
    return Figures(
        period=period.code,
        title=period.title,
        office=organisation.name,
        made_at=now.isoformat(timespec="seconds"),
        keeping=steps.keeping(by_step),
        flow=flow.flow(scope, groups),
        days=flow.days(scope, period),
        services=flow.by_service(groups, definitions),
        units=flow.by_unit(groups),
        channels=flow.by_channel(groups),
        priorities=flow.by_priority(groups),
        kept_by_service=steps.by_service(by_step),
        steps=by_step,
        trend=steps.trend(organisation, period),
        missed=late.rows(scope, definitions, now, MISSED_ROWS),
        deviations=others.deviations(scope, definitions),
        people=people.figures(scope, definitions),
        moves=others.moves(scope, definitions),
        problems=problems.figures(scope, definitions),
        satisfaction=satisfaction.figures(organisation, period),
    )
