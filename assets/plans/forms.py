"""What is typed into a plan."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.models import User
from accounts.roles import office_day
from sop.models import Procedure
from tickets import permissions, registry
from tickets.pickers import Picker

from ..forms import PersonField
from ..models import Category
from . import opening
from .models import MaintenancePlan


class PlanForm(forms.ModelForm):
    """A plan of the office `plan.organisation`. Of a plan that follows a SOP only who opens its tickets is chosen here."""

    class Meta:
        model = MaintenancePlan
        fields = ("name", "procedure", "opener", "asset", "category", "every", "unit", "at", "starts_on")
        field_classes = {"opener": PersonField}
        widgets = {
            "at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "every": forms.NumberInput(attrs={"min": 1, "max": 365}),
        }

    OF_A_SOP = ("opener",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plan, office = self.instance, self.instance.organisation
        if plan.from_sop:
            self.fields = {name: made for name, made in self.fields.items() if name in self.OF_A_SOP}
        self._offer_openers(plan, office)
        if plan.from_sop:
            return
        self.fields["procedure"].queryset = Procedure.objects.offered(office).select_related("revision_in_force").order_by("name")
        self.fields["procedure"].empty_label = _("Pilih layanan ...")
        self.fields["procedure"].disabled = plan.pk is not None  # what was filled in is about this one
        self.fields["category"].queryset = Category.objects.filter(organisation=office)
        self.fields["category"].empty_label = _("Tidak menurut kategori")
        source = registry.field_source("aset")
        asset = self.fields["asset"]
        asset.queryset = source(office)
        asset.widget = Picker(source, office, many=False, known={})
        asset.widget.choices = ()
        self.initial.setdefault("at", "07:30")
        if plan.pk is None:
            self.initial.setdefault("starts_on", office_day(office))

    def _offer_openers(self, plan, office):
        made = self.fields["opener"]
        procedures = [plan.procedure] if plan.procedure_id else list(
            Procedure.objects.offered(office).select_related("revision_in_force")
        )  # fmt: skip
        definitions = [opening.definition_of(each) for each in procedures if each.revision_in_force is not None]
        codes = {definition.acting_role(role) for definition in definitions for role in definition.opened_by}
        made.queryset = roles.holders(office, codes) | User.objects.filter(pk=plan.opener_id)
        made.required = not plan.from_sop
        made.empty_label = _("Pemegang peran pertama menurut SOP") if plan.from_sop else _("Pilih orangnya ...")
        made.help_text = _("Tiketnya dibuka atas nama orang ini; bila isiannya belum lengkap, ia yang melengkapi konsepnya.")

    def clean(self):
        said = super().clean()
        procedure = said.get("procedure") or (self.instance.procedure if self.instance.procedure_id else None)
        opener = said.get("opener")
        if procedure is not None and opener is not None and not permissions.may_open(opener, procedure):
            self.add_error("opener", _("%(name)s tidak berwenang membuka layanan ini.") % {"name": opener})
        if said.get("category") and not said.get("asset") and procedure is not None:
            field = opening.asset_field(opening.definition_of(procedure).first_act.actions[0])
            if field is not None and not field.many:
                self.add_error("category", _("Formulir layanan ini menyebut satu aset saja. Pilih asetnya, bukan kategorinya."))
        return said

    def clean_opener(self):
        opener = self.cleaned_data["opener"]
        if opener is not None and not opener.is_active:
            raise ValidationError(_("Pilih orang yang masih aktif."))
        return opener
