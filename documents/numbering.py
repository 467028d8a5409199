"""Numbers of letters: gap-free per office, kind and year, written by the office's own pattern (accounts.patterns), or typed by hand.

Who draws, types or sets a number holds the counter's lock until commit, so that no two get the same; lock order: ticket, counter.
"""

import re
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Counter

from . import words
from .models import Letter, NumberRule

# The short mark of a kind inside a number, as offices write it.
MARKS = {
    "berita-acara": "BA",
    "berita-acara-pemindahtempatan": "BAP",
    "bast": "BAST",
    "disposisi": "DISP",
    "nota-dinas": "ND",
    "telaahan": "TS",
    "surat-tugas": "ST",
    "surat-permohonan": "SP",
    "surat-balasan": "SB",
    "formulir-penarikan": "FP",
    "isian-kelengkapan": "IK",
    "pengumuman": "PENG",
    "rencana-kebutuhan": "RK",
    "laporan-kegiatan": "LAP",
    "laporan-instalasi": "LI",
    "identifikasi-penghapusan": "IP",
    "hasil-evaluasi": "HE",
    "rencana-aksi": "RA",
    "hasil-tes": "HT",
    "persetujuan": "PERS",
}


SERIES = "surat:"  # counters of letters are named by this and their kind
ROOM = "......"  # where a number is still to come


@dataclass(frozen=True)
class Allotted:
    """A number as a letter keeps it. `text` is empty and `sequence` None when somebody will type it."""

    text: str
    year: int
    sequence: int | None


def rule_of(organisation, kind):
    """The office's NumberRule for `kind`; an unsaved one with the defaults when it has none."""
    rule = NumberRule.objects.filter(organisation=organisation, kind=kind).first() or NumberRule(kind=kind)
    rule.organisation = organisation
    return rule


def allot(organisation, kind, day):
    """The Allotted of a new letter. Call it last in a transaction: the counter stays locked until commit."""
    rule = rule_of(organisation, kind)
    if rule.by_hand:
        return Allotted("", day.year, None)
    while True:  # a number typed before the office let the portal count is not given twice
        sequence = next_sequence(organisation, kind, day.year, yearly=rule.yearly)
        text = written(rule, sequence, day)
        same = Letter.objects.filter(Q(number=text) | Q(sequence=sequence), organisation=organisation, kind=kind, year=day.year)
        if not same.exists():
            return Allotted(text, day.year, sequence)


def continued(letter):
    """The Allotted of a new version of `letter`: the same."""
    return Allotted(letter.number, letter.year, letter.sequence)


# Counting


def next_sequence(organisation, kind, year, *, yearly=True):
    """The next running number, from 1 in each year; not `yearly`: a new year goes on where the last one ended."""
    return Counter.next(organisation, SERIES + kind, year if yearly else _year_counted_on(organisation, kind, year))


def last_sequences(organisation):
    """{kind: {year: what was drawn last}} of an office, with one query."""
    found = {}
    for name, year, value in Counter.objects.filter(organisation=organisation, name__startswith=SERIES).values_list(
        "name", "year", "value"
    ):
        found.setdefault(name.removeprefix(SERIES), {})[year] = value
    return found


def upcoming(last, year, yearly):
    """The next number after `last` ({year: what was drawn last}); takes no lock, so somebody else may be given it."""
    return (last.get(year, 0) if yearly else last[max(last)] if last else 0) + 1


def next_of(rule, year):
    """The next number by `rule`, as far as one can say without taking it."""
    return upcoming(last_sequences(rule.organisation).get(rule.kind, {}), year, rule.yearly)


def raise_to(organisation, kind, year, value):
    """Let the counter of `year` stand at `value` or higher, as when an office goes on from its paper book. Returns where it stands."""
    counter = locked(organisation, kind, year)
    if value > counter.value:
        counter.value = value
        counter.save(update_fields=["value"])
    return counter.value


def locked(organisation, kind, year):
    """The Counter of that year, locked until commit."""
    facts = {"organisation": organisation, "name": SERIES + kind, "year": year}
    Counter.objects.get_or_create(**facts)
    return Counter.objects.select_for_update().get(**facts)


def _year_counted_on(organisation, kind, year):
    """The year whose counter goes on: the newest there is, or `year` itself, begun where the one before ended."""
    counters = Counter.objects.filter(organisation=organisation, name=SERIES + kind)
    list(counters.select_for_update().order_by("year"))  # who begins a year does so alone ...
    newest = counters.order_by("year").last()  # ... and sees what the one before left
    if newest is None or newest.year >= year:
        return newest.year if newest else year
    Counter.objects.get_or_create(organisation=organisation, name=SERIES + kind, year=year, defaults={"value": newest.value})
    return year


# Writing


def written(rule, sequence, day):
    """The number as printed by `rule`: `001/BA/17000/XI/2026`. `sequence` None leaves room for it, as a draft does.

    A part the office has no value for (klasifikasi, unit) takes its separator with it, so that no "//" is printed.
    """
    if sequence is None and rule.by_hand:
        return ROOM
    parts = {
        "urut": "{urut}",
        "jenis": rule.mark or MARKS.get(rule.kind, rule.kind.upper()),
        "unit": rule.organisation.letter_unit_code,
        "klasifikasi": rule.classification,
        "kode_keamanan": rule.security,
        "bulan": f"{day.month:02d}",
        "bulan_romawi": words.roman_month(day),
        "tahun": str(day.year),
    }
    pattern = rule.pattern or rule.organisation.letter_number_pattern
    text = re.sub(r"{(\w+)}", lambda found: parts.get(found[1], ""), pattern)
    text = re.sub(r"([/.-])[/.-]+", r"\1", text).strip("/.- ")
    return text.replace("{urut}", ROOM if sequence is None else f"{sequence:0{rule.digits}d}")
