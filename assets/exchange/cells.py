"""What somebody wrote into a cell, as the canonical text of its column (see columns)."""

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from accounts import cells

from ..models import normal_code, normal_register
from .columns import CHOICES, one_way
from .lookup import BadCell

LONGEST = 5000  # characters; no column takes more
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "jan"), ("februari", "feb", "pebruari"), ("maret", "mar"), ("april", "apr"), ("mei",), ("juni", "jun"),
            ("juli", "jul"), ("agustus", "agu", "agt", "ags"), ("september", "sep", "sept"), ("oktober", "okt"),
            ("november", "nov", "nopember", "nop"), ("desember", "des"),
        ),
        1,
    )
    for name in names
}  # fmt: skip
# Otherwise written: what old forms and people say.
WORDS = {"condition": {"kb": "RR", "kurang baik": "RR", "rusak": "RB"}}
TICKS = {
    "ya": "ya",
    "y": "ya",
    "v": "ya",
    "x": "ya",
    "1": "ya",
    "true": "ya",
    "tidak": "tidak",
    "t": "tidak",
    "0": "tidak",
    "false": "tidak",
}


class Formula:
    """A cell that holds a formula: what it comes to is nowhere in the file for sure."""

    def __str__(self):
        return "="


def canonical(column, raw, current=""):
    """The canonical text of `raw` (str, number, bool, date, Formula or None). `current`: what stands in the register now. BadCell says what to do."""
    if raw is None:
        return ""
    if isinstance(raw, Formula):
        raise BadCell(_("Sel ini berisi rumus. Salin, lalu tempel sebagai nilai."))
    text = written(raw)
    if isinstance(raw, str) and text in (current, one_way(cells.text(current))):
        return current
    return READERS.get(column.shape, _text)(column, raw, text) if text else ""


def written(raw):
    """`raw` as a text, as somebody would type it."""
    if isinstance(raw, bool):
        return "ya" if raw else "tidak"
    if isinstance(raw, dt.datetime):
        return raw.date().isoformat()
    if isinstance(raw, float):
        return format(Decimal(repr(raw)).normalize(), "f") if raw == raw and abs(raw) < 1e18 else str(raw)
    return one_way(cells.ILLEGAL.sub("", str(raw)))


def _text(column, raw, text):
    if column.name == "code":
        if isinstance(raw, float) and not raw.is_integer():
            raise BadCell(_("Kode barang terbaca sebagai angka. Jadikan kolom ini teks, lalu tulis lagi kodenya."))
        return normal_code(_bare(text))
    if column.name == "register_number":
        return normal_register(_bare(text))
    if len(text) > LONGEST:
        raise BadCell(_("Terlalu panjang: paling banyak %d huruf.") % LONGEST)
    return _bare(text)


def _bare(text):
    """Without the apostrophe that an export puts before what a program would take for a formula."""
    return text[1:] if text.startswith("'") and cells.text(text[1:]) == text else text


def _number(column, raw, text):
    """Indonesian numbers first: `1.250.000,50`. What could mean two things is refused."""
    number = re.sub(r"^rp\.?\s*", "", _bare(text), flags=re.IGNORECASE).replace("\u00a0", "").replace(" ", "")
    number = number.removesuffix(",-")
    if not number:
        return ""
    if not isinstance(raw, str):
        plain = number
    elif re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?|-?\d+(,\d+)?", number):
        plain = number.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(,\d{3})+\.\d+|-?\d{1,3}(,\d{3}){2,}", number):
        plain = number.replace(",", "")
    elif re.fullmatch(r"-?\d+\.\d{1,2}", number):
        plain = number
    else:
        raise BadCell(_("Bukan angka. Tulis misalnya 12500000 atau 12.500.000,50."))
    try:
        return format(Decimal(plain).normalize(), "f")
    except InvalidOperation:
        raise BadCell(_("Bukan angka. Tulis misalnya 12500000 atau 12.500.000,50.")) from None


def _date(column, raw, text):
    if isinstance(raw, dt.date):
        return text
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    year, month, day = found.groups() if found else (None, None, None)
    if not found and (found := re.fullmatch(r"(\d{1,2})[/.\- ](\d{1,2}|[A-Za-z]+)[/.\- ](\d{4})", text)):
        day, month, year = found.groups()
        month = month if month.isdigit() else MONTHS.get(month.lower(), 0)
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except (TypeError, ValueError):
        raise BadCell(_("Bukan tanggal. Tulis misalnya 31/12/2026 atau 31 Desember 2026.")) from None


def _choice(column, raw, text):
    choices = CHOICES[column.name].choices
    said = " ".join(text.split()).casefold()
    for code, label in choices:
        if said in (code.casefold(), str(label).casefold()):
            return code
    if code := WORDS.get(column.name, {}).get(said):
        return code
    raise BadCell(_("Tidak dikenal. Pilih salah satu: %s.") % ", ".join(str(label) for _code, label in choices))


def _tick(column, raw, text):
    try:
        return TICKS[text.casefold()]
    except KeyError:
        raise BadCell(_("Tulis Ya atau Tidak.")) from None


READERS = {"number": _number, "date": _date, "choice": _choice, "tick": _tick}
