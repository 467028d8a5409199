"""The form in which the parts of a letter are written: one field for each part that may be edited, by its form.

Points are one to a line; pairs and tables are rows of inputs; checks are boxes and lines of one's own.
"""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tickets.fields import TableField

from ..kinds.base import is_empty
from ..kinds.source import points_of

LONGEST = 20_000
CELL = 500
OWN = "_lain"  # ends the name of the field for what somebody adds to a list of checks


class PartsForm(forms.Form):
    """`parts`: [(Part, content)] of those that may be edited now. `written()`: {part code: content} of what was typed."""

    required_css_class = "required"

    def __init__(self, data=None, *, parts, **kwargs):
        super().__init__(data, **kwargs)
        self.parts = {part.code: (part, content) for part, content in parts}
        for part, content in parts:
            for name, field in FIELDS[part.form](part, content).items():
                field.required = False
                self.fields[name] = field

    def written(self):
        """Each part as it was typed, in the same normal form as a proposal."""
        return {code: READ[part.form](self.cleaned_data, part, content) for code, (part, content) in self.parts.items()}

    def changed_from(self, proposals):
        """{part code: content} of the parts that say something else than `proposals` ({part code: content})."""
        return {code: content for code, content in self.written().items() if not same(content, proposals[code])}


def may_be_edited(part, content):
    """Whether there is a form for this content: a table that is still to be answered, or has none of its columns yet, has not."""
    if not part.editable:
        return False
    if part.form == "table":
        return bool(content) and not any(cell.startswith("«") and cell.endswith("»") for row in content["rows"] for cell in row[:1])
    return bool(content) if part.form == "checks" else True


def same(one, other):
    """Whether two contents print the same: nothing is nothing, however it is written."""
    return one == other or (is_empty(one) and is_empty(other))


def _label(part):
    return str(part.name) or part.code


def _area(part, text, rows, help_text=""):
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST})
    return forms.CharField(label=_label(part), initial=text, max_length=LONGEST, widget=widget, help_text=help_text)


def _text(part, content):
    return {part.code: _area(part, content, min(max(3, len(content) // 90 + content.count("\n") + 1), 14))}


def _points(part, content):
    lines = content or []
    return {part.code: _area(part, "\n".join(lines), min(max(3, len(lines) + 2), 14), _("Satu butir per baris; nomornya dibuat otomatis."))}


def _columns(labels):
    return {f"k{at}": _cell(label) for at, label in enumerate(labels)}


def _cell(label):
    field = forms.CharField(label=label, required=False, max_length=CELL, validators=[MaxLengthValidator(CELL)])
    return field


def _pairs(part, content):
    rows = [{"k0": label, "k1": text} for label, text in content or []]
    return {part.code: TableField(_columns([_("Keterangan"), _("Isi")]), label=_label(part), initial=rows)}


def _table(part, content):
    rows = [{f"k{at}": text for at, text in enumerate(row)} for row in content["rows"]]
    return {part.code: TableField(_columns(content["columns"]), label=_label(part), initial=rows)}


def _checks(part, content):
    own = [text for text in content["chosen"] if text not in content["options"]]
    boxes = forms.MultipleChoiceField(
        label=_label(part), choices=[(o, o) for o in content["options"]], initial=content["chosen"], widget=forms.CheckboxSelectMultiple
    )
    more = _area(part, "\n".join(own), 2, _("Satu butir per baris."))
    more.label = _("%s: lainnya") % _label(part)
    return {part.code: boxes, part.code + OWN: more}


def _read_rows(said, part, width):
    return [[row.get(f"k{at}") or "" for at in range(width)] for row in said[part.code]]


def _read_table(said, part, content):
    width = len(content["columns"])
    return {**content, "rows": _read_rows(said, part, width)}


def _read_checks(said, part, content):
    ticked = [option for option in content["options"] if option in said[part.code]]
    return {"options": content["options"], "chosen": ticked + points_of(said[part.code + OWN])}


def _read_text(said, part, _content):
    return "\n".join(line.rstrip() for line in said[part.code].replace("\x00", "").replace("\r\n", "\n").split("\n")).strip()


FIELDS = {"text": _text, "points": _points, "pairs": _pairs, "table": _table, "checks": _checks}
READ = {
    "text": _read_text,
    "points": lambda said, part, _content: points_of(said[part.code]),
    "pairs": lambda said, part, _content: _read_rows(said, part, 2),
    "table": _read_table,
    "checks": _read_checks,
}


class CorrectionForm(PartsForm):
    """The parts of a letter that is issued, and why it is corrected."""

    _alasan = forms.CharField(
        label=_l("Alasan perbaikan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_l("Tercatat pada surat dan riwayat tiket, terbaca oleh semua yang melihat tiket."),
    )
