"""Pengaturan › Kalender libur: the year as twelve months, its holidays, and the proposals that wait to be confirmed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import administrator_required, get_own_or_404
from accounts.roles import office_day
from accounts.saving import refusals

from .. import changes, words
from ..forms import FIRST_YEAR, LAST_YEAR, HolidayForm
from ..log import latest_changes
from ..models import Holiday, WeeklyPattern
from ..pictures import year_picture
from ..store import calendar_for


@require_safe
@administrator_required
def year(request, year=None):
    office = request.user.organisation
    today = office_day(office)
    year = _known(today.year if year is None else year)
    holidays = list(Holiday.objects.filter(organisation=office).of_year(year))
    context = {
        "year": str(year),
        "this_year": year == today.year,
        "earlier": str(year - 1) if year > FIRST_YEAR else "",
        "later": str(year + 1) if year < LAST_YEAR else "",
        "today": today,
        "months": year_picture(year, calendar_for(office), holidays, today),
        "holidays": [holiday for holiday in holidays if holiday.confirmed],
        "proposals": [holiday for holiday in holidays if not holiday.confirmed],
        "has_national": any(holiday.proposed for holiday in holidays),
        "dated": WeeklyPattern.objects.filter(organisation=office, starts_on__year__lte=year).exclude(ends_on__year__lt=year),
        "weekdays": [(name[0], name) for name in words.DAYS],
        "changes": latest_changes(office),
    }
    return render(request, "worktime/year.html", context)


@administrator_required
@require_POST
def propose(request, year):
    added = changes.propose(request.user.organisation, _known(year), actor=request.user)
    if added:
        text = ngettext("%(count)s hari diusulkan. Periksa, lalu tetapkan.", "%(count)s hari diusulkan. Periksa, lalu tetapkan.", added)
        messages.success(request, text % {"count": added})
    else:
        messages.info(request, _("Tidak ada usulan baru untuk tahun itu."))
    return redirect("kalender-tahun", year)


@administrator_required
@require_POST
def confirm(request, year):
    ids = [int(value) for value in request.POST.getlist("libur") if value.isdecimal() and len(value) < 18]
    confirmed = changes.confirm(request.user.organisation, ids, actor=request.user)
    if confirmed:
        messages.success(request, _("%(count)s hari ditetapkan. Batas waktu tiket yang berjalan dihitung ulang.") % {"count": confirmed})
    else:
        messages.warning(request, _("Pilih dahulu hari yang akan ditetapkan."))
    return redirect("kalender-tahun", _known(year))


@administrator_required
def add(request):
    office = request.user.organisation
    form = HolidayForm(request.POST or None, instance=Holiday(organisation=office, kind=Holiday.Kind.LOCAL))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            _save_new(form, request.user)
            messages.success(
                request, _("“%(name)s” disimpan. Batas waktu tiket yang berjalan dihitung ulang.") % {"name": form.instance.name}
            )
            return redirect("kalender-tahun", form.cleaned_data["date"].year)
    return render(request, "worktime/holiday.html", {"form": form, "holiday": form.instance}, status=422 if form.errors else 200)


@administrator_required
def edit(request, pk):
    holiday = get_own_or_404(Holiday.objects.select_related("organisation"), request, pk)
    form = HolidayForm(request.POST or None, instance=holiday)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            changes.save_holiday(form.instance, actor=request.user)
            messages.success(request, _("“%(name)s” disimpan. Batas waktu tiket yang berjalan dihitung ulang.") % {"name": holiday.name})
            return redirect("kalender-tahun", holiday.date.year)
    return render(request, "worktime/holiday.html", {"form": form, "holiday": holiday}, status=422 if form.errors else 200)


@administrator_required
@require_POST
def delete(request, pk):
    holiday = get_own_or_404(Holiday.objects.select_related("organisation"), request, pk)
    changes.delete_holiday(holiday, actor=request.user)
    messages.success(request, _("“%(name)s” dihapus.") % {"name": holiday.name})
    return redirect("kalender-tahun", holiday.date.year)


def _save_new(form, actor):
    if len(form.dates) == 1:
        changes.save_holiday(form.instance, actor=actor)
        return
    new = form.instance
    days = [Holiday(organisation=new.organisation, date=day, name=new.name, kind=new.kind, hours=new.hours) for day in form.dates]
    changes.add_holidays(new.organisation, days, actor=actor, source=_("satu rentang"))


def _known(year):
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return year
