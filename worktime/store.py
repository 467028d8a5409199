"""The calendar of an organisation, out of the database.

`calendar_for` costs one small query: each process keeps the calendars it has built and asks only for what has changed since.
"""

import json
from datetime import date
from uuid import UUID

from django.db.models import Case, F, Q, TextField, Value, When

from accounts.prepared import Prepared

from .calendars import DEFAULT_WEEK, MIDNIGHT, Calendar, DatedWeek, SpecialDay, intersection
from .models import CalendarState, Holiday, WeeklyPattern

ROUND_THE_CLOCK = "24jam"  # `jam_layanan` of a procedure; the other is "kantor"
UNCHANGED = ""

_kept: dict[int, Calendar] = {}  # organisation id -> the calendar last built; `Calendar.version` tells whether it still holds


def _state(organisation_id, snapshot="snapshot"):
    return CalendarState.objects.filter(organisation=organisation_id).values_list("version", snapshot)


def _changed(organisation_id, known):
    """The state without its text while the version is still `known`."""
    return _state(organisation_id, Case(When(version=known, then=Value(UNCHANGED)), default=F("snapshot"), output_field=TextField()))


_STATE, _CHANGED = Prepared(_state, int), Prepared(_changed, int, UUID)


def calendar_for(organisation, service_hours="kantor") -> Calendar:
    """The calendar in force. `service_hours`: "kantor", or "24jam" for a service round the clock. Exactly one query ("24jam": none).

    `Calendar.version` names what it was built from; a due moment kept with another version may have to be recomputed.
    """
    if service_hours == ROUND_THE_CLOCK:
        return Calendar(zone=organisation.zone, always_open=True)
    kept = _kept.get(organisation.pk)
    known = kept.version if kept and kept.version and kept.zone == organisation.zone else None
    row = next(iter(_CHANGED(organisation.pk, UUID(known)) if known else _STATE(organisation.pk)), None)
    if row is None:
        return Calendar(zone=organisation.zone)
    version, text = row
    if text != UNCHANGED:
        kept = _kept[organisation.pk] = from_snapshot(text, organisation.zone, str(version))
    return kept


def unsettled():
    """Organisation ids whose running deadlines do not yet reflect the calendar in force."""
    return CalendarState.objects.filter(Q(settled=None) | ~Q(settled=F("version"))).values_list("organisation_id", flat=True)


def settle(organisation, version):
    """Running deadlines of `organisation` now reflect the calendar `version` (Calendar.version). A later change stays unsettled."""
    if version:
        CalendarState.objects.filter(organisation=organisation).update(settled=version)


def snapshot(organisation) -> str:
    """What is in force, as JSON text: {"week": [...], "dated": [[name, from, to, week]], "special": {date: [name, kind, hours]}}."""
    week, dated = [list(map(list, day)) for day in DEFAULT_WEEK], []
    for pattern in WeeklyPattern.objects.filter(organisation=organisation):
        if pattern.is_ordinary:
            week = pattern.days
        else:
            dated.append([pattern.name, _text(pattern.starts_on), _text(pattern.ends_on), pattern.days])
    special = {}
    for holiday in Holiday.objects.filter(organisation=organisation).in_force():
        key = _text(holiday.date)
        special[key] = _together(special.get(key), [holiday.name, holiday.kind, holiday.hours])
    return json.dumps({"week": week, "dated": dated, "special": special}, ensure_ascii=False)


def from_snapshot(text, zone, version="") -> Calendar:
    value = json.loads(text)
    return Calendar(
        zone=zone,
        week=_week(value["week"]),
        dated=tuple(
            DatedWeek(name, _week(week), date.fromisoformat(first), date.fromisoformat(last) if last else None)
            for name, first, last, week in value["dated"]
        ),
        special={date.fromisoformat(day): SpecialDay(name, kind, _day(hours)) for day, (name, kind, hours) in value["special"].items()},
        version=version,
    )


def _together(one, other):
    """Two entries on one date: closed if either is closed, else open while both are."""
    if one is None:
        return other
    closed = [entry for entry in (one, other) if not entry[2]]
    if len(closed) == 1:
        return closed[0]
    name = f"{one[0]}; {other[0]}"
    return [name, one[1], [list(interval) for interval in intersection(_day(one[2]), _day(other[2]))]]


def _week(days):
    return tuple(_day(day) for day in days)


def _day(intervals):
    return tuple((start, min(end, MIDNIGHT)) for start, end in intervals)


def _text(day):
    return day.isoformat() if day else None
