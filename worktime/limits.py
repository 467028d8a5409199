"""Lengths of time as the SOP states them. Pure; no Django."""

import re
from dataclasses import dataclass
from decimal import Decimal

UNITS = ("menit", "jam", "hari", "minggu", "bulan")
# About ten years each. More is a slip of the pen, and would only be searched for in vain.
LARGEST = {"menit": 1_000_000, "jam": 20_000, "hari": 2_500, "minggu": 520, "bulan": 120}

# "60 menit", "1,5 jam", "2 hari kerja", "48 jam kalender", "2x24 jam", "2 × 24 jam". No dot: "1.500" could be either.
_LENGTH = re.compile(
    r"(?P<amount>[0-9]{1,7}(?:,[0-9]{1,3})?)\s*(?:[x×]\s*(?P<per_day>24)\s*)?(?P<unit>menit|jam|hari|minggu|bulan)(?:\s+(?P<how>kerja|kalender))?"
)
_HOURS_AND_MINUTES = re.compile(r"([0-9]{1,5}) jam ([0-9]{1,2}) menit(?: (kerja|kalender))?")
_MINUTES = {"menit": 1, "jam": 60}


@dataclass(frozen=True)
class Limit:
    """`amount` of `unit` (menit, jam, hari, minggu, bulan). `calendar`: by the clock, not in working time."""

    amount: int
    unit: str
    calendar: bool = False

    def __post_init__(self):
        if self.unit not in UNITS:
            raise ValueError(f"Satuan waktu {self.unit!r} tidak dikenal: pakai {', '.join(UNITS)}.")
        if self.amount < 0:
            raise ValueError("Lama waktu tidak boleh kurang dari nol.")

    def as_json(self):
        return [self.amount, self.unit, self.calendar]

    @classmethod
    def from_json(cls, value):
        return cls(*value) if value else None

    @classmethod
    def parse(cls, text):
        """The Limit that a plain length means: "60 menit", "1,5 jam", "1 jam 30 menit", "2 hari", "48 jam kalender", "2x24 jam", "2 bulan".

        Ranges, "maks." and "-" belong to the SOP, not here. Raises ValueError with an Indonesian sentence for the person who typed it.
        """
        plain = " ".join(str(text).lower().split())[:60]
        two_parts = _HOURS_AND_MINUTES.fullmatch(plain)
        if two_parts:
            return cls(int(two_parts[1]) * 60 + int(two_parts[2]), "menit", two_parts[3] == "kalender")._within_reason()
        found = _LENGTH.fullmatch(plain)
        if not found:
            raise ValueError(
                f"Lama waktu “{str(text).strip()[:60]}” tidak dapat dibaca. Contoh: 60 menit, 2 hari, 48 jam kalender, 2x24 jam."
            )
        unit, clock = found["unit"], found["how"] == "kalender"
        if found["per_day"]:
            return cls._clock_days(found)
        if "," in found["amount"]:
            return cls._fraction(Decimal(found["amount"].replace(",", ".")), unit, clock)
        return cls(int(found["amount"]), unit, clock)._within_reason()

    @classmethod
    def _clock_days(cls, found):
        """The form "2x24 jam" itself says that the clock is meant."""
        if found["unit"] != "jam" or found["how"] == "kerja" or not found["amount"].isdigit():
            raise ValueError("Bentuk “n x 24” hanya untuk jam kalender, misalnya 2x24 jam.")
        return cls(int(found["amount"]) * 24, "jam", True)._within_reason()

    @classmethod
    def _fraction(cls, amount, unit, clock):
        minutes = amount * _MINUTES.get(unit, 0)
        if unit not in _MINUTES or minutes != int(minutes):
            raise ValueError("Pecahan hanya untuk jam, sampai menit penuh: misalnya 1,5 jam. Selain itu tulis bilangan bulat.")
        return cls(int(minutes), "menit", clock)._within_reason()

    def _within_reason(self):
        if self.amount > LARGEST[self.unit]:
            raise ValueError(f"{self} terlalu panjang: paling banyak {LARGEST[self.unit]} {self.unit}.")
        return self

    def __str__(self):
        return f"{self.amount} {self.unit}" + (" kalender" if self.calendar else "")
