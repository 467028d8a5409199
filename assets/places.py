"""The tree of locations: written here only, so that path and trail always agree with it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from .models import Location
from .models.places import SEPARATOR

DEEPEST = 8


@transaction.atomic
def save_location(location):
    """Save `location`, and path and trail of all below it. ValidationError when it would lie within itself, or too deep."""
    parent = location.parent
    if parent is not None:
        # Two people who hang two places under each other at the same moment would close a circle: one waits for the other.
        list(Location.objects.select_for_update(no_key=True).filter(organisation=location.organisation_id).order_by("pk").values_list("pk"))
        parent = Location.objects.get(pk=parent.pk, organisation=location.organisation_id)
        if location.pk and f"/{location.pk}/" in parent.trail:
            raise ValidationError({"parent": _("Lokasi tidak dapat menjadi bagian dari dirinya sendiri.")})
        if parent.depth >= DEEPEST - 1:
            raise ValidationError({"parent": _("Lokasi paling banyak bertingkat %d.") % DEEPEST})
    old = Location.objects.filter(pk=location.pk).values_list("trail", "path").first() if location.pk else None
    location.name = " ".join(location.name.split())
    location.path = SEPARATOR.join(filter(None, [parent and parent.path, location.name]))
    location.save()
    trail = f"{parent.trail if parent else '/'}{location.pk}/"
    if trail != location.trail:
        location.trail = trail
        location.save(update_fields=["trail"])
    if old and old != (location.trail, location.path):
        _move_below(location, *old)
    return location


def _move_below(location, old_trail, old_path):
    for below in Location.objects.filter(trail__startswith=old_trail).exclude(pk=location.pk):
        below.trail = location.trail + below.trail[len(old_trail) :]
        below.path = location.path + below.path[len(old_path) :]
        below.save(update_fields=["trail", "path"])


def below(location):
    """The ids of `location` and of everything in it."""
    return Location.objects.filter(organisation=location.organisation_id, trail__startswith=location.trail).values_list("pk", flat=True)


def place_called(organisation, text):
    """The Location that a form calls `text`: its whole path, or a name only one place has; a new room when there is none. None for "".

    What a signed berita acara says is where the asset is; a keeper may hang the new room into the tree afterwards.
    """
    name = " ".join(str(text).split())[:150]
    if not name:
        return None
    known = Location.objects.filter(organisation=organisation)
    found = known.filter(path__iexact=name).first()
    if found is None:
        named = list(known.filter(name__iexact=name)[:2])
        found = named[0] if len(named) == 1 else None
    return found or save_location(Location(organisation=organisation, kind=Location.Kind.ROOM, name=name))
