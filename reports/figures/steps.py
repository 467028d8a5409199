"""Was the mutu baku kept: per row of each procedure, per service, in all, and over the past months."""

from collections import defaultdict

from django.db.models import Count, F, Max, Q, Sum, Window
from django.db.models.functions import RowNumber, TruncMonth

from worktime.words import MONTHS

from .. import sets
from .model import Keeping, Month, Service, StepFigures

ROW = ("ticket__procedure", "step")
TREND = 12  # months


def figures(scope, definitions):
    """[StepFigures] of every row with a visit left or missed in the period, in the order of the SOPs."""
    places, deviations = _places(scope), _deviations(scope)
    found = []
    for row in _counted(scope):
        procedure, no = row["ticket__procedure"], row["step"]
        step = definitions.of(procedure, row["revision"]).step(no)
        found.append(
            StepFigures(
                judged=row["kept"] + row["missed"],
                kept=row["kept"],
                procedure=definitions.code(procedure),
                service=definitions.name(procedure),
                step=no,
                activity=step.activity,
                limit=step.duration.text if step.duration else "",
                left=row["left"],
                held_seconds=row["held_seconds"] or 0,
                held=row["held"],
                repeats=row["repeats"],
                deviations=deviations.get((procedure, no), 0),
                **places.get((procedure, no), {}),
            )
        )
    order = {code: place for place, code in enumerate(p.code for p in definitions.procedures.values())}
    return sorted(found, key=lambda s: (order[s.procedure], int(s.step) if s.step.isdigit() else 0, s.step))


def _counted(scope):
    left = scope.during("left_at")
    rows = sets.runs(scope).filter(left | sets.is_missed(scope)).order_by().values(*ROW)
    return rows.annotate(
        left=Count("pk", filter=left),
        kept=Count("pk", filter=sets.is_kept(scope)),
        missed=Count("pk", filter=sets.is_missed(scope)),
        held=Count("pk", filter=left & Q(held_seconds__gt=0)),
        held_seconds=Sum("held_seconds", filter=left),
        repeats=Count("pk", filter=left & Q(visit__gt=1)),
        revision=Max("ticket__revision"),
    )


def _places(scope):
    """{(procedure id, row): {"median", "p90"}} in seconds: the visits numbered by length inside each row, those in the middle picked out."""
    row = {"partition_by": [F("ticket__procedure"), F("step")]}
    numbered = sets.left(scope).filter(worked_seconds__isnull=False).order_by()
    numbered = numbered.annotate(place=Window(RowNumber(), order_by=[F("worked_seconds"), F("pk")], **row), size=Window(Count("pk"), **row))
    middle = Q(place=(F("size") + 1) / 2) | Q(place=(F("size") + 2) / 2)
    chosen = numbered.filter(middle | Q(place=(F("size") * 9 + 9) / 10)).values_list(*ROW, "place", "size", "worked_seconds")
    seconds = defaultdict(dict)
    sizes = {}
    for procedure, step, place, size, worked in chosen:
        seconds[procedure, step][place] = worked
        sizes[procedure, step] = size
    return {key: _middle(found, sizes[key]) for key, found in seconds.items()}


def _middle(found, size):
    return {"median": (found[(size + 1) // 2] + found[(size + 2) // 2]) // 2, "p90": found[(size * 9 + 9) // 10]}


def _deviations(scope):
    """{(procedure id, row): moves outside the SOP}."""
    found = defaultdict(int)
    for procedure, act, n in sets.deviations(scope).order_by().values_list("ticket__procedure", "act").annotate(n=Count("pk")):
        found[procedure, act.rstrip("abcdefghijklmnopqrstuvwxyz")] += n
    return found


def keeping(found):
    """The Keeping of all rows together."""
    return Keeping(sum(s.judged for s in found), sum(s.kept for s in found))


def by_service(found):
    services = {}
    for step in found:
        judged, kept, _name = services.get(step.procedure, (0, 0, ""))
        services[step.procedure] = judged + step.judged, kept + step.kept, step.service
    return [Service(judged, kept, code, name) for code, (judged, kept, name) in services.items() if judged]


def trend(organisation, period):
    """[Month] of the twelve months up to the one the period ends in; nothing of a month in which no row was judged."""
    from ..period import Period

    last = Period.month(period.last.year, period.last.month, period.zone)
    months = [last.months_ago(count) for count in range(TREND - 1, -1, -1)]
    scope = sets.Scope(organisation, months[0].start, last.end)
    kept = _by_month(sets.kept(scope), "left_at", last.start.tzinfo)
    missed = _by_month(sets.missed(scope), "missed_at", last.start.tzinfo)
    found = []
    for month in months:
        key = (month.first.year, month.first.month)
        judged = kept.get(key, 0) + missed.get(key, 0)
        label = f"{MONTHS[month.first.month - 1][:3]} {month.first.year}"
        found.append(Month(judged, kept.get(key, 0), month.code, label))
    return found


def _by_month(visits, name, zone):
    rows = visits.order_by().annotate(month=TruncMonth(name, tzinfo=zone)).values_list("month").annotate(n=Count("pk"))
    return {(month.astimezone(zone).year, month.astimezone(zone).month): n for month, n in rows}
