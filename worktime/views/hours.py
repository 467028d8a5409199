"""Pengaturan › Jam kerja: the week as a picture, dated weeks, and the tester."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import administrator_required, get_own_or_404
from accounts.roles import office_day
from accounts.saving import refusals

from .. import changes, words
from ..arithmetic import add
from ..calendars import DEFAULT_WEEK, RAMADAN_WEEK, CalendarError
from ..explain import explain
from ..forms import PatternForm, TesterForm
from ..log import latest_changes
from ..models import Holiday, WeeklyPattern
from ..pictures import week_picture
from ..store import calendar_for

RAMADAN = "ramadan"
RAMADAN_DAYS = 30


@require_safe
@administrator_required
def hours(request):
    office = request.user.organisation
    today = office_day(office)
    ordinary = _ordinary(office)
    form = TesterForm(request.GET if "start" in request.GET else None, initial=_example(office, today))
    context = {
        "today": today,
        "ordinary": ordinary,
        "picture": week_picture(ordinary.week),
        "dated": [
            (pattern, week_picture(pattern.week)) for pattern in WeeklyPattern.objects.filter(organisation=office, starts_on__isnull=False)
        ],
        "form": form,
        "outcome": _outcome(office, form) if form.is_bound and form.is_valid() else None,
        "changes": latest_changes(office),
    }
    return render(request, "worktime/hours.html", context, status=422 if form.is_bound and form.errors else 200)


@administrator_required
def ordinary(request):
    """The office's ordinary week; the default until somebody edits it."""
    return _edit(request, _ordinary(request.user.organisation), dated=False)


@administrator_required
def add_dated(request):
    """A new dated week: Ramadan hours (?jenis=ramadan), or other hours for a time or from a day on."""
    office = request.user.organisation
    if request.GET.get("jenis") == RAMADAN:
        first, last = _likely_ramadan(office)
        pattern = WeeklyPattern(name="Jam Ramadan", starts_on=first, ends_on=last, days=[list(day) for day in RAMADAN_WEEK])
    else:
        pattern = WeeklyPattern(days=_ordinary(office).days)
    pattern.organisation = office
    return _edit(request, pattern, dated=True)


@administrator_required
def edit_dated(request, pk):
    dated = WeeklyPattern.objects.filter(starts_on__isnull=False).select_related("organisation")
    return _edit(request, get_own_or_404(dated, request, pk), dated=True)


@administrator_required
@require_POST
def delete_dated(request, pk):
    dated = WeeklyPattern.objects.filter(starts_on__isnull=False).select_related("organisation")
    pattern = get_own_or_404(dated, request, pk)
    changes.delete_pattern(pattern, actor=request.user)
    messages.success(request, _("“%(name)s” dihapus.") % {"name": pattern.name})
    return redirect("jam-kerja")


def _edit(request, pattern, *, dated):
    form = PatternForm(request.POST or None, instance=pattern, dated=dated)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            changes.save_pattern(form.instance, actor=request.user)
            messages.success(request, _("“%(name)s” disimpan. Batas waktu tiket yang berjalan dihitung ulang.") % {"name": pattern.name})
            return redirect("jam-kerja")
    picture = week_picture(pattern.week) if not form.errors else week_picture(((),) * 7)
    context = {
        "form": form,
        "pattern": pattern,
        "dated": dated,
        "rows": list(zip(form.day_fields, picture.days, strict=True)),
        "picture": picture,
    }
    return render(request, "worktime/pattern.html", context, status=422 if form.errors else 200)


def _ordinary(office):
    found = WeeklyPattern.objects.filter(organisation=office, starts_on=None).first()
    return found or WeeklyPattern(organisation=office, name="Jam kerja biasa", days=[list(day) for day in DEFAULT_WEEK])


def _likely_ramadan(office):
    """(first, last) day of the coming Ramadan, reckoned back from the Idul Fitri in the office's calendar; (None, None) without one."""
    today = office_day(office)
    feast = Holiday.objects.filter(
        organisation=office, kind=Holiday.Kind.NATIONAL, name__startswith="Hari Raya Idul Fitri", date__gte=today
    )
    feast = feast.order_by("date").first()
    if feast is None:
        return None, None
    return feast.date - timedelta(days=RAMADAN_DAYS), feast.date - timedelta(days=1)


def _example(office, today):
    """The coming Friday at 16.20: the question everybody asks."""
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    return {"start": datetime.combine(friday, time(16, 20), tzinfo=ZoneInfo(office.zone)), "limit": "60 menit", "service": "kantor"}


def _outcome(office, form):
    """{"due", "zone", "lines"} of a valid TesterForm, or {"problem"} when the calendar cannot answer."""
    calendar = calendar_for(office, form.cleaned_data["service"] or "kantor")
    start, limit = form.cleaned_data["start"], form.cleaned_data["limit"]
    try:
        due = add(calendar, start, limit)
        lines = explain(calendar, start, limit)[:-1]
    except CalendarError as error:
        return {"problem": str(error)}
    return {"due": words.full_moment(due, calendar.zone_label), "lines": lines, "limit": str(limit), "problem": ""}
