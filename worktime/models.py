"""Office hours and holidays as an administrator keeps them. Changed only by `worktime.changes`; read through `worktime.store`."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation

from .calendars import merged


def check_day(intervals):
    """ValidationError unless `intervals` is a list of [start, end] minutes after midnight."""
    try:
        merged(intervals)
    except (TypeError, ValueError):
        raise ValidationError(_("Jam kerja tidak sah.")) from None


class WeeklyPattern(models.Model):
    """A week of hours. Without dates: the office's ordinary week. With dates (inclusive): Ramadan, or new hours from a day on."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="weekly_patterns")
    name = models.CharField(_("nama"), max_length=80)
    starts_on = models.DateField(_("mulai tanggal"), null=True, blank=True)
    ends_on = models.DateField(_("sampai tanggal"), null=True, blank=True)
    days = models.JSONField()  # seven lists, from Monday, of [start, end] in minutes after midnight

    class Meta:
        verbose_name = _("pola jam kerja")
        verbose_name_plural = _("pola jam kerja")
        ordering = [F("starts_on").asc(nulls_first=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(starts_on=None), name="one_ordinary_week_per_organisation"),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="pattern_ends_after_it_starts"),
        ]

    def __str__(self):
        return self.name

    @property
    def is_ordinary(self):
        return self.starts_on is None

    @property
    def week(self):
        """The days as `worktime.calendars.Week`."""
        return tuple(merged(day) for day in self.days)

    @property
    def minutes(self):
        """Working minutes of the week."""
        return sum(end - start for day in self.week for start, end in day)

    def clean(self):
        if not isinstance(self.days, list) or len(self.days) != 7:
            raise ValidationError(_("Satu minggu terdiri atas tujuh hari."))
        for day in self.days:
            check_day(day)
        if not self.minutes:
            raise ValidationError(_("Isi paling sedikit satu hari kerja."))
        if self.ends_on and not self.starts_on:
            raise ValidationError({"starts_on": _("Isi tanggal mulainya.")})
        if self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("Tanggal akhir mendahului tanggal mulai.")})
        self._refuse_overlap()

    def _refuse_overlap(self):
        """Two weeks with an end may not share a day: nobody could say which of them counts."""
        if not self.ends_on:
            return
        others = WeeklyPattern.objects.filter(organisation=self.organisation_id, starts_on__lte=self.ends_on, ends_on__gte=self.starts_on)
        other = others.exclude(pk=self.pk).first()
        if other:
            raise ValidationError({"starts_on": _("Bertumpuk dengan “%(name)s”.") % {"name": other.name}})


class HolidayQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(confirmed=True)

    def of_year(self, year):
        return self.filter(date__year=year)


class Holiday(models.Model):
    """A date with other hours than its week says. Counts once `confirmed`."""

    class Kind(models.TextChoices):
        NATIONAL = "nasional", _("Libur nasional")
        JOINT_LEAVE = "cuti-bersama", _("Cuti bersama")
        LOCAL = "lokal", _("Kantor tutup")
        HOURS = "khusus", _("Setengah hari atau jam khusus")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="holidays")
    date = models.DateField(_("tanggal"))
    name = models.CharField(_("nama"), max_length=120)
    kind = models.CharField(_("jenis"), max_length=12, choices=Kind, default=Kind.NATIONAL)
    hours = models.JSONField(_("jam kerja hari itu"), default=list, blank=True)  # [start, end] in minutes; empty: closed
    confirmed = models.BooleanField(_("berlaku"), default=True)
    estimated = models.BooleanField(_("perkiraan"), default=False)  # the library reckons the moon; the government decides
    proposed = models.BooleanField(default=False)  # came from the list of national holidays, not from a person

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("hari libur")
        verbose_name_plural = _("hari libur")
        ordering = ["date", "name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "date", "name"], name="holiday_once_per_date_and_name")]

    def __str__(self):
        return self.name

    def clean(self):
        check_day(self.hours)
        if self.kind == self.Kind.HOURS and not self.hours:
            raise ValidationError({"hours": _("Isi jam kerja hari itu, misalnya 07.30–11.30.")})
        if self.kind != self.Kind.HOURS:
            self.hours = []
        twin = Holiday.objects.filter(organisation=self.organisation_id, date=self.date, name=self.name).exclude(pk=self.pk)
        if twin.exists():
            raise ValidationError({"name": _("Sudah ada pada tanggal itu.")})


class CalendarState(models.Model):
    """What is in force for an office, as one value: `snapshot` is JSON text for `worktime.store`, remade with a new
    `version` at each change.

    `settled`: the version that running deadlines were last recomputed for; a difference means work is left (see `store.unsettled`).
    """

    organisation = models.OneToOneField(Organisation, models.CASCADE, primary_key=True, related_name="calendar_state")
    version = models.UUIDField(default=uuid.uuid4)
    settled = models.UUIDField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    snapshot = models.TextField(default="")

    class Meta:
        verbose_name = _("kalender berlaku")
        verbose_name_plural = _("kalender berlaku")

    def __str__(self):
        return f"{self.organisation_id} {self.version}"
