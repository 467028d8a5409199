"""The columns of an exchanged register. A cell of every column has one canonical text, whether it comes from an asset or from a file.

Texts: numbers `1250000.5`, dates `2026-11-21`, choices by their code, ticks `ya`/`tidak`, people, places and categories by name, another
asset by its number (`3.10.01.02.002-0007` or `#12`). Two equal texts mean that the file changes nothing there.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from .. import extras
from ..models import Asset, Category, Condition, Kind, Status

EXTRA = "extra:"
# Told in the file, written by a procedure only.
TOLD_ONLY = ("decree_number", "decree_date")
SHAPES = {"acquired_year": "number", "value": "number", "warranty_until": "date", "decree_date": "date"}
CHOICES = {"kind": Kind, "status": Status, "condition": Condition}
LOOKED_UP = ("category", "location", "holder")
OF_FIELD = {"angka": "number", "tanggal": "date", "centang": "tick"}
NAMES = (
    ("id", 9, ()),
    ("kind", 16, ()),
    ("category", 18, ()),
    ("code", 22, ("kode",)),
    ("register_number", 12, ("nup", "nomor register", "no register", "register")),
    ("name", 30, ("nama", "nama barang/jenis barang", "jenis barang/nama barang", "nama aset")),
    ("brand", 24, ("merk", "merek", "tipe", "merk/type", "merek/tipe")),
    ("serial_number", 20, ("no seri", "serial number", "nomor pabrik", "pabrik")),
    ("specification", 30, ()),
    ("status", 14, ()),
    ("condition", 14, ("keadaan", "keadaan barang")),
    ("location", 34, ("lokasi", "ruangan", "ruang")),
    ("rack", 12, ()),
    ("holder", 28, ()),
    ("holder_text", 24, ()),
    ("unit", 24, ("unit",)),
    ("parent", 26, ()),
    ("ip", 16, ("ip",)),
    ("hostname", 18, ("nama pc", "hostname")),
    ("domain", 22, ("domain",)),
    ("network_group", 20, ("group jaringan", "grup jaringan")),
    ("acquired_year", 10, ("tahun", "tahun pembelian")),
    ("value", 18, ("nilai", "nilai perolehan", "harga", "harga perolehan")),
    ("source", 20, ("asal usul/cara perolehan", "cara perolehan", "sumber dana")),
    ("contract", 24, ("kontrak",)),
    ("warranty_until", 14, ("garansi",)),
    ("note", 34, ("catatan",)),
    ("decree_number", 22, ()),
    ("decree_date", 14, ()),
)


@dataclass(frozen=True)
class Column:
    """`name`: field of the AssetForm, "id", or "extra:CODE". `shape`: text, number, date, tick, choice. `width`: in characters."""

    name: str
    title: str
    shape: str
    width: int
    aliases: tuple[str, ...] = ()


def columns(organisation):
    """[Column] for the assets of `organisation`: the same for all, and one for each question of its categories."""
    found = [Column(name, _title(name), _shape(name), width, aliases) for name, width, aliases in NAMES]
    taken = {column.title.casefold() for column in found}
    for code, question in questions(organisation).items():
        title = _("Isian: %s") % question.label
        title = f"{title} ({code})" if title.casefold() in taken else title
        taken.add(title.casefold())
        found.append(Column(EXTRA + code, title, OF_FIELD.get(question.kind, "text"), 18))
    return found


def questions(organisation):
    """{code: sop.definition.Field} of all categories; where two ask under one code, the first."""
    found = {}
    for category in Category.objects.filter(organisation=organisation):
        for question in extras.questions(category):
            found.setdefault(question.code, question)
    return found


def _title(name):
    if name == "id":
        return _("No. aset")
    title = str(Asset._meta.get_field(name).verbose_name)
    return title[:1].upper() + title[1:]


def _shape(name):
    return "choice" if name in CHOICES else SHAPES.get(name, "text")


def code_of(column):
    """The code of the question a column of a category asks, or None."""
    return column.name[len(EXTRA) :] if column.name.startswith(EXTRA) else None


# Of an asset


def said(column, asset, people):
    """The canonical text of `asset` in `column`. `people`: lookup.People, which know who is not alone with a name."""
    value = _value(column, asset, people)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dt.date):
        return value.isoformat()
    return one_way(str(value))


def _value(column, asset, people):
    if column.name == "id":
        return f"#{asset.pk}" if asset.pk else ""
    if column.name == "holder":
        return people.name_of(asset.holder) if asset.holder_id else ""
    if column.name == "parent":
        return (asset.parent.full_code or f"#{asset.parent_id}") if asset.parent_id else ""
    code = code_of(column)
    if code is not None:
        return (asset.extra or {}).get(code)
    value = getattr(asset, column.name)
    return str(value) if column.name in ("category", "location") and value is not None else value


def one_way(text):
    """A text as cells keep it: one kind of line break, nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def shown(column, text):
    """A canonical text as people read it: choices and ticks by their words, dates and numbers the Indonesian way."""
    if not text:
        return ""
    if column.shape == "choice":
        return str(dict(CHOICES[column.name].choices).get(text, text))
    if column.shape == "tick":
        return {"ya": _("Ya"), "tidak": _("Tidak")}.get(text, text)
    if column.shape == "date":
        return f"{text[8:10]}/{text[5:7]}/{text[:4]}"
    if column.shape == "number":
        return text.replace(".", ",")
    return text
