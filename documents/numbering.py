"""Numbers of letters: gap-free per office, kind and year, written by the office's own pattern (accounts.patterns)."""

import re

from accounts.models import Counter

from . import words

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


def next_sequence(organisation, kind, year):
    """The next running number. Holds the counter's lock until commit: call it last in a transaction."""
    return Counter.next(organisation, f"surat:{kind}", year)


def written(organisation, kind, sequence, day):
    """The number as printed: `001/BA/17000/XI/2026`. `sequence` None leaves room for it, as a draft does.

    A part the office has no value for (klasifikasi, unit) takes its separator with it, so that no "//" is printed.
    """
    parts = {
        "urut": "{urut}",
        "jenis": MARKS.get(kind, kind.upper()),
        "unit": organisation.letter_unit_code,
        "klasifikasi": "",
        "bulan": f"{day.month:02d}",
        "bulan_romawi": words.roman_month(day),
        "tahun": str(day.year),
    }
    text = re.sub(r"{(\w+)}", lambda found: parts.get(found[1], ""), organisation.letter_number_pattern)
    text = re.sub(r"([/.-])\1+", r"\1", text).strip("/.- ")
    return text.replace("{urut}", "......" if sequence is None else f"{sequence:03d}")
