"""The lines of the office's settings log that are about hours and holidays."""

from accounts.models import SettingsChange

from .changes import AREA

SHOWN = 8


def latest_changes(organisation):
    return SettingsChange.objects.filter(organisation=organisation, data__area=AREA).select_related("actor")[:SHOWN]
