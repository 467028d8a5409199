"""What is typed into the register by hand."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import office_day

from . import extras
from .models import UNRECORDED_DECREE, Asset, Category, Location, Status, normal_code, normal_register

# What a keeper sets by hand; repair and disposal belong to their procedures.
BY_HAND = (Status.PLANNED, Status.AVAILABLE, Status.IN_USE, Status.WITHDRAWN)


class CodeField(forms.CharField):
    def to_python(self, value):
        return normal_code(super().to_python(value))


class RegisterField(forms.CharField):
    def to_python(self, value):
        return normal_register(super().to_python(value))


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return f"{person.name} — {person.unit}" if person.unit else person.name


class PartOfField(forms.CharField):
    """Another asset by its number as labels have it (`3.10.01.02.002-0007`), or its id (`#12`) while it has none."""

    organisation = None  # whose assets

    def prepare_value(self, value):
        if isinstance(value, int):
            asset = Asset.objects.of(self.organisation).filter(pk=value).first()
            return (asset.full_code or f"#{asset.pk}") if asset else ""
        return value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        assets = Asset.objects.of(self.organisation)
        if text.startswith("#") and text[1:].isascii() and text[1:].isdigit() and len(text) < 19:
            found = assets.filter(pk=int(text[1:])).first()
        else:
            code, _dash, number = text.replace("/", "-").rpartition("-")
            found = assets.filter(code=normal_code(code), register_number=normal_register(number)).first() if code else None
        if found is None:
            raise ValidationError(_("Tidak ada aset dengan nomor itu. Tulis kode barang dan NUP, misalnya 3.10.01.02.002-0007."))
        return found


def _place_label(location):
    return "\u2003" * location.depth + location.name


class PlaceField(forms.ModelChoiceField):
    def label_from_instance(self, location):
        return _place_label(location)


class AssetForm(forms.ModelForm):
    """An asset of the office of `asset.organisation`, with the questions of its category beneath (names `isian-KODE`)."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    parent = PartOfField(
        label=_("Bagian dari aset"), max_length=60, required=False, widget=forms.TextInput(attrs={"placeholder": "3.10.01.02.002-0007", "autocomplete": "off"})
    )  # fmt: skip

    class Meta:
        model = Asset
        fields = (
            "kind", "category", "code", "register_number", "name", "brand", "serial_number", "specification", "status", "condition", "location", "rack",
            "holder", "holder_text", "unit", "parent", "ip", "hostname", "domain", "network_group", "acquired_year", "value", "source", "contract",
            "warranty_until", "note",
        )  # fmt: skip
        field_classes = {
            "code": CodeField,
            "register_number": RegisterField,
            "holder": PersonField,
            "parent": PartOfField,
            "location": PlaceField,
        }
        widgets = {
            "note": forms.Textarea(attrs={"rows": 3}),
            "specification": forms.Textarea(attrs={"rows": 3}),
            "acquired_year": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            "ip": forms.TextInput(attrs={"placeholder": "192.168.1.10", "autocomplete": "off"}),
            "warranty_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asset, office = self.instance, self.instance.organisation
        self.initial["version"] = asset.version
        self.fields["acquired_year"].localize = False
        self.fields["value"].localize = True
        self.fields["value"].widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        self.fields["value"].widget.is_localized = True
        for name in ("kind", "status", "condition"):
            self.fields[name].required = False
        holder = self.fields["holder"]
        holder.queryset = User.objects.filter(organisation=office, is_active=True) | User.objects.filter(pk=asset.holder_id)
        holder.empty_label = _("Tidak ada")
        self.fields["location"].queryset = Location.objects.filter(organisation=office)
        self.fields["location"].empty_label = _("Tidak dicatat")
        self.fields["category"].queryset = Category.objects.filter(organisation=office)
        self.fields["category"].empty_label = _("Tanpa kategori")
        self.fields["parent"].organisation = office
        self._offer_status()
        self.extra_names = extras.add_fields(self, self._category())

    def _offer_status(self):
        """What a procedure has in hand is not taken out of it by hand."""
        field, now = self.fields["status"], self.instance.status
        if self.instance.pk and now not in BY_HAND:
            field.disabled = True
            field.help_text = _("Status ini diubah oleh prosedurnya.")
        else:
            field.choices = [(code, Status(code).label) for code in BY_HAND]

    def _category(self):
        """The category chosen in the form, else the asset's."""
        chosen = self.data.get(self.add_prefix("category")) if self.is_bound else self.initial.get("category") or self.instance.category_id
        if isinstance(chosen, str) and not (chosen.isascii() and chosen.isdigit() and len(chosen) < 19):
            return None
        return Category.objects.filter(organisation=self.instance.organisation, pk=chosen).first() if chosen else None

    def clean_ip(self):
        return self.cleaned_data["ip"] or None

    def clean(self):
        said = super().clean()
        if not said.get("code") and said.get("status") != Status.PLANNED and "code" not in self.errors and not self._was_unnumbered():
            self.add_error("code", self.fields["name"].error_messages["required"])
        if bool(said.get("code")) != bool(said.get("register_number")) and not {"code", "register_number"} & self.errors.keys():
            self.add_error("register_number" if said.get("code") else "code", self.fields["name"].error_messages["required"])
        self._clean_parent(said)
        if (said.get("holder") or said.get("holder_text")) and said.get("status", Status.AVAILABLE) in ("", Status.AVAILABLE):
            said["status"] = Status.IN_USE  # who has it, uses it
        return said

    def _was_unnumbered(self):
        """Received through a procedure and still waiting for its number: everything else about it may be edited all the same."""
        return self.instance.pk and not self.initial.get("code")

    def _clean_parent(self, said):
        above, seen = said.get("parent"), set()
        while above is not None and above.pk not in seen:
            if above.pk == self.instance.pk and self.instance.pk:
                self.add_error("parent", _("Aset tidak dapat menjadi bagian dari dirinya sendiri."))
                return
            seen.add(above.pk)
            above = above.parent

    def _get_validation_exclusions(self):
        """The office is no field of the form, and still part of what makes a number unique."""
        return super()._get_validation_exclusions() - {"organisation"}

    @property
    def values(self):
        """{column: value} as the door takes them."""
        values = {name: getattr(self.instance, name) for name in self._meta.fields}
        values["extra"] = {**self.instance.extra, **extras.answers(self, self.extra_names)}
        return values

    @property
    def extra_fields(self):
        return [self[name] for name in self.extra_names]


class DecreeForm(forms.Form):
    """Number and date of the SK Penghapusan that came after the procedure had ended."""

    number = forms.CharField(label=_("Nomor SK Penghapusan"), max_length=100)
    date = forms.DateField(label=_("Tanggal SK Penghapusan"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_number(self):
        number = " ".join(self.cleaned_data["number"].split())
        if number.casefold() == UNRECORDED_DECREE:
            raise ValidationError(_("Tulis nomor SK-nya."))
        return number

    def clean_date(self):
        if self.cleaned_data["date"] > office_day(self.organisation):
            raise ValidationError(_("Tanggal SK Penghapusan belum tiba."))
        return self.cleaned_data["date"]
