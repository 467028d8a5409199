"""Forms of the moves that no SOP prints: hold, resume, cancel, reopen, reassign."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.sentences import one_stop

from ..models import HoldReason
from ..transitions.lifecycle import reassignable

NOTE_ROWS = {"rows": 3}


class MoveForm(forms.Form):
    """`said`: keyword arguments of the door's function. `fields_of_door`: {its field: ours}, where names differ. `done`: what is said
    afterwards where the move alone does not say it."""

    fields_of_door = {"note": "catatan"}
    done = ""

    def __init__(self, *args, ticket, **kwargs):
        super().__init__(*args, **kwargs)
        self.ticket = ticket

    @property
    def said(self):
        return {"note": self.cleaned_data["catatan"]}


class HoldForm(MoveForm):
    fields_of_door = {"note": "catatan", "reason": "alasan"}

    alasan = forms.ChoiceField(label=_("Menunggu apa"), choices=[(r.value, r.label) for r in HoldReason], widget=forms.RadioSelect)
    menunggu = forms.CharField(
        label=_("Siapa yang ditunggu"),
        required=False,
        max_length=150,
        help_text=_("Misalnya nama orang, bagian, atau penyedia. Tampil di tiket."),
    )
    catatan = forms.CharField(label=_("Catatan"), required=False, max_length=5000, widget=forms.Textarea(attrs=NOTE_ROWS))

    def clean(self):
        said = super().clean()
        if said.get("alasan") == HoldReason.OTHER and not said.get("catatan"):
            self.add_error("catatan", _("Jelaskan alasannya."))
        return said

    @property
    def said(self):
        return {"reason": self.cleaned_data["alasan"], "waiting_for": self.cleaned_data["menunggu"], "note": self.cleaned_data["catatan"]}


class ResumeForm(MoveForm):
    catatan = forms.CharField(label=_("Catatan"), required=False, max_length=5000, widget=forms.Textarea(attrs=NOTE_ROWS))


class CancelForm(MoveForm):
    catatan = forms.CharField(label=_("Alasan pembatalan"), max_length=5000, widget=forms.Textarea(attrs=NOTE_ROWS))


class ReopenForm(MoveForm):
    catatan = forms.CharField(label=_("Apa yang belum beres"), max_length=5000, widget=forms.Textarea(attrs=NOTE_ROWS))


class ReassignForm(MoveForm):
    """One choice of role and person: who could hold which role, grouped by role."""

    fields_of_door = {"note": "catatan", "role": "kepada", "person": "kepada"}

    kepada = forms.ChoiceField(label=_("Alihkan kepada"))
    catatan = forms.CharField(label=_("Catatan untuk penerima"), required=False, max_length=5000, widget=forms.Textarea(attrs=NOTE_ROWS))

    def __init__(self, *args, ticket, **kwargs):
        super().__init__(*args, ticket=ticket, **kwargs)
        held = {holder.role: holder.person_id for holder in ticket.holders.all()}
        self.people, groups = {}, []
        for role in reassignable(ticket):
            options = []
            for person in roles.holders(ticket.organisation, [role]):
                if held.get(role) != person.pk:
                    self.people[f"{role}:{person.pk}"] = role, person
                    options.append((f"{role}:{person.pk}", person.name))
            if options:
                groups.append((ticket.definition.role_label(role), options))
        self.fields["kepada"].choices = [("", _("Pilih peran dan orangnya ...")), *groups]

    def clean_kepada(self):
        try:
            return self.people[self.cleaned_data["kepada"]]
        except KeyError:
            raise ValidationError(_("Pilih orang yang memegang peran itu.")) from None

    @property
    def done(self):
        role, person = self.cleaned_data["kepada"]
        words = {"role": self.ticket.definition.role_label(role), "name": person.name}
        return one_stop(gettext("Peran %(role)s pada tiket ini dialihkan kepada %(name)s.") % words)

    @property
    def said(self):
        role, person = self.cleaned_data["kepada"]
        return {"role": role, "person": person, "note": self.cleaned_data["catatan"]}
