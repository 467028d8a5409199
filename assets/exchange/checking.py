"""A file held against the register: which rows are new, which change what, which are wrong and why. Writes nothing."""

import re
from itertools import islice

from django.db.models import Q
from django.utils.translation import gettext as _

from ..models import Asset, ImportRow, normal_code, normal_register
from . import columns as cols
from .cells import written
from .lookup import BadCell, Categories, People, Places
from .rows import Line, Row, node

CHUNK = 500
MOST_SHOWN = 200  # characters of a wrong cell


class Checker:
    """Holds rows in the order of the file against the register of `organisation`; remembers numbers, not rows.

    `numbered`: {(code, register number): row} of good rows. `taken`: {asset id: row}. `above`: {node: node of its whole};
    `nodes`: {row: node}.
    """

    def __init__(self, organisation):
        self.organisation = organisation
        self.columns = cols.columns(organisation)
        self.people, self.places, self.categories = People(organisation), Places(organisation), Categories(organisation)
        self.numbered, self.taken, self.nodes = {}, {}, {}
        wholes = Asset.objects.of(organisation).filter(parent__isnull=False).values_list("pk", "parent_id")
        self.above = {node(part): node(whole) for part, whole in wholes}
        self._by_id, self._by_number = {}, {}

    def lines(self, table):
        """Yield a Line for each row of the Table, some hundreds looked up at a time."""
        rows = iter(table.rows)
        while chunk := list(islice(rows, CHUNK)):
            self._look_up(chunk)
            for number, cells in chunk:
                yield self._line(number, cells)

    def _look_up(self, chunk):
        ids, numbers = set(), set()
        for _number, cells in chunk:
            for text in (self._text(cells, "id"), self._text(cells, "parent")):
                found = _reference(text)
                if isinstance(found, int):
                    ids.add(found)
                elif found:
                    numbers.add(found)
            numbers.add((normal_code(self._text(cells, "code")), normal_register(self._text(cells, "register_number"))))
        by_code = {}
        for code, number in numbers:
            if code:
                by_code.setdefault(code, set()).add(number)
        match = Q(pk__in=ids)
        for code, of_code in by_code.items():
            match |= Q(code=code, register_number__in=of_code)
        assets = list(Asset.objects.of(self.organisation).select_related("location", "holder", "category", "parent").filter(match))
        for asset in assets:
            asset.organisation = self.organisation
        self._by_id = {asset.pk: asset for asset in assets}
        self._by_number = {(asset.code, asset.register_number): asset.pk for asset in assets if asset.code}

    def _text(self, cells, name):
        raw = next((raw for column, raw in cells.items() if column.name == name), None)
        return written(raw) if raw is not None else ""

    def _line(self, number, cells):
        line = Line(number, self._label(cells))
        try:
            asset = self._match(cells)
            if asset is not None and self.taken.setdefault(asset.pk, number) != number:
                raise BadCell(_("Aset ini sudah ada pada baris %d. Hapus salah satunya.") % self.taken[asset.pk])
        except BadCell as error:
            title = next((c.title for c in cells if c.name == "id"), "")
            line.errors.append((title, self._text(cells, "id") or line.label, str(error)))
            return _closed(line)
        line.asset = asset
        row = Row(self, line, cells)
        row.understand()
        return _closed(line)

    def _label(self, cells):
        number = "-".join(filter(None, [self._text(cells, "code"), self._text(cells, "register_number")]))
        return " ".join(filter(None, [number, self._text(cells, "name")]))[:200]

    def _match(self, cells):
        """The asset a row is about: by its id, else by its number; None for a new one."""
        text = self._text(cells, "id")
        if text:
            pk = _reference(text if text.startswith("#") else f"#{text}")
            if pk not in self._by_id:
                raise BadCell(_("Tidak ada aset dengan nomor ini di kantor Anda. Kosongkan sel ini bila asetnya baru."))
            return self._by_id[pk]
        number = normal_code(self._text(cells, "code")), normal_register(self._text(cells, "register_number"))
        return self._by_id.get(self._by_number.get(number))

    def owner_of(self, number):
        """(asset id or None, row or None) that has the number (code, register number) already."""
        return self._by_number.get(number), self.numbered.get(number)

    def whole(self, text):
        """What a part's cell names: an Asset, or the row (int) of a new one further up."""
        found = _reference(text)
        asset = self._by_id.get(found if isinstance(found, int) else self._by_number.get(found))
        row = None if isinstance(found, int) else self.numbered.get(found)
        if asset is None and row is None:
            raise BadCell(
                _(
                    "Tidak ada aset dengan nomor itu. Bila induknya juga ada di berkas ini, letakkan barisnya di atas baris ini dan perbaiki dahulu."
                )
            )
        return asset or row


def _reference(text):
    """What names an asset: its id (int) for `#12`, (code, register number), or None."""
    if re.fullmatch(r"#\d{1,18}", text, re.ASCII):
        return int(text[1:])
    code, _dash, number = text.replace("/", "-").rpartition("-")
    return (normal_code(code), normal_register(number)) if code else None


def _closed(line):
    if line.errors:
        line.outcome, line.values = ImportRow.Outcome.BAD, {}
        line.told = [[title, value[:MOST_SHOWN], message] for title, value, message in line.errors]
    return line
