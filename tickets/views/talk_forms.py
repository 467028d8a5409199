from django import forms
from django.utils.translation import gettext_lazy as _

from ..fields import FilesField
from ..transitions.talk import MAX_TEXT

PUBLIC, INTERNAL = "publik", "internal"


class CommentForm(forms.Form):
    """A comment with files. `staff`: may also write what the requester does not see."""

    text = forms.CharField(
        label=_("Komentar"),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": _("Tulis komentar atau pertanyaan ...")}),
    )
    kepada = forms.ChoiceField(
        label=_("Dibaca oleh"),
        choices=[(PUBLIC, _("Semua, termasuk pemohon")), (INTERNAL, _("Petugas saja (internal)"))],
        initial=PUBLIC,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args, staff=False, owner=None, **kwargs):
        super().__init__(*args, auto_id="komentar-%s", **kwargs)
        self.fields["berkas"] = FilesField(many=True, owner=owner, required=False, label=_("Lampiran"))
        if not staff:
            del self.fields["kepada"]

    @property
    def internal(self):
        return self.cleaned_data.get("kepada") == INTERNAL
