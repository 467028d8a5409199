"""`waktu`: what a printed time means. Reads the SOP's own wordings; the arithmetic on the result is worktime's.

10 menit · 1 jam 30 menit · 1,5 jam          least = most
1-2 hari · 10 – 60 menit · 30 menit s.d. 1 jam   least is the target, most the limit
maks. 30 menit · paling lama 2 hari          a limit without a target
minimal 1 hari                               no limit; leaving earlier is recorded
48 jam kalender · 2x24 jam                   by the clock
-                                            no limit, printed as it is
"""

import re
import unicodedata

from django.utils.translation import gettext as _

from worktime.limits import Limit

from .definition import Duration

LONGEST_TEXT = 60  # characters: what a step run keeps of it
EXAMPLES = '10 menit, 1-2 hari, maks. 30 menit, minimal 1 hari, 2x24 jam, "-"'

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−~"), "-")
_UNIT = r"(?:menit|jam|hari|minggu|bulan)"
_NUMBER = r"\d+(?:[,.]\d+)?"
_LENGTH = re.compile(rf"({_NUMBER}(?:\s*[x×]\s*24)?)\s*({_UNIT})")
_HOW = re.compile(r"\s*\b(kerja|kalender)$")
_MOST = re.compile(r"^(?:maks\.?|max\.?|maksimal|maksimum|paling lama|paling lambat)\s*(?=\d)")
_LEAST = re.compile(r"^(?:min\.?|minimal|minimum|paling cepat|paling sedikit|sekurang-kurangnya)\s*(?=\d)")
_ABOUT = re.compile(r"^(?:±|\+/-|kurang lebih|sekitar|kira-kira)\s*(?=\d)")
_UNTIL = re.compile(r"\s*(?:\bs\.?\s?/?\s?d\b\.?|\bsampai(?: dengan)?\b|\bhingga\b)\s*")
_IN_WORDS = re.compile(r"(?<=\d)\s*\([a-z ]{2,40}\)")  # "1 (satu) hari"
_MINUTES = {"menit": 1, "jam": 60}
_WORKDAYS = {"hari": 1, "minggu": 5}


def parse(text):
    """The Duration that a `waktu` cell means; None for an empty one. Raises ValueError with an Indonesian sentence."""
    printed = " ".join(str(text).split())
    if not printed:
        return None
    if len(printed) > LONGEST_TEXT:
        raise ValueError(_("Waktu paling panjang 60 huruf; pindahkan penjelasannya ke “keterangan”."))
    plain = unicodedata.normalize("NFKC", printed).casefold().translate(_DASHES).removesuffix(".")
    if set(plain) <= {"-"}:
        return Duration(printed)
    plain = " ".join(_IN_WORDS.sub("", _ABOUT.sub("", plain)).split())
    for prefix, bounds in ((_MOST, lambda a: (None, a)), (_LEAST, lambda a: (a, None))):
        if prefix.match(plain):
            length = _length(prefix.sub("", plain), printed)
            least, most = bounds(length.amount)
            return Duration(printed, least, most, length.unit, length.calendar)
    return _range(plain, printed)


def by_answer(field_code, options):
    """The Duration picked by an answer: `options` is {answer: Duration or None}; an empty one means no limit."""
    made = tuple((str(answer), duration or Duration("")) for answer, duration in options.items())
    text = "; ".join(f"{answer}: {duration.text or '-'}" for answer, duration in made)
    return Duration(text, by_answer=str(field_code), options=made)


def _range(plain, printed):
    left, dash, right = (part.strip() for part in _UNTIL.sub("-", plain).partition("-"))
    if not dash:
        length = _length(plain, printed)
        return Duration(printed, length.amount, length.amount, length.unit, length.calendar)
    most = _length(right, printed)
    if re.fullmatch(_NUMBER, left) and len(_LENGTH.findall(right)) == 1:  # "10-60 menit": the unit is said once
        left = re.sub(_NUMBER, left, right, count=1)
    least, most = _same_unit(_length(left, printed), most, printed)
    if least.amount > most.amount:
        raise ValueError(_("Waktu “%s” terbalik: tulis yang lebih singkat dahulu.") % printed)
    return Duration(printed, least.amount, most.amount, most.unit, most.calendar)


def _length(plain, printed):
    """The Limit of one length, which may have two parts: "1 jam 30 menit"."""
    how = _HOW.search(plain)
    body = _HOW.sub("", plain)
    parts = _LENGTH.findall(body)
    if not parts or _LENGTH.sub("", body).strip() or len(parts) > 2:
        raise ValueError(_unreadable(plain, printed))
    limits = [_limit(f"{amount} {unit}{how[0] if how else ''}") for amount, unit in parts]
    total = limits[0]
    if len(limits) == 2:
        first, second = (_in_minutes(limit) for limit in limits)
        if first is None or second is None or limits[0].calendar != limits[1].calendar:
            raise ValueError(_("Waktu “%s” tidak dapat dijumlahkan; tulis dalam satu satuan.") % printed)
        total = Limit(first + second, "menit", limits[0].calendar)
    if total.amount < 1:
        raise ValueError(_('Waktu “%s” harus lebih dari nol. Bila tanpa batas, tulis "-".') % printed)
    return total


def _limit(text):
    if "." in text:
        raise ValueError(_("Waktu “%s” memakai titik; tulis pecahan dengan koma dan ribuan tanpa titik.") % text)
    return Limit.parse(text)


def _in_minutes(limit):
    return limit.amount * _MINUTES[limit.unit] if limit.unit in _MINUTES else None


def _same_unit(a, b, printed):
    """Both Limits in the smaller of their units: "30 menit - 1 jam" is 30 to 60 menit."""
    if a.calendar != b.calendar:
        raise ValueError(_("Waktu “%s” mencampur jam kerja dan jam kalender; pakai satu saja.") % printed)
    if a.unit == b.unit:
        return a, b
    for scale in (_MINUTES, _WORKDAYS):
        if a.unit in scale and b.unit in scale:
            unit = min(a.unit, b.unit, key=scale.get)
            return tuple(Limit(limit.amount * scale[limit.unit] // scale[unit], unit, limit.calendar) for limit in (a, b))
    raise ValueError(_("Waktu “%s” mencampur satuan yang tidak dapat dibandingkan; tulis keduanya dalam satu satuan.") % printed)


def _unreadable(plain, printed):
    if len(_LENGTH.findall(plain)) > 1 or "/" in plain:
        return _("Waktu “%s” menyebut lebih dari satu batas. Pilih satu, atau pakai {menurut: ..., pilihan: {...}}.") % printed
    return _("Waktu “%(printed)s” tidak dapat dibaca. Contoh yang benar: %(examples)s.") % {"printed": printed, "examples": EXAMPLES}
