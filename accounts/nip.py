"""NIP: the 18-digit number of an Indonesian civil servant (PNS) or contract employee (PPPK).

YYYYMMDD birth, YYYYMM start of service (PPPK: year and 21 or more, the count of their contracts), 1 man / 2 woman, three-digit
serial; printed 8 6 1 3. There is no check digit. It reveals birth date and sex, so whoever need not see it sees `masked`.
"""

import datetime as dt
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SEPARATORS = {"Zs", "Cc", "Cf", "Pd"}  # spaces of every width, tabs, invisible marks, dashes: what a paste from a letter brings along


def normalise(raw):
    """Digits of a NIP typed with spaces, dots or dashes."""
    return "".join(c for c in str(raw or "") if c != "." and unicodedata.category(c) not in SEPARATORS)


def validate(raw):
    """Raise ValidationError with what is wrong, in Indonesian."""
    nip = normalise(raw)
    if not (nip.isascii() and nip.isdigit()) or len(nip) != 18:
        raise ValidationError(_("NIP terdiri dari 18 angka, misalnya 19900101 201503 1 001."), code="nip")
    try:
        born = dt.date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
    except ValueError:
        born = None
    if born is None or born.year < 1900:
        raise ValidationError(_("Delapan angka pertama NIP bukan tanggal lahir yang ada."), code="nip")
    year, month = int(nip[8:12]), int(nip[12:14])
    if not (1 <= month <= 12 or month >= 21):
        raise ValidationError(_("Angka ke-9 sampai ke-14 NIP bukan bulan pengangkatan yang ada."), code="nip")
    if not 16 <= year - born.year <= 60:
        raise ValidationError(_("Tahun pengangkatan pada NIP tidak cocok dengan tahun lahirnya."), code="nip")
    today = dt.date.today()
    if year > today.year or (year == today.year and today.month < month <= 12):
        raise ValidationError(_("Bulan pengangkatan pada NIP belum tiba."), code="nip")
    if nip[14] not in "12":
        raise ValidationError(_("Angka ke-15 NIP harus 1 (laki-laki) atau 2 (perempuan)."), code="nip")
    if nip[15:] == "000":
        raise ValidationError(_("Tiga angka terakhir NIP dimulai dari 001."), code="nip")


def is_pppk(nip):
    """Whether an (already valid) NIP is a contract employee's NI PPPK."""
    return int(normalise(nip)[12:14]) >= 21


def grouped(nip):
    """`19660825 198802 1 001`; anything that is not 18 digits is returned as it is."""
    nip = normalise(nip)
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}" if len(nip) == 18 else nip


def masked(nip):
    """`1966•••• •••••• • 001`: enough to tell two people apart, not a birth date."""
    nip = normalise(nip)
    return f"{nip[:4]}•••• •••••• • {nip[15:]}" if len(nip) == 18 else nip
