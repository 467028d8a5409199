"""What the tables of a report show, on the page and on paper alike."""

from . import presenting, words
from .figures.model import ENOUGH
from .models import UNSUR


def content(figures, most=None):
    """Context of the tables. `most`: visits over their limit that are named one by one."""
    satisfaction = figures.satisfaction
    return {
        "figures": figures,
        "verdict": words.verdict(figures.keeping),
        "missed": presenting.moments(figures.missed[:most]),
        "steps_by_service": by_service(figures.steps),
        "unsur": list(zip((label for _name, label in UNSUR), satisfaction.averages, strict=True))
        if satisfaction and satisfaction.sums
        else [],
        "enough": ENOUGH,
    }


def by_service(steps):
    """[(service, [StepFigures])]."""
    found = {}
    for step in steps:
        found.setdefault(step.service, []).append(step)
    return list(found.items())
