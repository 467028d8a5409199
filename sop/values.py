"""How each value of a SOP file is read: nodes in, plain values that remember their lines out (Rec, list, Text, bool).

Readers take (node, report) and return the value, or raise Bad; those of lists and mappings report what is bad inside and go on.
"""

import datetime as dt
import re

from django.utils.translation import gettext_lazy as _

from worktime.limits import Limit

from .definition import ENDS
from .problems import Sentence, nearest, suggestion
from .reader import Items, Table, Text, described

MONTHS = ("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember")
LETTER_OR_DIGIT = _("huruf atau angka")
WORD_QUOTES = ("“”", "””", "‘’", "’’")
# (name, keys) of every level of the language, filled by sop.schema: to tell where a key belongs that stands in the wrong place.
LEVELS = []


class Rec(dict):
    """A mapping read. `lines`: every key that was written, also with nothing behind it. `bad`: keys whose value could not be read."""

    def __init__(self, line):
        super().__init__()
        self.line, self.lines, self.bad = line, {}, set()

    def at(self, key):
        """The line of `key`, or of the mapping when it is not there."""
        return self.lines.get(key, self.line)

    def said(self, key):
        """Whether something was written for `key`, readable or not."""
        return key in self or key in self.bad


class Bad(Exception):
    """A value that cannot be read: line, message, values for Report.error."""

    def __init__(self, line, message, /, **values):
        super().__init__(message)
        self.line, self.message, self.values = line, message, values


class Key:
    def __init__(self, read, required=False):
        self.read, self.required = read, required


def text(most=500):
    def read(node, report):
        if not isinstance(node, Text):
            raise Bad(node.line, _("Di sini diharapkan satu teks, bukan %(found)s."), found=described(node))
        value = " ".join(node.split())
        if node.plain and _in_word_quotes(value):
            raise Bad(node.line, _('Tanda kutip miring (“ ”) dari Word; pakai tanda kutip lurus (").'))
        if len(value) > most:
            raise Bad(node.line, _("Teks ini %(length)d karakter; paling panjang %(most)d."), length=len(value), most=most)
        return Text(value, node.line, node.plain)

    return read


def _in_word_quotes(value):
    """Whether curly quotes stand around the text, or open it and never close: YAML takes them for letters of the text."""
    return any(value[:1] == opening and closing not in value[1:-1] for opening, closing in WORD_QUOTES)


def code(pattern, most, example, begins=LETTER_OR_DIGIT):
    """A name that other places refer to. `begins`: what the pattern lets it start with, in words."""
    matches = re.compile(pattern).fullmatch

    def read(node, report):
        value = text(200)(node, report)
        if not matches(value) or len(value) > most:
            message = _(
                "Kode “%(value)s” tidak dapat dipakai: hanya huruf kecil, angka, tanda hubung (-), dan garis bawah (_), "
                "diawali %(begins)s, paling panjang %(most)d; misalnya %(example)s."
            )
            raise Bad(value.line, message, value=value, begins=str(begins), most=most, example=example)
        return value

    return read


def number(node, report):
    value = text(40)(node, report)
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?\.?", value):
        raise Bad(value.line, _("Nomor langkah “%(value)s” tidak dapat dipakai: tulis angka, misalnya 1 atau 12."), value=value)
    return Text(value.removesuffix("."), value.line)


def target(node, report):
    value = text(40)(node, report)
    if value.casefold() in ENDS or re.fullmatch(r"\d[\d.]*[a-z]?", value.casefold()):
        return Text(value.casefold(), value.line)
    raise Bad(
        value.line,
        _("Tujuan “%(value)s” tidak dikenal: tulis nomor langkah (2), simpul (2b), selesai, atau ditolak.%(hint)s"),
        value=value,
        hint=suggestion(value, ENDS) if nearest(value, ENDS) else "",
    )


def yes_no(node, report):
    value = text(40)(node, report)
    if value.casefold() not in ("ya", "tidak"):
        raise Bad(value.line, _("Di sini tulis “ya” atau “tidak”, bukan “%(value)s”."), value=value)
    return value.casefold() == "ya"


def one_of(names):
    names = tuple(names)

    def read(node, report):
        value = text(60)(node, report)
        if value not in names:
            raise Bad(value.line, _("“%(value)s” tidak dikenal di sini.%(hint)s"), value=value, hint=suggestion(value, names, most=20))
        return value

    return read


def date(node, report):
    """ISO "2025-06-02" from that, or from "2 Juni 2025"."""
    value = text(40)(node, report)
    words = value.casefold().split()
    iso = value
    if len(words) == 3 and words[1] in MONTHS and words[0].isdigit() and words[2].isdigit():
        iso = f"{words[2]:>04}-{MONTHS.index(words[1]) + 1:02}-{words[0]:>02}"
    try:
        return Text(dt.date.fromisoformat(iso if len(iso) == 10 else "").isoformat(), value.line)
    except ValueError:
        raise Bad(
            value.line, _("Tanggal “%(value)s” tidak ada atau tidak terbaca. Tulis tahun-bulan-hari, misalnya 2025-06-02."), value=value
        ) from None


def clock(node, report):
    value = text(40)(node, report)
    found = re.fullmatch(r"(\d{1,2})[.:](\d{2})", value)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise Bad(value.line, _("Pukul “%(value)s” tidak terbaca. Tulis misalnya 07.30."), value=value)
    return Text(f"{int(found[1]):02}:{found[2]}", value.line)


