"""The survey's form: one row of stars, or the nine unsur one by one."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import UNSUR
from .surveys import FREE

SCALE = [
    (1, gettext_lazy("1 · Tidak baik")),
    (2, gettext_lazy("2 · Kurang baik")),
    (3, gettext_lazy("3 · Baik")),
    (4, gettext_lazy("4 · Sangat baik")),
]


def _choice(label, **more):
    return forms.TypedChoiceField(
        label=label, choices=SCALE, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect, **more
    )


class SurveyForm(forms.Form):
    """What is not said of an unsur follows the stars; without stars all nine must be said. `scores`: all nine, once valid."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stars"] = _choice(_("Secara keseluruhan, bagaimana layanan ini?"))
        for name, label in UNSUR:
            self.fields[name] = _choice(label, initial=FREE.get(name))
        self.fields["comment"] = forms.CharField(
            label=_("Saran (boleh kosong)"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
        )

    @property
    def unsur(self):
        return [self[name] for name, _label in UNSUR]

    @property
    def open(self):
        """Whether the nine are shown at once: somebody has begun with them."""
        return self.is_bound and any(self[name].errors or self.data.get(name) for name, _label in UNSUR if name not in FREE)

    def clean(self):
        said = super().clean()
        stars = said.get("stars")
        given = {name: said.get(name) for name, _label in UNSUR}
        missing = [name for name, value in given.items() if value is None]
        if stars is None and missing and not self.errors:
            raise forms.ValidationError(_("Pilih satu nilai keseluruhan, atau nilai semua unsur."))
        self.scores = {name: value if value is not None else FREE.get(name, stars) for name, value in given.items()}
        self.detailed = any(given[name] is not None for name, _label in UNSUR if name not in FREE)
        if self.detailed is False:
            self.scores = {name: FREE.get(name, stars) for name, _label in UNSUR}
        said["stars"] = stars or (None if missing else round(sum(given.values()) / len(given) + 1e-9))
        return said
