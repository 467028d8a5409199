"""For whom a ticket is opened: oneself, a colleague, or somebody without an account."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User

from ..models import Channel

SELF, COLLEAGUE, OTHER = "saya", "pegawai", "tamu"


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return " — ".join(filter(None, (person.name, person.unit or person.position)))


NEEDED = {COLLEAGUE: "pegawai", OTHER: "nama"}  # each is marked as needed; only the one of the choice made is


class RequesterForm(forms.Form):
    """`said`: the keyword arguments of open_ticket that follow from the answers. `for_self`: whether one may ask for oneself."""

    prefix = "_untuk"
    use_required_attribute = False  # the browser would ask for what the choice hides

    siapa = forms.ChoiceField(label=gettext_lazy("Pemohon"), widget=forms.RadioSelect)
    pegawai = PersonField(
        User.objects.none(),
        label=gettext_lazy("Pegawai"),
        empty_label=gettext_lazy("Pilih pegawai ..."),
        error_messages={"required": gettext_lazy("Pilih pegawai yang meminta.")},
    )
    nama = forms.CharField(
        max_length=150, label=gettext_lazy("Nama"), error_messages={"required": gettext_lazy("Tuliskan nama pemohonnya.")}
    )
    unit = forms.CharField(required=False, max_length=150, label=gettext_lazy("Unit atau asal"))
    kontak = forms.CharField(required=False, max_length=100, label=gettext_lazy("Nomor telepon atau kontak lain"))
    saluran = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Permintaan disampaikan lewat"),
        choices=[(c.value, c.label) for c in (Channel.PHONE, Channel.WALK_IN, Channel.CHAT)],
        initial=Channel.PHONE.value,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, user, for_self, **kwargs):
        super().__init__(*args, **kwargs)
        others = [(COLLEAGUE, _("Pegawai lain")), (OTHER, _("Orang tanpa akun"))]
        self.fields["siapa"].choices = [(SELF, _("Saya sendiri")), *others] if for_self else others
        self.fields["siapa"].initial = SELF if for_self else COLLEAGUE
        self.fields["pegawai"].queryset = (
            User.objects.active().filter(organisation=user.organisation_id).exclude(pk=user.pk).order_by("name")
        )
        self.fields["pegawai"].widget.attrs["data-tk-search"] = _("Cari nama atau unit")

    def clean(self):
        said = super().clean()
        for choice, name in NEEDED.items():
            if said.get("siapa") != choice:
                self.errors.pop(name, None)
        return said

    @property
    def said(self):
        said = self.cleaned_data
        if said["siapa"] == SELF:
            return {}
        channel = said["saluran"] or Channel.PHONE.value
        if said["siapa"] == COLLEAGUE:
            return {"requester": said["pegawai"], "channel": channel}
        return {"contact": {"name": said["nama"], "unit": said["unit"], "contact": said["kontak"]}, "channel": channel}
