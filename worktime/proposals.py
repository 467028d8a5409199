"""National holidays and cuti bersama as the `holidays` library knows them: a proposal an administrator confirms or edits.

The library ships its dates; nothing is fetched. It has no regional days and no Ramadan hours, and marks days that hang on the moon and
are not yet decreed with "(perkiraan)".
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from .models import Holiday

ESTIMATE = "(perkiraan)"
FIRST_YEAR, LAST_YEAR = 2000, 2090


@dataclass(frozen=True)
class Proposal:
    date: date
    name: str
    kind: str  # Holiday.Kind
    estimated: bool


@lru_cache(maxsize=8)
def national_holidays(year) -> tuple[Proposal, ...]:
    """Public holidays and cuti bersama of `year` by date; nothing for a year out of range."""
    from holidays import country_holidays  # 50 ms and some MB: only administrators need it

    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ()
    found = []
    for category, kind in (("public", Holiday.Kind.NATIONAL), ("government", Holiday.Kind.JOINT_LEAVE)):
        for day, names in country_holidays("ID", years=year, language="id", categories=category).items():
            # Two feasts may fall on one date; the library joins their names.
            found += [_proposal(day, name, kind) for name in names.split("; ") if day.year == year]
    return tuple(sorted(found, key=lambda proposal: (proposal.date, proposal.name)))


def _proposal(day, name, kind):
    return Proposal(day, name.replace(ESTIMATE, "").strip()[:120], kind, ESTIMATE in name)
