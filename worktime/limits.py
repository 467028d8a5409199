"""Lengths of time as the SOP states them. Pure; no Django."""

from dataclasses import dataclass

UNITS = ("menit", "jam", "hari", "minggu", "bulan")


@dataclass(frozen=True)
class Limit:
    """`amount` of `unit` (menit, jam, hari, minggu, bulan). `calendar`: by the clock, not in working time."""

    amount: int
    unit: str
    calendar: bool = False

    def as_json(self):
        return [self.amount, self.unit, self.calendar]

    @classmethod
    def from_json(cls, value):
        return cls(*value) if value else None

    def __str__(self):
        return f"{self.amount} {self.unit}" + (" kalender" if self.calendar else "")
