"""Data a step records (pencatatan) is written to the device it is about."""

from django.utils.translation import gettext as _

from .. import services
from ..models import AssetEvent
from .base import Effect, not_there, refusals
from .said import Said

# field code of a SOP: (column of the asset, longest)
COLUMNS = {
    "ip": ("ip", None),
    "nama_pc": ("hostname", 100),
    "hostname": ("hostname", 100),
    "grup": ("network_group", 100),
    "domain": ("domain", 200),
    "spesifikasi": ("specification", 4000),
    "rak": ("rack", 30),
}
OF_ONE_DEVICE = ("ip", "nama_pc", "hostname")
NONE_SAID = ("tidak ada", "-", "–")


def _check(ticket, answers):
    said = Said(ticket, answers)
    assets = said.assets()
    single = [said.fields[code].label for code in OF_ONE_DEVICE if said.own.get(code)]
    if len(assets) > 1 and single:
        return {said.asset_code(): _("%s hanya milik satu perangkat: pilih satu aset.") % ", ".join(single)}
    return refusals(said, assets, not_there)


def _apply(ticket, answers, event):
    said = Said(ticket, answers)
    assets = said.assets()
    for asset in assets:
        values = _values(said) | _extra(said, asset)
        values |= {"condition": said.condition_of(asset) or asset.condition}
        services.change(asset.pk, values, kind=AssetEvent.Kind.NOTED, actor=event.actor, event=event, note=_updated(said, asset))


def _values(said):
    found = {}
    for code, (column, longest) in COLUMNS.items():
        text = str(said.own.get(code, "")).strip()
        if text and text.casefold() not in NONE_SAID:
            found[column] = text[:longest]
    return found


def _extra(said, asset):
    """Answers whose code is one of the category's own fields."""
    known = {field["code"] for field in asset.category.fields} if asset.category_id else set()
    found = {code: value for code, value in said.own.items() if code in known and value not in (None, "", [])}
    return {"extra": {**asset.extra, **found}} if found else {}


def _updated(said, asset):
    """`Firmware 15.2 → 17.6`, from the rows of a table with what was before and after."""
    rows = said.rows_about(asset, "sesudah")
    return "; ".join(" → ".join(filter(None, [row.get("sebelum"), row.get("sesudah")])) for row in rows)


note = Effect(_check, _apply)
