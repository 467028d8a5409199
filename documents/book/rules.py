"""The office's rules for numbers, kind by kind: what the settings page shows and how a rule is changed."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import services
from accounts.patterns import check_letter_pattern
from accounts.roles import office_day
from sop.registry import LETTER_KINDS

from .. import numbering
from ..models import NumberRule

FIELDS = ("pattern", "mark", "classification", "security", "digits", "yearly", "by_hand")


@dataclass(frozen=True)
class Line:
    """One kind on the settings page. `example`: the next number, empty when it is typed by hand; `own`: has a rule of its own."""

    kind: str
    name: str
    example: str
    by_hand: bool
    own: bool


def lines(organisation):
    """[Line] of every kind of letter, with three queries."""
    day = office_day(organisation)
    rules = {rule.kind: rule for rule in NumberRule.objects.filter(organisation=organisation)}
    last = numbering.last_sequences(organisation)
    found = []
    for kind, name in LETTER_KINDS.items():
        rule = rules.get(kind) or NumberRule(kind=kind)
        rule.organisation = organisation
        example = "" if rule.by_hand else numbering.written(rule, numbering.upcoming(last.get(kind, {}), day.year, rule.yearly), day)
        found.append(Line(kind, name, example, rule.by_hand, kind in rules))
    return found


def example(rule, at_least=None):
    """The number the next letter would get by `rule` (which may be unsaved) today, were the counter raised to `at_least`."""
    day = office_day(rule.organisation)
    return numbering.written(rule, max(numbering.next_of(rule, day.year), at_least or 0), day)


class RuleForm(forms.ModelForm):
    """`instance.organisation` and `.kind` must be set."""

    next = forms.IntegerField(
        label=gettext_lazy("Nomor urut berikutnya"),
        min_value=1,
        max_value=999_999,
        required=False,
        help_text=gettext_lazy(
            "Hanya dapat dinaikkan, misalnya untuk melanjutkan buku agenda kertas. Nomor yang terlewat tidak akan dipakai."
        ),
    )

    class Meta:
        model = NumberRule
        fields = FIELDS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rule = self.instance
        self.year = office_day(rule.organisation).year
        self.upcoming = numbering.next_of(rule, self.year)
        self.fields["next"].initial = self.initial["next"] = self.upcoming
        self.fields["pattern"].widget.attrs["placeholder"] = rule.organisation.letter_number_pattern
        self.fields["mark"].widget.attrs["placeholder"] = numbering.MARKS.get(rule.kind, "")

    def clean_pattern(self):
        pattern = self.cleaned_data["pattern"].strip()
        return check_letter_pattern(pattern) if pattern else ""

    def clean_mark(self):
        return self._plain("mark")

    def clean_classification(self):
        return self._plain("classification")

    def _plain(self, name):
        text = self.cleaned_data[name].strip()
        if "{" in text or "}" in text:
            raise ValidationError(_("Tulis kodenya tanpa kurung kurawal."))
        return text

    def clean_next(self):
        wanted = self.cleaned_data["next"]
        if wanted is not None and "next" in self.changed_data and wanted < self.upcoming:
            raise ValidationError(_("Nomor %d sudah terlewati. Isi angka yang lebih besar, atau biarkan.") % wanted)
        return wanted


@transaction.atomic
def save(form, *, actor):
    """Keep the rule of a valid RuleForm, raise the counter where it says so, and log what changed."""
    rule, changes = form.instance, services.changed_fields(form)
    if not changes:
        return
    rule.save()
    if "next" in changes and form.cleaned_data["next"]:
        numbering.raise_to(rule.organisation, rule.kind, form.year, form.cleaned_data["next"] - 1)
    services.record(rule.organisation, actor, _("Mengubah aturan nomor %(kind)s") % {"kind": rule}, kind=rule.kind, changes=changes)
