"""A report as bytes or a file, in the formats people ask for; a closed month as it was frozen."""

import json

from .figures import build
from .figures.model import Figures
from .models import Closing

FORMATS = ("pdf", "xlsx", "csv", "json")


def closing_of(organisation, period):
    """The Closing of the month `period`, or None."""
    if not period.is_month:
        return None
    return Closing.objects.filter(organisation=organisation, month=period.first).select_related("closed_by", "file").first()


def figures_of(organisation, period, closing=None, now=None):
    """Figures as they were frozen, or counted now."""
    return Figures.from_json(closing.figures) if closing else build(organisation, period, now)


def as_json(figures):
    """The figures for other programs: what `Figures` says, and what follows from it."""
    value = figures.to_json()
    value["keeping"]["percent"] = figures.keeping.percent
    if figures.satisfaction is not None:
        value["satisfaction"] |= {
            "averages": [float(average) for average in figures.satisfaction.averages],
            "index": None if figures.satisfaction.index is None else float(figures.satisfaction.index),
            "grade": figures.satisfaction.grade,
        }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def file_name(organisation, period, extension, word="laporan"):
    """ "laporan-bps-2026-10.xlsx": letters, digits, dashes and dots only."""
    return f"{word}-{organisation.short_name}-{period.code.replace('..', '--')}.{extension}"
