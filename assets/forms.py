from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from .models import Asset, Condition, normal_code, normal_register


class CodeField(forms.CharField):
    def to_python(self, value):
        return normal_code(super().to_python(value))


class RegisterField(forms.CharField):
    def to_python(self, value):
        return normal_register(super().to_python(value))


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return f"{person.name} — {person.unit}" if person.unit else person.name


class AssetForm(forms.ModelForm):
    """An asset of the office of `asset.organisation`."""

    class Meta:
        model = Asset
        fields = (
            "code", "register_number", "name", "brand", "serial_number", "acquired_year", "condition", "location", "holder", "holder_text", "ip", "hostname", "note",
            "active",
        )  # fmt: skip
        field_classes = {"code": CodeField, "register_number": RegisterField, "holder": PersonField}
        widgets = {
            "note": forms.Textarea(attrs={"rows": 3}),
            "acquired_year": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            "ip": forms.TextInput(attrs={"placeholder": "192.168.1.10", "autocomplete": "off"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["acquired_year"].localize = False
        holder = self.fields["holder"]
        holder.queryset = User.objects.filter(organisation=self.instance.organisation, is_active=True) | User.objects.filter(
            pk=self.instance.holder_id
        )
        holder.empty_label = _("Tidak ada")

    def _get_validation_exclusions(self):
        """The office is no field of the form, and still part of what makes a number unique."""
        return super()._get_validation_exclusions() - {"organisation"}


class FilterForm(forms.Form):
    """What the list can be narrowed by. Anything odd is ignored, not refused: addresses get cut and pasted."""

    STATES = {"": _("Masih terdaftar"), "tidak": _("Tidak terdaftar lagi"), "semua": _("Semua")}

    q = forms.CharField(required=False, max_length=200, label=_("Cari aset"))
    kondisi = forms.ChoiceField(required=False, choices=[("", _("Semua kondisi")), *Condition.choices], label=_("Kondisi"))
    daftar = forms.ChoiceField(required=False, choices=list(STATES.items()), label=_("Keadaan"))

    def __init__(self, data):
        super().__init__(data)
        self.fields["q"].widget.attrs |= {
            "type": "search",
            "placeholder": _("Kode, nama, nomor seri, ruangan, atau pemegang"),
            "class": "form-control",
        }
        for name in ("kondisi", "daftar"):
            self.fields[name].widget.attrs["class"] = "form-select"
        self.is_valid()

    def apply(self, assets):
        chosen = self.cleaned_data
        if chosen.get("daftar", "") != "semua":
            assets = assets.filter(active=chosen.get("daftar", "") != "tidak")
        if chosen.get("kondisi"):
            assets = assets.filter(condition=chosen["kondisi"])
        return assets.search(chosen.get("q", ""))

    @property
    def narrowed(self):
        return any(self.cleaned_data.values())
