"""The only functions that change an office's hours and holidays.

Each is one transaction: lock the office's CalendarState, change, write to the settings log who did it, and if what is in force has become
another, give it a new version and tell `worktime.hooks` after commit, so that running deadlines are recomputed.
"""

import logging
import uuid
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from accounts.roles import office_day
from accounts.services import record

from . import hooks, store, words
from .calendars import DEFAULT_WEEK
from .models import CalendarState, Holiday, WeeklyPattern
from .proposals import national_holidays

AREA = "jam-kerja"  # of the settings log
logger = logging.getLogger(__name__)


def create_default(organisation, *, actor=None, today=None):
    """What a new office starts with: the ordinary week, and the national holidays of last, this and next year.

    Holidays still marked as estimates are only proposed; the others are in force at once. Does nothing for an office that has a week.
    """
    with _changing(organisation, actor) as change:
        if WeeklyPattern.objects.filter(organisation=organisation).exists():
            return
        WeeklyPattern.objects.create(organisation=organisation, name="Jam kerja biasa", days=DEFAULT_WEEK)
        year = (today or office_day(organisation)).year
        for each in (year - 1, year, year + 1):
            _add_proposals(organisation, each, confirm=True)
        change.note(f"Memakai jam kerja baku dan hari libur nasional {year - 1}–{year + 1}")


def save_pattern(pattern, *, actor):
    """Write a new or edited WeeklyPattern (full_clean first; the form does)."""
    with _changing(pattern.organisation, actor) as change:
        before = WeeklyPattern.objects.filter(pk=pattern.pk).first() if pattern.pk else None
        pattern.save()
        verb = "Mengubah" if before else "Menambah"
        changes = _differences(_of_pattern(before), _of_pattern(pattern))
        if changes:
            change.note(f"{verb} pola jam kerja “{pattern.name}”{_period(pattern)}", pattern.starts_on, changes=changes)


def delete_pattern(pattern, *, actor):
    """Remove a dated week; the ordinary week cannot be removed (ValueError)."""
    if pattern.is_ordinary:
        raise ValueError("The ordinary week cannot be deleted.")
    with _changing(pattern.organisation, actor) as change:
        before = _of_pattern(pattern)
        pattern.delete()
        change.note(f"Menghapus pola jam kerja “{pattern.name}”{_period(pattern)}", pattern.starts_on, changes=_differences(before, {}))


def save_holiday(holiday, *, actor):
    """Write a new or edited Holiday (full_clean first; the form does). What a person has written is in force."""
    with _changing(holiday.organisation, actor) as change:
        before = Holiday.objects.filter(pk=holiday.pk).first() if holiday.pk else None
        holiday.confirmed, holiday.estimated = True, False
        holiday.save()
        verb = "Menambah" if before is None else "Mengubah" if before.confirmed else "Menetapkan"
        changes = _differences(_of_holiday(before), _of_holiday(holiday))
        if changes or verb == "Menetapkan":
            earliest = min(holiday.date, before.date) if before else holiday.date
            change.note(f"{verb} {_told(holiday)}", earliest, changes=changes)


def delete_holiday(holiday, *, actor):
    with _changing(holiday.organisation, actor) as change:
        before = _of_holiday(holiday)
        holiday.delete()
        change.note(f"Menghapus {_told(holiday)}", holiday.date, changes=_differences(before, {}))


def give_first_calendar(sender, organisation, **kwargs):
    """Receiver of accounts.signals.organisation_created."""
    create_default(organisation)


def propose(organisation, year, *, actor):
    """List the national holidays of `year` that the office does not have yet, unconfirmed. Returns how many were added."""
    with _changing(organisation, actor) as change:
        added = _add_proposals(organisation, year, confirm=False)
        if added:
            change.note(f"Mengusulkan {added} hari libur nasional dan cuti bersama {year}")
    return added


def confirm(organisation, ids, *, actor):
    """Put proposed holidays of the office in force. Ids of others, or confirmed before, are passed over. Returns how many."""
    with _changing(organisation, actor) as change:
        waiting = list(Holiday.objects.filter(organisation=organisation, pk__in=ids, confirmed=False))
        Holiday.objects.filter(pk__in=[holiday.pk for holiday in waiting]).update(confirmed=True, estimated=False)
        if len(waiting) == 1:
            change.note(f"Menetapkan {_told(waiting[0])}", waiting[0].date)
        elif waiting:
            dates = [holiday.date for holiday in waiting]
            change.note(f"Menetapkan {len(waiting)} hari libur {_years(dates)}", min(dates), changes=_listed(waiting))
    return len(waiting)


