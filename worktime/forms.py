"""Forms of the pages Jam kerja and Kalender libur. They check and explain; worktime.changes changes."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms import day_field

from . import words
from .hours import parse_hours
from .ics import MOST_BYTES
from .limits import Limit
from .models import Holiday, WeeklyPattern
from .store import ROUND_THE_CLOCK

LONGEST_CLOSING_DAYS = 60
FIRST_YEAR, LAST_YEAR = 2000, 2090


class HoursField(forms.CharField):
    """Hours of a day as text; cleaned to [[start, end], ...] in minutes after midnight, [] when closed."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"class": "form-control", "placeholder": _("tutup"), "autocomplete": "off", "spellcheck": "false"})
        super().__init__(**{"required": False, "max_length": 200, "widget": widget, **kwargs})

    def prepare_value(self, value):
        return words.hours(value) if isinstance(value, list | tuple) else value

    def clean(self, value):
        try:
            return [list(interval) for interval in parse_hours(super().clean(value))]
        except ValueError as error:
            raise ValidationError(str(error)) from None


class PatternForm(forms.ModelForm):
    """Seven days of hours; for a dated week also its name and dates."""

    class Meta:
        model = WeeklyPattern
        fields = ["name"]

    def __init__(self, *args, dated, **kwargs):
        super().__init__(*args, **kwargs)
        if dated:
            self.fields["starts_on"] = day_field(_("Mulai tanggal"), initial=self.instance.starts_on)
            self.fields["ends_on"] = day_field(
                _("Sampai tanggal"), required=False, initial=self.instance.ends_on, help_text=_("Kosongkan bila berlaku seterusnya.")
            )
        else:
            del self.fields["name"]
        for number, name in enumerate(words.DAYS):
            self.fields[f"day_{number}"] = HoursField(label=name, initial=self.instance.days[number])

    @property
    def day_fields(self):
        return [self[f"day_{number}"] for number in range(7)]

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if "starts_on" in self.fields:
            self.instance.starts_on, self.instance.ends_on = first, last
        self.instance.days = [cleaned.get(f"day_{number}", []) for number in range(7)]
        return cleaned

    def _post_clean(self):
        # The model's own check speaks of the whole; while a single field is wrong it would only repeat it.
        if not self.errors:
            super()._post_clean()


class HolidayForm(forms.ModelForm):
    """A date with other hours; a new one may be several days long."""

    date = day_field(_("Tanggal"))
    until = day_field(_("Sampai tanggal"), required=False, help_text=_("Hanya bila lebih dari satu hari."))
    hours = HoursField(label=_("Jam kerja hari itu"), help_text=_("Hanya untuk setengah hari atau jam khusus, misalnya 07.30–11.30."))

    class Meta:
        model = Holiday
        fields = ["date", "until", "name", "kind", "hours"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hours"].widget.attrs["placeholder"] = "07.30–11.30"
        if self.instance.pk:
            del self.fields["until"]

    def clean_date(self):
        return _within_reach(self.cleaned_data["date"])

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("date"), cleaned.get("until")
        if first and last and not timedelta(0) <= last - first < timedelta(days=LONGEST_CLOSING_DAYS):
            self.add_error("until", _("Isi tanggal sesudah tanggal mulai, paling lama %(days)s hari.") % {"days": LONGEST_CLOSING_DAYS})
        if cleaned.get("hours") and cleaned.get("kind") not in (None, Holiday.Kind.HOURS):
            self.add_error("hours", _("Kosongkan, atau pilih jenis “Setengah hari atau jam khusus”."))
        return cleaned

    @property
    def dates(self):
        """All days of a valid form."""
        first, last = self.cleaned_data["date"], self.cleaned_data.get("until")
        return [first + timedelta(days=number) for number in range(((last or first) - first).days + 1)]


class TesterForm(forms.Form):
    """What if a step with this limit were entered at that moment?"""

    start = forms.DateTimeField(
        label=_("Tiket masuk"), widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    )
    limit = forms.CharField(
        label=_("Batas waktu"), max_length=60, help_text=_("Misalnya 60 menit, 2 hari, 1 minggu, 48 jam kalender, 2x24 jam.")
    )
    service = forms.ChoiceField(label=_("Layanan"), choices=[("kantor", _("Jam kantor")), (ROUND_THE_CLOCK, _("24 jam"))], required=False)

    def clean_start(self):
        start = self.cleaned_data["start"]
        _within_reach(start.date())
        return start

    def clean_limit(self):
        try:
            return Limit.parse(self.cleaned_data["limit"])
        except ValueError as error:
            raise ValidationError(str(error)) from None


class CalendarFileForm(forms.Form):
    file = forms.FileField(
        label=_("Berkas kalender (.ics)"),
        help_text=_("Ekspor dari aplikasi kalender Anda, paling besar 1 MB. Portal tidak mengambil kalender dari alamat luar."),
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar", "data-hc-max-bytes": str(MOST_BYTES)}),
    )
    kind = forms.ChoiceField(label=_("Jenis hari"), choices=[choice for choice in Holiday.Kind.choices if choice[0] != Holiday.Kind.HOURS])

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("Berkas lebih dari 1 MB. Pilih kalender hari libur saja."))
        return file


def _within_reach(day):
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("Tahun harus antara %(first)s dan %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR})
    return day
