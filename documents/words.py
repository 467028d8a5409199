"""Numbers and dates in Indonesian words, as official letters write them. Pure; the words are the letter's language, not the page's."""

from django.utils.text import capfirst

ONES = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))
LARGEST = 10**15 - 1

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def in_words(number):
    """`2026` is "dua ribu dua puluh enam". For whole numbers from 0 to 999,999,999,999,999; ValueError outside."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} cannot be written in words")
    return _below(number) or "nol"


def _below(n):
    for scale, word in SCALES:
        if n >= scale:
            return _joined(_below(n // scale), word, _below(n % scale))
    if n >= 2000:
        return _joined(_below(n // 1000), "ribu", _below(n % 1000))
    if n >= 1000:
        return _joined("seribu", _below(n - 1000))
    if n >= 200:
        return _joined(ONES[n // 100], "ratus", _below(n % 100))
    if n >= 100:
        return _joined("seratus", _below(n - 100))
    if n >= 20:
        return _joined(ONES[n // 10], "puluh", ONES[n % 10])
    if n >= 12:
        return _joined(ONES[n - 10], "belas")
    return ONES[n]


def _joined(*words):
    return " ".join(word for word in words if word)


def weekday(date):
    return DAYS[date.weekday()]


def month(date):
    return MONTHS[date.month - 1]


def roman_month(date):
    return ROMAN[date.month - 1]


def long_date(date):
    """`20 November 2026`."""
    return f"{date.day} {month(date)} {date.year}"


def short_date(date):
    """`20-11-2026`."""
    return f"{date:%d-%m-%Y}"


def clock(moment):
    """`07.30`, of a moment already in the office's zone."""
    return f"{moment:%H.%M}"


def opening_date(date):
    """The date of a berita acara: "Jumat, tanggal dua puluh bulan November tahun dua ribu dua puluh enam (20-11-2026)"."""
    return f"{weekday(date)}, tanggal {in_words(date.day)} bulan {month(date)} tahun {in_words(date.year)} ({short_date(date)})"


def sentence(text):
    """`text` with a capital first letter."""
    return capfirst(text)
