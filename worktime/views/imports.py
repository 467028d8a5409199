"""Pengaturan › Kalender libur › Impor: an .ics file is read, shown, and taken over line by line."""

from datetime import date

from django.contrib import messages
from django.core import signing
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import administrator_required
from accounts.roles import office_day

from .. import changes, ics
from ..forms import CalendarFileForm
from ..models import Holiday

SALT = "worktime.import"
LONGEST_PREVIEW_SECONDS = 3600
MOST_DAYS = 600


@administrator_required
def upload(request):
    """The form; with a readable file, the preview of its days. Nothing is kept yet: the preview carries the signed list."""
    form = CalendarFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            reading = ics.read(form.cleaned_data["file"].read())
        except ValueError as error:
            form.add_error("file", str(error))
        else:
            return _preview(request, reading, form.cleaned_data["kind"])
    return render(request, "worktime/import.html", {"form": form}, status=422 if form.errors else 200)


@administrator_required
@require_POST
def save(request):
    """Take over the ticked days of a preview."""
    office = request.user.organisation
    try:
        listed = signing.loads(request.POST.get("daftar", ""), salt=f"{SALT}.{office.pk}", max_age=LONGEST_PREVIEW_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("Pratinjau sudah kedaluwarsa. Unggah berkasnya sekali lagi."))
        return redirect("kalender-impor")
    ticked = {int(value) for value in request.POST.getlist("hari") if value.isdecimal() and len(value) < 6}
    chosen = [Holiday(organisation=office, date=date.fromisoformat(day), name=name, kind=kind) for day, name, kind in _at(listed, ticked)]
    added = changes.add_holidays(office, chosen, actor=request.user, source=_("berkas kalender"))
    if not added:
        messages.warning(request, _("Tidak ada hari baru yang dipilih."))
        return redirect("kalender-impor")
    messages.success(request, _("%(count)s hari ditambahkan. Batas waktu tiket yang berjalan dihitung ulang.") % {"count": added})
    return redirect("kalender-tahun", chosen[0].date.year)


def _preview(request, reading, kind):
    office = request.user.organisation
    days = sorted({(day, event.name) for event in reading.events for day in event.days})
    if len(days) > MOST_DAYS:
        reading.passed_over.append(_("Hanya %(count)s hari pertama yang ditampilkan.") % {"count": MOST_DAYS})
    days = days[:MOST_DAYS]
    listed = [(day.isoformat(), name, _kind(name, kind)) for day, name in days]
    there = {}
    for holiday in Holiday.objects.filter(organisation=office, date__in={day for day, _name in days}):
        there.setdefault(holiday.date, []).append(holiday.name)
    today = office_day(office)
    rows = [
        {
            "number": str(number),
            "day": day,
            "name": name,
            "kind": Holiday.Kind(_kind(name, kind)).label,
            "there": ", ".join(there.get(day, ())),
            "same": name in there.get(day, ()),
            # A date that has an entry is most likely the same feast under another name; the past was counted without it.
            "ticked": day not in there and day >= today,
            "past": day < today,
        }
        for number, (day, name) in enumerate(days)
    ]
    context = {"rows": rows, "passed_over": reading.passed_over, "listed": signing.dumps(listed, salt=f"{SALT}.{office.pk}", compress=True)}
    return render(request, "worktime/import_preview.html", context)


def _kind(name, kind):
    """Calendars of national holidays carry cuti bersama too, told by their names."""
    return Holiday.Kind.JOINT_LEAVE if "cuti bersama" in name.lower() else Holiday.Kind(kind)


def _at(listed, numbers):
    return [entry for number, entry in enumerate(listed) if number in numbers]
