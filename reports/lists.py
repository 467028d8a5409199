"""The list behind each number: which rows it counts, in words and as a queryset. Read from the same sets as the figures."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from sop.registry import EFFECTS
from tickets.models import Channel, Priority

from . import sets
from .figures import others, people
from .figures.definitions import Definitions
from .period import Period

TICKETS, VISITS, EVENTS = "tiket", "langkah", "kejadian"


@dataclass(frozen=True)
class What:
    """One kind of number: `of` TICKETS, VISITS or EVENTS, its name, and `rows(listing)` giving the queryset before filters."""

    of: str
    label: str
    rows: callable


WHATS = {
    "diterima": What(TICKETS, gettext_lazy("Tiket diterima"), lambda o: sets.received(o.scope)),
    "selesai": What(TICKETS, gettext_lazy("Tiket selesai"), lambda o: sets.ended(o.scope, "selesai")),
    "ditolak": What(TICKETS, gettext_lazy("Tiket ditolak"), lambda o: sets.ended(o.scope, "ditolak")),
    "dibatalkan": What(TICKETS, gettext_lazy("Tiket dibatalkan"), lambda o: sets.ended(o.scope, "dibatalkan")),
    "berakhir": What(TICKETS, gettext_lazy("Tiket berakhir"), lambda o: o.ended_in_span()),
    "awal": What(TICKETS, gettext_lazy("Tiket terbuka pada awal periode"), lambda o: sets.open_at(o.scope, o.scope.start)),
    "terbuka": What(TICKETS, gettext_lazy("Tiket terbuka pada akhir periode"), lambda o: sets.open_at(o.scope, o.scope.end)),
    "terlambat": What(
        TICKETS, gettext_lazy("Tiket terbuka yang lewat batas waktu pada akhir periode"), lambda o: sets.late_at(o.scope, o.scope.end)
    ),
    "dibuka-kembali": What(TICKETS, gettext_lazy("Tiket dibuka kembali"), lambda o: sets.tickets_of(sets.reopening(o.scope))),
    "aktif": What(TICKETS, gettext_lazy("Tiket yang ditangani"), lambda o: sets.active(o.scope)),
    "masalah": What(TICKETS, gettext_lazy("Tiket diterima"), lambda o: sets.about(sets.received(o.scope), o.said["kata"])),
    "tiket-petugas": What(
        TICKETS, gettext_lazy("Tiket dengan langkah yang diselesaikan"), lambda o: sets.tickets_of(o.finished_by_person())
    ),
    "langkah": What(VISITS, gettext_lazy("Langkah selesai"), lambda o: sets.left(o.scope)),
    "dinilai": What(VISITS, gettext_lazy("Langkah yang dinilai"), lambda o: sets.judged(o.scope)),
    "tepat": What(VISITS, gettext_lazy("Langkah dalam batas waktu"), lambda o: sets.kept(o.scope)),
    "lewat": What(VISITS, gettext_lazy("Langkah yang lewat batas waktu"), lambda o: sets.missed(o.scope)),
    "ditunda": What(VISITS, gettext_lazy("Langkah yang pernah ditunda"), lambda o: sets.left(o.scope).filter(held_seconds__gt=0)),
    "ulang": What(VISITS, gettext_lazy("Langkah yang diulang"), lambda o: sets.left(o.scope).filter(visit__gt=1)),
    "petugas": What(VISITS, gettext_lazy("Langkah yang diselesaikan"), lambda o: o.finished_by_person()),
    "petugas-lewat": What(
        VISITS, gettext_lazy("Langkah yang lewat batas waktu"), lambda o: people.late(o.scope, o.definitions, o.person and o.person.pk)
    ),
    "di-luar-sop": What(EVENTS, gettext_lazy("Tindakan di luar SOP"), lambda o: sets.deviations(o.scope)),
    "aset": What(EVENTS, gettext_lazy("Tindakan pada aset"), lambda o: others.with_effect(o.scope, o.definitions, o.said["efek"])),
}


class ListForm(forms.Form):
    """What a list may be asked for. Anything else in the address is refused."""

    periode = forms.CharField(max_length=24)
    isi = forms.ChoiceField(choices=[(code, what.label) for code, what in WHATS.items()])
    layanan = forms.SlugField(required=False, max_length=60)
    unit = forms.CharField(required=False, max_length=150, strip=False)
    saluran = forms.ChoiceField(required=False, choices=[("", ""), *Channel.choices])
    prioritas = forms.ChoiceField(required=False, choices=[("", ""), *Priority.choices])
    langkah = forms.RegexField(r"^[0-9a-z.]{1,8}\Z", required=False)
    simpul = forms.RegexField(r"^[0-9a-z.]{1,10}\Z", required=False)
    tindakan = forms.SlugField(required=False, max_length=60)
    efek = forms.ChoiceField(required=False, choices=[("", ""), *EFFECTS.items()])
    kata = forms.RegexField(r"^[a-z0-9]{1,60}\Z", required=False)
    orang = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    dari = forms.DateField(required=False)
    sampai = forms.DateField(required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    def __init__(self, data, *, organisation):
        super().__init__(data)
        self.organisation = organisation

    def clean_periode(self):
        try:
            return Period.parse(self.cleaned_data["periode"], self.organisation.zone)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self):
        said = super().clean()
        if said.get("isi") == "masalah" and not said.get("kata"):
            self.add_error("kata", _("Kata belum disebutkan."))
        if said.get("isi") == "aset" and not said.get("efek"):
            self.add_error("efek", _("Tindakan pada aset belum disebutkan."))
        return said


@dataclass
class Listing:
    """A list that `said` (cleaned ListForm) asks for. `given`: names in the address, an empty unit among them."""

    organisation: object
    said: dict
    given: set = field(default_factory=set)

    @cached_property
    def period(self):
        return self.said["periode"]

    @cached_property
    def scope(self):
        return sets.Scope.of(self.organisation, self.period)

    @cached_property
    def definitions(self):
        return Definitions(self.organisation)

    @cached_property
    def what(self):
        return WHATS[self.said["isi"]]

    @cached_property
    def person(self):
        pk = self.said.get("orang")
        return User.objects.filter(organisation=self.organisation, pk=pk).first() if pk else None

    @cached_property
    def procedure(self):
        """The id of the service asked for; 0, which is nobody's, when the office has none of that code."""
        code = self.said.get("layanan")
        return next((pk for pk, p in self.definitions.procedures.items() if p.code == code), 0) if code else None

    def finished_by_person(self):
        return people.finished(self.scope, self.definitions, self.person and self.person.pk)

    def ended_in_span(self):
        """Ended in the period, on the days asked for."""
        return sets.tickets_of(sets.finishing(self.scope).filter(self._span("left_at")))

    def rows(self):
        """The queryset of Ticket, StepRun or TicketEvent, in the order shown."""
        found = self.what.rows(self)
        to_ticket = "" if self.what.of == TICKETS else "ticket__"
        for name, column in (("saluran", "channel"), ("prioritas", "priority")):
            if self.said.get(name):
                found = found.filter(**{to_ticket + column: self.said[name]})
        if self.procedure is not None:
            found = found.filter(**{f"{to_ticket}procedure": self.procedure})
        if "unit" in self.given:
            found = found.filter(**{f"{to_ticket}requester_unit": self.said.get("unit", "")})
        if self.said["isi"] in ("diterima", "masalah"):
            found = found.filter(self._span("created_at"))
        if self.what.of == VISITS and self.said.get("langkah"):
            found = found.filter(step=self.said["langkah"])
        if self.what.of == EVENTS:
            found = self._of_events(found)
        order = {TICKETS: ("pk",), VISITS: ("left_at", "pk"), EVENTS: ("at", "pk")}[self.what.of]
        return found.order_by(*order)

    def _of_events(self, found):
        if self.said.get("langkah"):
            found = sets.of_step(found, self.said["langkah"])
        if self.said.get("simpul"):
            found = found.filter(act=self.said["simpul"])
        code = self.said.get("tindakan")
        return found.filter(Q(action=code) | Q(action="", kind=code)) if code else found

    def _span(self, name):
        zone, span = ZoneInfo(self.organisation.zone), Q()
        if self.said.get("dari"):
            span &= Q(**{f"{name}__gte": dt.datetime.combine(self.said["dari"], dt.time(), zone)})
        if self.said.get("sampai"):
            span &= Q(**{f"{name}__lt": dt.datetime.combine(self.said["sampai"] + dt.timedelta(days=1), dt.time(), zone)})
        return span

    @property
    def filters(self):
        """What narrows the list, in words."""
        said = self.said
        if said.get("layanan"):
            yield self.definitions.name(self.procedure) if self.procedure else said["layanan"]
        if said.get("langkah"):
            yield _("Langkah %s") % said["langkah"]
        if said.get("simpul"):
            yield _("Simpul %s") % said["simpul"]
        if said.get("tindakan"):
            yield _("Tindakan: %s") % said["tindakan"].replace("_", " ").replace("-", " ")
        if "unit" in self.given:
            yield said.get("unit") or _("Tanpa unit")
        if said.get("saluran"):
            yield str(Channel(said["saluran"]).label)
        if said.get("prioritas"):
            yield _("Prioritas %s") % str(Priority(int(said["prioritas"])).label).lower()
        if said.get("orang"):
            yield self.person.name if self.person else _("orang yang tidak dikenal")
        if said.get("kata"):
            yield _("Perihal memuat “%s”") % said["kata"]
        if said.get("efek"):
            yield capfirst(EFFECTS[said["efek"]])
        days = [said[name] for name in ("dari", "sampai") if said.get(name)]
        if days:
            yield " – ".join(dict.fromkeys(f"{day:%d-%m-%Y}" for day in days))


def url(period, isi, **filters):
    """The address of the list `isi` of WHATS in `period` (Period.code). A filter that is None is left out; an empty unit is not."""
    given = {"periode": period, "isi": isi} | {name: value for name, value in filters.items() if value is not None}
    return f"{reverse('laporan-daftar')}?{urlencode(given)}"
