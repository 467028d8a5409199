"""The one door: the only functions that write an asset and its history.

Each is one transaction: lock the asset, is it still the one the form was made for, change, append the event. Lock order everywhere:
ticket, then assets by id, then counters.
"""

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from tickets.fields import plain

from .models import Asset, AssetEvent

# What the history tells about; the rest (busy_with, status_before, version) follows from it.
TOLD = (
    "kind", "category", "code", "register_number", "name", "brand", "serial_number", "specification", "status", "condition", "location", "rack",
    "holder", "holder_text", "unit", "parent", "ip", "hostname", "domain", "network_group", "acquired_year", "value", "source", "contract",
    "warranty_until", "extra", "note", "decree_number", "decree_date",
)  # fmt: skip


class Stale(Exception):
    """Somebody changed the asset after the form was made. `event`: the newest AssetEvent, or None."""

    def __init__(self, asset):
        self.asset = asset
        self.event = asset.events.select_related("actor").order_by("-pk").first()
        super().__init__(_("Aset ini sudah diubah oleh %(who)s.") % {"who": (self.event and self.event.actor) or _("Sistem")})


def locked(ids):
    """The assets `ids` in the order of their ids, locked until the end of the transaction around this call."""
    assets = list(Asset.objects.locked().filter(pk__in=ids))
    # Asked after the lock: rows joined to a row that was waited for are those of before the wait.
    prefetch_related_objects(assets, "location", "holder", "category", "busy_with")
    return assets


@transaction.atomic
def change(asset_id, values, *, kind, actor, version=None, keep=(), **why):
    """Write `values` ({field: value}) to an asset and return the AssetEvent that tells it; None when an edit changed nothing.

    `kind`: AssetEvent.Kind. `version`: of the form, Stale when it has passed. `keep`: fields told even if they stayed the same.
    `why`: see _record.
    """
    (asset,) = locked([asset_id])
    if version is not None and version != asset.version:
        raise Stale(asset)
    before = {name: getattr(asset, name) for name in TOLD}
    for name, value in values.items():
        setattr(asset, name, value)
    changes = {
        name: [_plain(old), _plain(getattr(asset, name))] for name, old in before.items() if name in keep or old != getattr(asset, name)
    }
    if not changes and kind == AssetEvent.Kind.EDITED:
        return None
    asset.version += 1
    asset.changed_by = actor
    asset.save()
    return _record(asset, kind, changes, actor=actor, **why)


@transaction.atomic
def add(organisation, values, *, actor, kind=AssetEvent.Kind.RECORDED, **why):
    """Enter a new asset of `organisation` and return it. `why`: see _record."""
    asset = Asset(organisation=organisation, changed_by=actor, **values)
    asset.save()
    empty = (None, "", {})
    changes = {name: [None, _plain(getattr(asset, name))] for name in TOLD if getattr(asset, name) not in empty}
    _record(asset, kind, changes, actor=actor, **why)
    return asset


@transaction.atomic
def note_photo(asset_id, note, *, actor):
    """Tell in the history that a photo came or went."""
    (asset,) = locked([asset_id])
    return _record(asset, AssetEvent.Kind.PHOTO, {}, actor=actor, note=note)


def _record(asset, kind, changes, *, actor, event=None, cost=None, warranty_claim=False, note="", at=None):
    """Append the AssetEvent. `event`: the TicketEvent that caused it, whose moment and standing it takes."""
    record = AssetEvent(
        asset=asset,
        kind=kind,
        changes=changes,
        actor=actor,
        ticket_event=event,
        ticket_id=event.ticket_id if event else None,
        on_behalf_of=event.on_behalf_of if event else None,
        standing=event.standing if event else "",
        letters=[letter[0] for letter in event.data.get("letters", [])] if event else [],
        cost=cost,
        warranty_claim=warranty_claim,
        note=note,
        at=at or (event.at if event else timezone.now()),
    )
    record.save(force_insert=True)
    return record


def _plain(value):
    """`value` as an event keeps it; of a person only the name is told, of a place its path."""
    if hasattr(value, "pk"):
        return {"id": value.pk, "label": str(value)}
    return plain(value)
