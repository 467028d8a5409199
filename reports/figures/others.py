"""Moves outside the SOP, and what procedures did to assets."""

from collections import defaultdict

from django.db.models import Count, Max, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sop.registry import EFFECTS
from tickets.models import TicketEvent

from .. import sets
from .model import Deviation, Moves


def deviations(scope, definitions):
    """[Deviation], the most frequent first."""
    rows = sets.deviations(scope).order_by().values_list("ticket__procedure", "kind", "act", "action")
    found = []
    for procedure, kind, act, action, n, revision in rows.annotate(n=Count("pk"), revision=Max("ticket__revision")):
        label = _label(definitions.of(procedure, revision), kind, act, action)
        found.append(Deviation(definitions.code(procedure), definitions.name(procedure), act, action or kind, label, n))
    return sorted(found, key=lambda d: (-d.count, d.service, d.act, d.label))


def _label(definition, kind, act, action):
    if kind == TicketEvent.Kind.REOPENED:
        return _("Dibuka kembali")
    if kind == TicketEvent.Kind.LAPSED:
        return _("Lewat waktu tanpa tindakan")
    return definition.act(act).action(action).label


def moves(scope, definitions):
    """[Moves]: how often each effect on assets was taken, in the order of the registry."""
    counts = defaultdict(int)
    rows = sets.acts(scope).order_by().values_list("ticket__procedure", "ticket__revision", "act", "action")
    for procedure, revision, act, action, n in rows.annotate(n=Count("pk")):
        chosen = definitions.of(procedure, revision).act(act).action(action)
        for effect in chosen.effects if chosen else ():
            counts[effect] += n
    return [Moves(effect, capfirst(label), counts[effect]) for effect, label in EFFECTS.items() if counts[effect]]


def with_effect(scope, definitions, effect):
    """The acts of the period that took `effect`."""
    places = Q(pk__in=[])
    for procedure, revision in sets.active(scope).order_by().values_list("procedure", "revision").distinct():
        for act in definitions.of(procedure, revision).acts:
            for action in act.actions:
                if effect in action.effects:
                    places |= Q(ticket__procedure=procedure, ticket__revision=revision, act=act.code, action=action.code)
    return sets.acts(scope).filter(places)
