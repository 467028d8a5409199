"""Survei kepuasan masyarakat of Permenpan RB 14/2017: nine unsur, equal weights, IKM × 25.

Only for whole months and from three answers on: out of the difference between two periods nobody may read what one person answered.
"""

from django.db.models import Count, Sum

from ..models import UNSUR, Survey
from .model import ENOUGH, Satisfaction


def figures(organisation, period):
    """The Satisfaction of the answers given in `period`; None when it is not made of whole months."""
    if not period.of_whole_months:
        return None
    said = answers(organisation, period).aggregate(n=Count("pk"), **{name: Sum(name) for name, _label in UNSUR})
    if said["n"] < ENOUGH:
        return Satisfaction(said["n"])
    return Satisfaction(said["n"], [said[name] for name, _label in UNSUR])


def answers(organisation, period):
    return Survey.objects.filter(organisation=organisation, skipped=False, at__gte=period.start, at__lt=period.end)


def comments(organisation, period):
    """What people wrote, in the order of the alphabet: neither when nor by whom."""
    return sorted(answers(organisation, period).exclude(comment="").values_list("comment", flat=True), key=str.casefold)
