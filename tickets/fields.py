"""Form fields for every kind of isian of the SOP language.

`build(field, context)` makes the Django field; `plain(value)` gives what an event keeps of its answer: canonical JSON without floats.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.models import Organisation

from . import attachments, registry
from .models import Priority
from .pickers import Picker

MAX_ROWS = 200
MAX_TABLE_TEXT = 60_000  # characters in all cells: what a letter can still be drawn from in seconds
MAX_FILES = 10


@dataclass
class Context:
    """What building a form needs: whose office, the answers so far, and who fills it in."""

    organisation: Organisation
    answers: dict = field(default_factory=dict)
    user: object = None


class FilesInput(forms.FileInput):
    """Several files, and those of an earlier refused submission kept on the server (`staged`: StagedUploads).

    `kept`: files answered with before (presenting.answers.FileLink); they stay unless new ones are sent.
    """

    allow_multiple_selected = True
    template_name = "tickets/widgets/files.html"
    needs_multipart_form = True

    def __init__(self, many, attrs=None):
        super().__init__(attrs)
        self.many = many
        self.staged, self.kept = [], []

    def use_required_attribute(self, initial):
        return super().use_required_attribute(initial) and not self.staged

    def value_from_datadict(self, data, files, name):
        got = files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])
        got = list(got) if isinstance(got, (list, tuple)) else [got]
        tokens = data.getlist(f"{name}-simpan") if hasattr(data, "getlist") else []
        return [upload for upload in got if upload], tokens

    def value_omitted_from_data(self, data, files, name):
        return False

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        context["widget"] |= {"staged": self.staged, "kept": self.kept}
        context["widget"]["attrs"] |= {"class": "form-control", "data-hc-max-bytes": settings.ATTACHMENT_MAX_BYTES, "multiple": self.many}
        return context


class FilesField(forms.Field):
    """One or several files; cleans to a list of attachments.Checked."""

    def __init__(self, *, many, owner, **kwargs):
        super().__init__(widget=FilesInput(many), **kwargs)
        self.many, self.owner = many, owner

    def clean(self, value):
        uploads, tokens = value or ([], [])
        kept = attachments.claim(self.owner, tokens[:MAX_FILES]) if tokens else []
        if uploads and not self.many:
            kept = []
        found = [*kept, *uploads]
        if not found and self.required:
            raise ValidationError(_("Lampirkan berkasnya."), code="required")
        if len(found) > (MAX_FILES if self.many else 1):
            raise ValidationError(_("Paling banyak %d berkas sekali kirim.") % (MAX_FILES if self.many else 1))
        errors, checked = [], []
        for upload in found:
            try:
                checked.append(attachments.check(upload))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        for item, upload in zip(checked, found, strict=True):
            object.__setattr__(item, "staged", getattr(upload, "staged", None))
        return checked


class TableInput(forms.Widget):
    """Rows of small inputs, posted as `name-ROW-COLUMN`; tests and the door may give a list of dicts under `name`.

    `wrong`: {(row, column code): messages} of what the last cleaning refused, rows counted from 0 without the empty ones.
    """

    template_name = "tickets/widgets/table.html"
    BLANK_ROWS = 4  # for browsers without script; the script keeps one and adds more on demand
    CSS = {forms.Select: "form-select", forms.CheckboxInput: "form-check-input"}

    def __init__(self, columns, attrs=None):
        super().__init__(attrs)
        self.columns, self.wrong = columns, {}

    def value_from_datadict(self, data, files, name):
        given = data.get(name)
        if isinstance(given, list):
            return given
        rows = {}
        prefix = f"{name}-"
        for key in data:
            if key.startswith(prefix):
                index, _sep, column = key[len(prefix) :].partition("-")
                if index.isascii() and index.isdigit() and len(index) < 5 and column in self.columns:
                    rows.setdefault(int(index), {})[column] = data.get(key)
        return [rows[index] for index in sorted(rows)]

    def value_omitted_from_data(self, data, files, name):
        return False

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        rows = filled(value) + [{}] * self.BLANK_ROWS
        context["widget"]["columns"] = list(self.columns.values())
        context["widget"]["rows"] = [
            [self._cell(name, index, code, row.get(code)) for code in self.columns] for index, row in enumerate(rows)
        ]
        return context

    def _cell(self, name, index, code, value):
        """Context of one input, named `name-INDEX-CODE`."""
        column, errors = self.columns[code], self.wrong.get((index, code), ())
        attrs = {"aria-label": f"{column.label} {index + 1}", "class": self.CSS.get(type(column.widget), "form-control")}
        if errors:
            attrs |= {"class": f"{attrs['class']} is-invalid", "aria-invalid": "true", "aria-describedby": f"{name}-{index}-{code}-salah"}
        return column.widget.get_context(f"{name}-{index}-{code}", value, attrs)["widget"] | {"column": column.label, "errors": errors}


def filled(rows):
    """The rows (dicts) of a table that hold anything."""
    return [row for row in rows or [] if isinstance(row, dict) and any(str(value or "").strip() for value in row.values())]


class TableField(forms.Field):
    """A list of {column code: plain value}; empty rows are dropped. What is wrong with a cell is said at the cell."""

    def __init__(self, columns, **kwargs):
        self.columns = columns
        super().__init__(widget=TableInput(columns), **kwargs)

    def clean(self, value):
        rows, self.widget.wrong = filled(value), {}
        if not rows and self.required:
            raise ValidationError(_("Isi paling sedikit satu baris."), code="required")
        if len(rows) > MAX_ROWS:
            raise ValidationError(_("Paling banyak %d baris.") % MAX_ROWS)
        if sum(len(str(cell)) for row in rows for cell in row.values() if cell) > MAX_TABLE_TEXT:
            raise ValidationError(_("Isi tabel ini terlalu panjang. Ringkas, lalu lampirkan selengkapnya sebagai berkas."))
        errors, cleaned = [], []
        for index, row in enumerate(rows):
            clean_row = {}
            for code, column in self.columns.items():
                try:
                    clean_row[code] = plain(column.clean(row.get(code)))
                except ValidationError as error:
                    self.widget.wrong[index, code] = error.messages
                    errors += [
                        ValidationError(
                            _("Baris %(row)d, %(column)s: %(message)s") % {"row": index + 1, "column": column.label, "message": m}
                        )
                        for m in error.messages
                    ]
            cleaned.append(clean_row)
        if errors:
            raise ValidationError(errors)
        return cleaned


def _text(f, context):
    return forms.CharField(max_length=300)


def _paragraph(f, context):
    return forms.CharField(max_length=10_000, widget=forms.Textarea(attrs={"rows": 3}))


def _number(f, context):
    return forms.DecimalField(max_digits=18, decimal_places=4, localize=True)


def _date(f, context):
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _time(f, context):
    return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


def _choice(f, context):
    options = [(c, c) for c in f.choices]
    if len(options) <= 4:
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect)
    return forms.ChoiceField(choices=[("", _("Pilih ...")), *options])


def _check(f, context):
    return forms.BooleanField()


def _ip(f, context):
    return forms.GenericIPAddressField(
        widget=forms.TextInput(attrs={"inputmode": "text", "placeholder": "192.168.1.10", "autocomplete": "off"})
    )


def _files(f, context):
    return FilesField(many=f.many, owner=context.user)


class PersonChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return f"{person.name} — {person.position}" if person.position else person.name


def _person(f, context):
    people = roles.holders(context.organisation, [f.role])
    empty = _("Pilih orangnya ...")
    made = PersonChoiceField(people, empty_label=empty)
    return made


def _priority(f, context):
    return forms.TypedChoiceField(choices=Priority.choices, coerce=int, initial=Priority.NORMAL, widget=forms.RadioSelect)


class ManyObjectsField(forms.ModelMultipleChoiceField):
    """Several objects by id; an id no database could hold is a wrong choice, not an error of the server."""

    def clean(self, value):
        if any(len(str(pk)) > 18 for pk in value or []):
            raise ValidationError(_("Pilihan tidak dikenali."))
        return super().clean(value)


def _asset(f, context):
    source = registry.field_source("aset")
    rows = source(context.organisation)
    answer = context.answers.get(f.code)
    known = {str(row["id"]): row["label"] for row in (answer if isinstance(answer, list) else [answer]) if row}
    picker = Picker(source, context.organisation, many=f.many, known=known)
    return ManyObjectsField(rows, widget=picker) if f.many else forms.ModelChoiceField(rows, widget=picker)


def _table(f, context):
    return TableField({column.code: _compact(build(column, context)) for column in f.columns})


def _compact(made):
    """A cell has no room for a group of buttons."""
    if isinstance(made.widget, forms.RadioSelect):
        made.widget = forms.Select(choices=[("", _("Pilih ...")), *made.choices])
    if isinstance(made.widget, forms.Textarea):
        made.widget.attrs["rows"] = 1
    return made


BUILDERS = {
    "teks": _text,
    "paragraf": _paragraph,
    "angka": _number,
    "tanggal": _date,
    "jam": _time,
    "pilihan": _choice,
    "centang": _check,
    "ip": _ip,
    "berkas": _files,
    "petugas": _person,
    "prioritas": _priority,
    "aset": _asset,
    "tabel": _table,
}


def build(f, context):
    """The Django form field for a sop.definition.Field; kept answers of the same code are its initial value."""
    made = BUILDERS[f.kind](f, context)
    kept = f.kind == "berkas" and f.code in context.answers
    made.required = made.widget.is_required = f.required and not kept
    made.label, made.help_text = f.label, f.help
    made.kind = f.kind
    if f.code in context.answers and f.kind != "berkas":
        made.initial = initial(f.kind, context.answers[f.code])
    return made


def initial(kind, answer):
    if kind in ("petugas", "aset"):
        return [a["id"] for a in answer] if isinstance(answer, list) else (answer or {}).get("id")
    return answer


def plain(value):
    """`value` of a cleaned field as canonical JSON: dates ISO, numbers as text, objects as {"id", "label"}."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if hasattr(value, "pk"):
        return {"id": value.pk, "label": str(value)}
    if isinstance(value, dict):
        return value
    return [plain(item) for item in value]
