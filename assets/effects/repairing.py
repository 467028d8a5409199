"""Repair: begun, and finished with what it cost, what was done and the condition before and after."""

from decimal import ROUND_DOWN, Decimal

from django.utils.translation import gettext as _

from accounts.roles import office_day

from .. import services
from ..models import AssetEvent, Status
from . import said as words
from .base import Effect, busy, not_there, refusals
from .said import Said

Kind = AssetEvent.Kind
CENT = Decimal("0.01")


def _check_begin(ticket, answers):
    said = Said(ticket, answers)
    return refusals(said, said.assets(), lambda asset: not_there(asset) or busy(asset, ticket) or _in_own_disposal(asset))


def _in_own_disposal(asset):
    if asset.status in (Status.DISPOSAL_PROPOSED, Status.DISPOSAL_APPROVED):
        return _("%(asset)s sedang diusulkan untuk dihapus pada tiket ini.") % {"asset": asset.name}
    return ""


def _apply_begin(ticket, answers, event):
    for asset in Said(ticket, answers).assets():
        before = asset.status_before if asset.status == Status.IN_REPAIR else asset.status
        values = {"status": Status.IN_REPAIR, "status_before": before, "busy_with": ticket}
        services.change(asset.pk, values, kind=Kind.REPAIR_BEGUN, actor=event.actor, event=event, keep=("condition",))


def _check_finish(ticket, answers):
    said = Said(ticket, answers)
    assets, found = said.assets(), {}
    cost = said.number(*words.COST) if said.code_of(*words.COST) in said.own else None
    if cost is not None and cost < 0:
        found[said.code_of(*words.COST)] = _("Biaya tidak dapat kurang dari nol.")
    if said.own.get(words.CLAIM[0]) is True:
        today = office_day(ticket.organisation)
        over = [asset.name for asset in assets if asset.warranty_until and asset.warranty_until < today]
        if over:
            found[words.CLAIM[0]] = _("Garansi sudah berakhir: %s.") % ", ".join(over)
    return found | refusals(said, assets, lambda asset: not_there(asset) or _repaired_elsewhere(asset, ticket))


def _repaired_elsewhere(asset, ticket):
    return busy(asset, ticket) if asset.status == Status.IN_REPAIR else ""


def _apply_finish(ticket, answers, event):
    """An asset that was withdrawn meanwhile stays so; its condition and cost are told all the same."""
    said = Said(ticket, answers)
    assets = said.assets()
    total = said.number(*words.COST) if any(code in said.own for code in words.COST) else None
    for asset, cost in zip(assets, shares(total, len(assets)), strict=True):
        values = {"condition": said.condition_of(asset) or asset.condition}
        if asset.status == Status.IN_REPAIR:
            values |= {"status": asset.status_before, "status_before": "", "busy_with": None}
        services.change(
            asset.pk,
            values,
            kind=Kind.REPAIRED,
            actor=event.actor,
            event=event,
            cost=cost,
            warranty_claim=said.own.get(words.CLAIM[0]) is True,
            note=_done(said, asset),
            keep=("condition",),
        )


def _done(said, asset):
    """What was done to `asset`: the column `tindakan` of its rows, else the answer about parts or the result."""
    rows = [row["tindakan"] for row in said.rows_about(asset, "tindakan") if row.get("tindakan")]
    return "; ".join(rows) or next((said.own[code] for code in ("suku_cadang", "hasil_reparasi", "ringkasan") if said.own.get(code)), "")


def shares(total, count):
    """`total` rupiah in `count` parts that add up to it; None for each when there is no total."""
    if total is None or not count:
        return [None] * count
    part = (total / count).quantize(CENT, ROUND_DOWN)
    return [total - part * (count - 1), *[part] * (count - 1)]


begin = Effect(_check_begin, _apply_begin)
finish = Effect(_check_finish, _apply_finish)
