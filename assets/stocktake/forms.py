"""What is asked when a stock-take begins, and of each asset."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..forms import PlaceField
from ..models import Category, Condition, Location
from .models import Count, Stocktake

State = Count.State


class StocktakeForm(forms.ModelForm):
    class Meta:
        model = Stocktake
        fields = ("name", "location", "category")
        field_classes = {"location": PlaceField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        office = self.instance.organisation
        self.fields["location"].queryset = Location.objects.filter(organisation=office)
        self.fields["location"].empty_label = _("Seluruh kantor")
        self.fields["category"].queryset = Category.objects.filter(organisation=office)
        self.fields["category"].empty_label = _("Semua kategori")


class CountForm(forms.Form):
    """What was seen of one asset; the button that sends it says the state."""

    state = forms.ChoiceField(choices=[choice for choice in State.choices if choice[0] != State.WAITING])
    condition = forms.ChoiceField(choices=Condition.choices, required=False, label=_("Kondisi yang terlihat"))
    place = PlaceField(Location.objects.none(), required=False, empty_label=_("Pilih tempatnya ..."), label=_("Ditemukan di"))
    note = forms.CharField(required=False, max_length=300, label=_("Catatan"))

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = Location.objects.filter(organisation=organisation)
        for name, css in (("condition", "form-select"), ("place", "form-select"), ("note", "form-control")):
            self.fields[name].widget.attrs["class"] = css

    def clean(self):
        said = super().clean()
        if said.get("state") == State.ELSEWHERE and not said.get("place") and "place" not in self.errors:
            self.add_error("place", ValidationError(_("Pilih tempat asetnya ditemukan.")))
        return said
