"""What the list can be asked for. Anything odd is ignored, not refused: addresses get cut and pasted."""

import datetime as dt
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import office_day

from .forms import PlaceField
from .models import Asset, Category, Condition, Kind, Location, Status
from .places import below

PAGE = 25
COUNTED_TO = 250  # ten pages; more is not worth counting each time
LAST_PAGE = 4000
ORDERS = {
    "": ("code", "register_number", "pk"),
    "nama": ("name", "pk"),
    "terbaru": ("-changed_at", "-pk"),
    "garansi": ("warranty_until", "pk"),
}
REGISTERED, EVERYTHING = "", "semua"
WARRANTY_DAYS = {"30": 30, "90": 90}
OVER = "habis"


class HolderField(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return person.name


class FilterForm(forms.Form):
    q = forms.CharField(required=False, max_length=200, label=_("Cari aset"))
    status = forms.ChoiceField(
        required=False, choices=[(REGISTERED, _("Masih terdaftar")), *Status.choices, (EVERYTHING, _("Semua status"))], label=_("Status")
    )
    jenis = forms.ChoiceField(required=False, choices=[("", _("Semua jenis")), *Kind.choices], label=_("Jenis"))
    kategori = forms.ModelChoiceField(Category.objects.none(), required=False, empty_label=_("Semua kategori"), label=_("Kategori"))
    kondisi = forms.ChoiceField(required=False, choices=[("", _("Semua kondisi")), *Condition.choices], label=_("Kondisi"))
    lokasi = PlaceField(Location.objects.none(), required=False, empty_label=_("Semua lokasi"), label=_("Lokasi"))
    pemegang = HolderField(User.objects.none(), required=False, empty_label=_("Siapa saja"), label=_("Pemegang"))
    garansi = forms.ChoiceField(
        required=False,
        choices=[("", _("Semua")), ("30", _("Berakhir dalam 30 hari")), ("90", _("Berakhir dalam 90 hari")), (OVER, _("Sudah berakhir"))],
        label=_("Garansi"),
    )
    urut = forms.ChoiceField(
        required=False,
        choices=[("", _("Kode barang")), ("nama", _("Nama")), ("terbaru", _("Terakhir diubah")), ("garansi", _("Garansi terdekat"))],
        label=_("Urutkan"),
    )

    def __init__(self, data, *, organisation):
        known = {name: str(data.get(name, ""))[:2000] for name in self.base_fields}
        super().__init__(known)
        self.organisation = organisation
        holding = Asset.objects.filter(organisation=organisation, holder=OuterRef("pk"))
        self.fields["kategori"].queryset = Category.objects.filter(organisation=organisation)
        self.fields["lokasi"].queryset = Location.objects.filter(organisation=organisation)
        self.fields["pemegang"].queryset = User.objects.filter(Exists(holding), organisation=organisation)
        for name, made in self.fields.items():
            made.widget.attrs["class"] = "form-select" if isinstance(made.widget, forms.Select) else "form-control"
            if name in ("kategori", "lokasi", "pemegang") and not (
                known[name].isascii() and known[name].isdigit() and len(known[name]) < 19
            ):
                self.data[name] = ""
        self.is_valid()

    def apply(self, assets):
        """`assets` of the office narrowed and put in order."""
        said = self.cleaned_data
        status = said.get("status", REGISTERED)
        if status == REGISTERED:
            assets = assets.exclude(status=Status.DISPOSED)
        elif status != EVERYTHING:
            assets = assets.filter(status=status)
        for name, column in (("jenis", "kind"), ("kategori", "category"), ("kondisi", "condition"), ("pemegang", "holder")):
            if said.get(name):
                assets = assets.filter(**{column: said[name]})
        if said.get("lokasi"):
            assets = assets.filter(location__in=list(below(said["lokasi"])))
        assets = self._by_warranty(assets, said.get("garansi", ""))
        if said.get("urut") == "garansi":
            assets = assets.filter(warranty_until__isnull=False)
        return assets.search(said.get("q", ""), self.organisation).order_by(*ORDERS[said.get("urut", "")])

    def _by_warranty(self, assets, asked):
        today = office_day(self.organisation)
        if asked == OVER:
            return assets.filter(warranty_until__lt=today)
        if asked:
            return assets.filter(warranty_until__gte=today, warranty_until__lte=today + dt.timedelta(days=WARRANTY_DAYS[asked]))
        return assets

    @property
    def narrowed(self):
        return any(value for name, value in self.cleaned_data.items() if name != "urut")

    @property
    def folded(self):
        """Whether one of the filters behind the first line is set."""
        return any(value for name, value in self.cleaned_data.items() if name not in ("q", "status"))

    @property
    def query(self):
        """The query string of what is chosen: what a saved view keeps."""
        said = {name: getattr(value, "pk", value) for name, value in self.cleaned_data.items()}
        return urlencode({name: value for name, value in said.items() if value})


class Page:
    """One page of the list, which is not counted through: `total` is a number or a text ("lebih dari 250"). Two queries."""

    def __init__(self, assets, number):
        self.number = number if number.__class__ is int and 1 <= number <= LAST_PAGE else 1
        start, stop = (self.number - 1) * PAGE, self.number * PAGE
        # The page is found and counted by ids first: a search that needs the whole index would otherwise do its work twice.
        ids = list(assets.values_list("pk", flat=True)[: max(COUNTED_TO, stop) + 1])
        rows = Asset.objects.described().in_bulk(ids[start:stop])
        self.rows = [rows[pk] for pk in ids[start:stop]]
        self.total = len(ids) if len(ids) <= COUNTED_TO else _("lebih dari %d") % COUNTED_TO
        self.has_previous = self.number > 1
        self.has_next = len(ids) > stop and self.number < LAST_PAGE


def page_number(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
