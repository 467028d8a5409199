"""One row of a file held against the register, by the same rules as the form."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tickets.fields import plain

from .. import extras
from ..forms import BY_HAND
from ..models import Asset, ImportRow, Location
from . import columns as cols
from .cells import canonical, written
from .lookup import BadCell
from .row_form import RowForm

EMPTY = (None, "", {})


@dataclass
class Line:
    """A row as it was understood. `told`: see ImportRow; `errors`: [(column title, value, what is wrong)]; `outcome` "" when it changes nothing."""

    number: int
    label: str
    outcome: str = ""
    asset: Asset | None = None
    version: int | None = None
    values: dict = field(default_factory=dict)
    told: list = field(default_factory=list)
    errors: list = field(default_factory=list)


def node(pk):
    """An asset of the register in Checker.above; a new one is ("baris", its row)."""
    return "aset", pk


class Row:
    """Fills in a Line from the cells of its row."""

    def __init__(self, checker, line, cells):
        self.checker, self.line, self.cells = checker, line, cells
        self.by_name = {column.name: column for column in checker.columns}
        self.asset = line.asset or Asset(organisation=checker.organisation)
        self.new = line.asset is None
        self.before = {column: "" if self.new else cols.said(column, self.asset, checker.people) for column in checker.columns}
        self.pending = {}  # {field: (value to keep, text)} of what is only made with the import

    def understand(self):
        wanted = self._differing()
        if wanted or self.new or self.line.errors:  # a bad cell hides no other
            self._hold_against_the_form(wanted)

    def _differing(self):
        """{Column: text} of the cells that say something else than the register."""
        found = {}
        for column, raw in self.cells.items():
            try:
                text = canonical(column, raw, self.before[column])
                if text == self.before[column] or column.name == "id" or (not text and column.shape == "choice"):
                    continue
                if column.name in cols.TOLD_ONLY:
                    raise BadCell(
                        _("SK Penghapusan dicatat oleh prosedurnya atau pada halaman asetnya. Kembalikan sel ini seperti semula.")
                    )
                if column.name == "status" and (text not in BY_HAND or (not self.new and self.asset.status not in BY_HAND)):
                    raise BadCell(_("Status ini diubah oleh prosedurnya. Kembalikan sel ini seperti semula."))
                found[column] = text
            except BadCell as error:
                self._wrong(column, str(error))
        return found

    def _hold_against_the_form(self, wanted):
        was = {name: getattr(self.asset, name) for name in (*RowForm._meta.fields, "extra")}
        data = {} if self.new else self._as_it_is()
        for column, text in wanted.items():
            try:
                self._fill(data, column, text)
            except BadCell as error:
                self._wrong(column, str(error))
        self._refuse_strange_questions(data, wanted)
        form = RowForm(data, instance=self.asset)
        form.is_valid()
        told = {title for title, _value, _message in self.line.errors}
        for name, messages in form.errors.items():
            column = self.by_name.get(self._column_name(name))
            if column is None or column.title not in told:
                self._wrong(column, " ".join(messages))
        if self.line.errors:
            return
        self._require_own_number()
        self._require_no_circle()
        if not self.line.errors:
            self._keep(form.values, was)

    def _as_it_is(self):
        """The form's data as the register has it now."""
        data = {}
        for column, text in self.before.items():
            if column.name in (*cols.LOOKED_UP, "parent"):
                data[column.name] = getattr(self.asset, column.name)
            elif column.name not in ("id", *cols.TOLD_ONLY):
                data[_field_name(column)] = _for_form(column, text)
        return data

    def _fill(self, data, column, text):
        name = column.name
        if name == "holder":
            data[name] = self.checker.people.find(text) if text else None
        elif name == "category":
            data[name] = self.checker.categories.find(text) if text else None
        elif name == "location":
            place = self.checker.places.find(text) if text else None
            data[name] = place if isinstance(place, Location) else None
            if isinstance(place, str):
                self.pending[name] = ({"path": place}, place)
        elif name == "parent":
            whole = self.checker.whole(text) if text else None
            data[name] = whole if isinstance(whole, Asset) else None
            if isinstance(whole, int):
                self.pending[name] = ({"row": whole}, text)
        else:
            data[_field_name(column)] = _for_form(column, text)

    def _refuse_strange_questions(self, data, wanted):
        category = data.get("category")
        asked = {question["code"] for question in category.fields} if category else set()
        for column, text in wanted.items():
            code = cols.code_of(column)
            if code and text and code not in asked:
                self._wrong(column, _("Kategori aset ini tidak menanyakannya. Kosongkan sel ini, atau pilih kategori yang sesuai."))

    def _require_own_number(self):
        number = self.asset.code, self.asset.register_number
        if not self.asset.code:
            return
        owner, row = self.checker.owner_of(number)
        if owner not in (None, self.asset.pk):
            self._wrong(self.by_name["register_number"], _("Kode barang dengan NUP/nomor register ini sudah ada di daftar."))
        elif row not in (None, self.line.number):
            self._wrong(self.by_name["register_number"], _("Kode barang dengan NUP/nomor register ini sudah ada pada baris %d.") % row)

    def _require_no_circle(self):
        own = ("baris", self.line.number) if self.new else node(self.asset.pk)
        row = self.pending.get("parent", ({},))[0].get("row")
        above = self.checker.nodes[row] if row else node(self.asset.parent_id) if self.asset.parent_id else None
        seen, at = set(), above
        while at is not None and at not in seen:
            if at == own:
                self._wrong(self.by_name["parent"], _("Aset tidak dapat menjadi bagian dari dirinya sendiri."))
                return
            seen.add(at)
            at = self.checker.above.get(at)
        self.checker.above[own] = above
        self.checker.nodes[self.line.number] = own

    def _keep(self, values, was):
        values["extra"] = {code: value for code, value in values["extra"].items() if value is not None}
        was["extra"] = {code: value for code, value in (was["extra"] or {}).items() if value is not None}
        changed = {name: value for name, value in values.items() if (value not in EMPTY if self.new else value != was[name])}
        line = self.line
        line.values = {name: _kept(value) for name, value in changed.items()} | {name: value for name, (value, _t) in self.pending.items()}
        if "location" in self.pending:
            self.checker.places.will_make(self.pending["location"][1])
        if self.asset.code:
            self.checker.numbered[self.asset.code, self.asset.register_number] = line.number
        if not line.values:
            return
        line.outcome = ImportRow.Outcome.NEW if self.new else ImportRow.Outcome.CHANGED
        if not self.new:
            line.version = self.asset.version
            line.told = self._told()

    def _told(self):
        after = {column: cols.said(column, self.asset, self.checker.people) for column in self.checker.columns}
        after |= {self.by_name[name]: text for name, (_value, text) in self.pending.items()}
        return [
            [column.title, cols.shown(column, text), cols.shown(column, after[column])]
            for column, text in self.before.items()
            if text != after[column]
        ]

    def _column_name(self, field_name):
        prefix = extras.PREFIX
        return cols.EXTRA + field_name[len(prefix) :] if field_name.startswith(prefix) else field_name

    def _wrong(self, column, message):
        raw = self.cells.get(column)
        self.line.errors.append((column.title if column else "", written(raw) if raw is not None else "", message))


def _field_name(column):
    code = cols.code_of(column)
    return extras.PREFIX + code if code else column.name


def _for_form(column, text):
    if column.shape == "number":
        return text.replace(".", ",")
    if column.shape == "tick":
        return "true" if text == "ya" else "false"
    return text


def _kept(value):
    """A value of a form as ImportRow keeps it."""
    return {"id": value.pk} if hasattr(value, "pk") else plain(value)
