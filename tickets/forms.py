"""The form of one action: built from the SOP definition, used by the pages and by the door alike, so that both refuse the same things."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.sentences import one_stop

from . import fields, registry

NOTE = "_catatan"
PLANNED = "_rencana"
CHECKLIST = "_periksa"
FARTHEST_PLAN = timedelta(days=2 * 366)


class ActionForm(forms.Form):
    """Answers, note, plan and checklist of `action` at `act`.

    `context`: fields.Context. `target_step`: the sop.definition.Step the action leads to, or None at an end. Names of the inputs are
    the field codes; names with an underscore are the engine's own. `draft`: nothing is required.
    """

    required_css_class = "required"

    def __init__(self, *args, act, action, context, target_step=None, now=None, draft=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.act, self.action, self.now = act, action, now
        for f in action.fields:
            if f.kind == "aset" and registry.field_source("aset") is None:
                continue
            self.fields[f.code] = fields.build(f, context)
        if act.checklist and not action.deviation:
            items = [(item, item) for item in act.checklist]
            self.fields[CHECKLIST] = forms.MultipleChoiceField(
                choices=items, widget=forms.CheckboxSelectMultiple, label=_("Daftar periksa")
            )
        if target_step is not None and target_step.planned and target_step.no != act.step:
            self.fields[PLANNED] = forms.DateTimeField(
                label=_("Direncanakan pada"),
                help_text=_("Kapan langkah “%s” dilaksanakan.") % target_step.activity[:80],
                widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            )
        if action.note != "tidak":
            self.fields[NOTE] = forms.CharField(
                label=_("Alasan") if action.deviation else _("Catatan"),
                required=action.note == "wajib",
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

        if draft:  # what is there must be well formed, but nothing has to be there yet
            for made in self.fields.values():
                made.required = False

    def clean__periksa(self):
        ticked = self.cleaned_data[CHECKLIST]
        left = [item for item in self.act.checklist if item not in ticked]
        if left:
            raise forms.ValidationError(one_stop(_("Belum diperiksa: %s.") % "; ".join(left)))
        return ticked

    def clean__rencana(self):
        moment = self.cleaned_data[PLANNED]
        if moment <= (self.now or timezone.now()):
            raise forms.ValidationError(_("Pilih waktu yang akan datang."))
        if moment > (self.now or timezone.now()) + FARTHEST_PLAN:
            raise forms.ValidationError(_("Pilih waktu dalam dua tahun ke depan."))
        return moment

    @property
    def answers(self):
        """{field code: plain value} of the SOP's own fields; files are in `uploads`."""
        own = [f for f in self.action.fields if f.code in self.cleaned_data]
        return {
            f.code: fields.plain(self.cleaned_data[f.code])
            for f in own
            if f.kind != "berkas" and self.cleaned_data[f.code] not in (None, "", [])
        }

    @property
    def is_blank(self):
        """Whether nothing was filled in; what the form came with by itself (an ordinary priority) does not count."""
        came_with = {f.code: fields.plain(self.fields[f.code].initial) for f in self.action.fields if f.kind == "prioritas"}
        said = {code: value for code, value in self.answers.items() if value is not False and value != came_with.get(code)}
        return not said and not self.uploads

    @property
    def cleared(self):
        """Codes of fields left empty this time: an earlier answer no longer counts."""
        own = [f for f in self.action.fields if f.code in self.cleaned_data and f.kind != "berkas"]
        return [f.code for f in own if f.code not in self.answers]

    @property
    def uploads(self):
        """{field code: [attachments.Checked]}."""
        return {f.code: self.cleaned_data[f.code] for f in self.action.fields if f.kind == "berkas" and self.cleaned_data.get(f.code)}

    @property
    def note(self):
        return self.cleaned_data.get(NOTE, "")

    @property
    def planned(self):
        return self.cleaned_data.get(PLANNED)

    @property
    def checked(self):
        return self.cleaned_data.get(CHECKLIST, [])
