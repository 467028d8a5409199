"""Beginning, counting, closing. Counting changes nothing in the register; closing does, if whoever closes wants it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import services as register
from ..models import Asset, AssetEvent, Status
from ..places import below
from .models import Count, Stocktake

State = Count.State
AT_ONCE = 1000


@transaction.atomic
def begin(stocktake, *, actor, now=None):
    """Save a new `stocktake` with a row for each asset in its scope. ValidationError when there is none."""
    assets = Asset.objects.of(stocktake.organisation_id).active()
    if stocktake.location_id:
        assets = assets.filter(location__in=list(below(stocktake.location)))
    if stocktake.category_id:
        assets = assets.filter(category=stocktake.category_id)
    rows = assets.order_by("location__path", "name", "pk").values_list("pk", "location", "condition")
    if not rows.exists():
        raise ValidationError(_("Tidak ada aset yang terdaftar di situ. Pilih lokasi atau kategori yang lain."))
    stocktake.started_by, stocktake.started_at = actor, now or timezone.now()
    stocktake.save()
    counts = (
        Count(stocktake=stocktake, asset_id=pk, recorded_place_id=place, recorded_condition=condition)
        for pk, place, condition in rows.iterator(chunk_size=AT_ONCE)
    )
    Count.objects.bulk_create(counts, batch_size=AT_ONCE)
    return stocktake


@transaction.atomic
def count(stocktake_id, asset, *, state, actor, place=None, condition="", note="", now=None):
    """Write what was seen of `asset`; counting it again replaces that. Returns the Count. ValidationError when it is closed already."""
    stocktake = _open(stocktake_id)
    made = {"expected": False, "recorded_place_id": asset.location_id, "recorded_condition": asset.condition}
    row, _new = Count.objects.get_or_create(stocktake=stocktake, asset=asset, defaults=made)
    if state == State.ELSEWHERE and place is not None and place.pk == row.recorded_place_id:
        state = State.FOUND
    row.state, row.by, row.at, row.note = state, actor, now or timezone.now(), note
    row.place = place if state == State.ELSEWHERE else None
    row.condition = "" if state == State.MISSING else condition
    row.save()
    return row


def _open(stocktake_id):
    stocktake = Stocktake.objects.select_for_update(no_key=True).get(pk=stocktake_id)
    if not stocktake.is_open:
        raise ValidationError(_("Inventarisasi ini sudah ditutup."))
    return stocktake


@transaction.atomic
def close(stocktake_id, *, actor, apply, now=None):
    """Close it; with `apply`, places and conditions seen go into the register, in one transaction. Returns how many assets changed."""
    stocktake = _open(stocktake_id)
    stocktake.closed_by, stocktake.closed_at, stocktake.applied = actor, now or timezone.now(), apply
    stocktake.save()
    if not apply:
        return 0
    note = _("Menurut inventarisasi “%s”.") % stocktake.name
    seen = stocktake.counts.filter(state__in=(State.FOUND, State.ELSEWHERE)).exclude(place=None, condition=F("recorded_condition"))
    return sum(_applied(row, actor, note) for row in list(seen.select_related("place").order_by("asset")))


def _applied(row, actor, note):
    """Whether `row` changed its asset. What was changed after the count began, by a berita acara perhaps, is newer and stays."""
    (asset,) = register.locked([row.asset_id])
    values = {}
    if row.place_id and asset.location_id == row.recorded_place_id:
        values["location"] = row.place
    if row.condition and asset.condition == row.recorded_condition:
        values["condition"] = row.condition
    if not values or asset.status in (Status.DISPOSED, Status.PLANNED):
        return False
    return register.change(asset.pk, values, kind=AssetEvent.Kind.EDITED, actor=actor, note=note) is not None