def percent(node, report):
    value = text(20)(node, report)
    found = re.fullmatch(r"(\d{1,4})\s*%?", value)
    if not found or not 1 <= int(found[1]) <= 1000:
        raise Bad(value.line, _("Bagian waktu “%(value)s” tidak terbaca. Tulis misalnya 75%% (1%% sampai 1000%%)."), value=value)
    return Text(found[1], value.line)


def length(node, report):
    value = text(60)(node, report)
    try:
        if Limit.parse(value).amount < 1:
            raise ValueError(_("Waktu harus lebih dari nol."))
    except ValueError as error:
        raise Bad(value.line, "%(error)s", error=Sentence(error)) from None
    return value


def many(read, most=200, gaps=False):
    """A list; a single value counts as a list of one, nothing as an empty one. `gaps`: an empty Rec stands for what is unreadable."""

    def read_all(node, report):
        if isinstance(node, Text) and node.plain and not node.strip():
            return []
        found = []
        for item in node.items if isinstance(node, Items) else [node]:
            try:
                if isinstance(item, Text) and not item.strip():
                    raise Bad(item.line, _("Butir daftar ini kosong. Isi atau hapus tanda “-”-nya."))
                found.append(read(item, report))
            except Bad as bad:
                report.error(bad.line, bad.message, **bad.values)
                found += [Rec(item.line)] if gaps else []
        if len(found) > most:
            raise Bad(node.line, _("Daftar ini memuat %(count)d butir; paling banyak %(most)d."), count=len(found), most=most)
        return found

    return read_all


def rows(level, keys, most):
    """A list of mappings, written with dashes."""
    read_one = record(level, keys)

    def read(node, report):
        if isinstance(node, Table) and set(node.seen) & set(keys):
            raise Bad(node.line, _("Di sini diharapkan daftar: awali setiap %(level)s dengan tanda “- ”."), level=str(level))
        if not isinstance(node, Items):
            raise Bad(node.line, _("Di sini diharapkan daftar %(level)s, bukan %(found)s."), level=str(level), found=described(node))
        if not node.items:
            raise Bad(node.line, _("Daftar %(level)s ini kosong."), level=str(level))
        return many(read_one, most, gaps=True)(node, report)

    return read


def mapping(read_key, read_value, most=60):
    """A mapping whose keys are names of the writer's own."""

    def read(node, report):
        if not isinstance(node, Table):
            raise Bad(node.line, _("Di sini diharapkan pasangan “kunci: isi”, bukan %(found)s."), found=described(node))
        found = Rec(node.line)
        for name, value in node.pairs[:most]:
            found.lines.setdefault(name, name.line)
            try:
                found.setdefault(read_key(name, report), read_value(value, report))
            except Bad as bad:
                report.error(bad.line, bad.message, **bad.values)
        if len(node.pairs) > most:
            raise Bad(node.line, _("Daftar ini memuat %(count)d butir; paling banyak %(most)d."), count=len(node.pairs), most=most)
        return found

    return read


def record(level, keys):
    """A mapping with the keys of the table below; reports unknown and missing ones."""

    def read(node, report):
        if not isinstance(node, Table):
            raise Bad(
                node.line,
                _("Di sini diharapkan pasangan “kunci: isi” untuk %(level)s, bukan %(found)s."),
                level=str(level),
                found=described(node),
            )
        found = Rec(node.line)
        for name, value in node.pairs:
            if name in found.lines:
                continue  # written twice, already reported
            found.lines[name] = name.line
            if name not in keys:
                _unknown(level, keys, name, value, node, report)
                continue
            if isinstance(value, Text) and not value.strip() and not keys[name].required:
                continue
            try:
                if isinstance(value, Text) and not value.strip():
                    raise Bad(name.line, _("“%(key)s” belum diisi."), key=name)
                found[name] = keys[name].read(value, report)
            except Bad as bad:
                found.bad.add(name)
                report.error(bad.line, bad.message, **bad.values)
        for name, key in keys.items():
            if key.required and name not in found.lines:
                report.error(node.line, _("“%(key)s” belum ada pada %(level)s ini. Tambahkan “%(key)s: ...”."), key=name, level=str(level))
        return found

    return read


def _unknown(level, keys, name, value, node, report):
    hint = suggestion(name, keys) if nearest(name, keys) else ""
    if node.flow and isinstance(value, Text) and not value and not hint:
        message = _("“%(key)s” bukan kunci. Bila koma di depannya bagian dari teks, apit teksnya dengan tanda kutip.")
        report.error(name.line, message, key=name)
        return
    homes = [str(other) for other, known in LEVELS if name in known and known is not keys]
    if not hint and homes:
        message = _("Kunci “%(key)s” tidak dikenal pada %(level)s; tempatnya pada %(home)s.")
        report.error(name.line, message, key=name, level=str(level), home=homes[0])
        return
    hint = hint or suggestion(name, keys, most=20)
    report.error(name.line, _("Kunci “%(key)s” tidak dikenal pada %(level)s.%(hint)s"), key=name, level=str(level), hint=hint)


def either(level, keys):
    """A text (as it is) or a mapping with `keys`."""
    read_record = record(level, keys)

    def read(node, report):
        return read_record(node, report) if isinstance(node, Table) else text(200)(node, report)

    return read