def add_holidays(organisation, holidays, *, actor, source):
    """Add unsaved Holiday rows (from a calendar file) but those already there. `source`: how the log names it. Returns how many."""
    with _changing(organisation, actor) as change:
        there = set(Holiday.objects.filter(organisation=organisation).values_list("date", "name"))
        new = [holiday for holiday in holidays if (holiday.date, holiday.name) not in there]
        Holiday.objects.bulk_create(new)
        if new:
            dates = [holiday.date for holiday in new]
            change.note(f"Menambah {len(new)} hari libur {_years(dates)} dari {source}", min(dates), changes=_listed(new))
    return len(new)


class _Change:
    """What one visit through the door did: sentences and values for the settings log."""

    def __init__(self, organisation):
        self.today = office_day(organisation)
        self.entries = []

    def note(self, sentence, since=None, **values):
        """`since`: first date it touches; one that lies behind today is marked, for it changes what has already been counted."""
        backdated = since is not None and since < self.today
        self.entries.append((sentence + (" (berlaku surut)" if backdated else ""), {"area": AREA, "backdated": backdated, **values}))


@contextmanager
def _changing(organisation, actor):
    with transaction.atomic():
        CalendarState.objects.get_or_create(organisation=organisation)
        state = CalendarState.objects.select_for_update().get(organisation=organisation)
        change = _Change(organisation)
        yield change
        for sentence, values in change.entries:
            record(organisation, actor, sentence, **values)
        text = store.snapshot(organisation)
        if text != state.snapshot:
            state.version, state.snapshot, state.changed_at = uuid.uuid4(), text, timezone.now()
            state.save()
            transaction.on_commit(lambda: _announce(organisation))


def _announce(organisation):
    for listener in hooks.listeners():
        try:
            listener(organisation)
        except Exception:  # the change is committed; `store.unsettled` keeps what this listener has not done
            logger.exception("calendar listener %r failed for %s", listener, organisation)


def _add_proposals(organisation, year, *, confirm):
    """Proposals of `year` the office does not have. Estimates that the library has since moved to another date are taken back."""
    proposals = list(national_holidays(year))
    known = {(proposal.date, proposal.name) for proposal in proposals}
    for holiday in Holiday.objects.filter(organisation=organisation, proposed=True, confirmed=False).of_year(year):
        if (holiday.date, holiday.name) not in known:
            holiday.delete()
    there = set(Holiday.objects.filter(organisation=organisation).of_year(year).values_list("date", "name"))
    rows = [
        Holiday(
            organisation=organisation,
            date=proposal.date,
            name=proposal.name,
            kind=proposal.kind,
            estimated=proposal.estimated,
            confirmed=confirm and not proposal.estimated,
            proposed=True,
        )
        for proposal in proposals
        if (proposal.date, proposal.name) not in there
    ]
    return len(Holiday.objects.bulk_create(rows))


def _told(holiday):
    hours = f", {words.hours(holiday.hours)}" if holiday.hours else ""
    kind = Holiday.Kind(holiday.kind).label.lower()
    return f"{kind} {words.full_day(holiday.date)}: {holiday.name}{hours}"


def _period(pattern):
    if pattern.is_ordinary:
        return ""
    first, last = pattern.starts_on, pattern.ends_on
    return f" mulai {words.full_day(first)}" + (f" sampai {words.full_day(last)}" if last else "")


def _years(dates):
    years = sorted({day.year for day in dates})
    return f"{years[0]}" if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _of_pattern(pattern):
    """{label: text} as the settings log shows it; {} of None."""
    if pattern is None:
        return {}
    days = {name: words.hours(day) or "tutup" for name, day in zip(words.DAYS, pattern.week, strict=True)}
    return {"Nama": pattern.name, "Mulai": _text(pattern.starts_on), "Sampai": _text(pattern.ends_on), **days}


def _of_holiday(holiday):
    if holiday is None:
        return {}
    hours = words.hours(holiday.hours) or "tutup"
    return {"Tanggal": _text(holiday.date), "Nama": holiday.name, "Jenis": str(Holiday.Kind(holiday.kind).label), "Jam kerja": hours}


def _listed(holidays):
    """{date: ["", name (kind)]} of holidays that are new in force."""
    return {words.full_day(holiday.date): ["", f"{holiday.name} ({Holiday.Kind(holiday.kind).label})"] for holiday in holidays}


def _text(day):
    return words.full_day(day) if day else ""


def _differences(before, after):
    """{label: [old, new]} of what is not the same in both."""
    labels = dict.fromkeys([*before, *after])
    pairs = {label: [before.get(label, ""), after.get(label, "")] for label in labels}
    return {label: pair for label, pair in pairs.items() if pair[0] != pair[1]}
