"""Where an asset is and who has it: moved, handed over, given back, withdrawn."""

from django.utils.translation import gettext as _

from .. import services
from ..models import AssetEvent, Status
from ..places import place_called
from . import said as words
from .base import Effect, busy, not_there, refusals
from .said import Said, custody

Kind = AssetEvent.Kind


def _place(said):
    """{field: value} of the place the answers name."""
    text, rack = said.text(*words.LOCATION), said.text(*words.RACK)
    values = {"location": place_called(said.organisation, text)} if text else {}
    return values | {"rack": rack[:30]} if rack else values


# Moved


def _check_move(ticket, answers):
    said = Said(ticket, answers)
    assets = said.assets()
    if assets and not said.text(*words.LOCATION) and not said.text(*words.NEW_HOLDER):
        return {said.code_of(*words.LOCATION): _("Isi lokasi tujuannya.")}
    return refusals(said, assets, not_there)


def _apply_move(ticket, answers, event):
    said = Said(ticket, answers)
    values = _place(said)
    user, name = said.person(*words.NEW_HOLDER)
    if name:
        values |= custody(user, name)
    for asset in said.assets():
        services.change(asset.pk, values, kind=Kind.MOVED, actor=event.actor, event=event, keep=("location",))


# Handed over


def receiver(said):
    """(User or None, name) who gets the asset: whom the answers name, else the requester."""
    user, name = said.person(*words.RECEIVER)
    return (user, name) if name else (said.ticket.requester, said.ticket.requester_name)


def _check_hand_over(ticket, answers):
    said = Said(ticket, answers)
    user, name = receiver(said)

    def why(asset):
        held_by_receiver = asset.status == Status.IN_USE and (asset.holder == user if asset.holder_id else asset.holder_text in ("", name))
        if asset.status == Status.AVAILABLE or held_by_receiver:
            return ""
        if asset.status == Status.IN_USE:
            return _("%(asset)s masih dipakai %(holder)s. Catat pengembaliannya dahulu.") % {
                "asset": asset.name, "holder": asset.holder_name
            }  # fmt: skip
        if asset.status == Status.WITHDRAWN:
            return _("%(asset)s sudah ditarik. Catat dahulu bahwa aset itu tersedia lagi.") % {"asset": asset.name}
        return not_there(asset) or busy(asset, ticket) or _("%(asset)s sedang diproses pada tiket ini juga.") % {"asset": asset.name}

    return refusals(said, said.assets(), why)


def _apply_hand_over(ticket, answers, event):
    said = Said(ticket, answers)
    user, name = receiver(said)
    values = custody(user, name) | _place(said) | {"status": Status.IN_USE}
    for asset in said.assets():
        services.change(
            asset.pk, values, kind=Kind.HANDED_OVER, actor=event.actor, event=event, keep=("holder",) if user else ("holder_text",)
        )


# Given back


def _check_give_back(ticket, answers):
    said = Said(ticket, answers)

    def why(asset):
        if asset.status in (Status.IN_USE, Status.AVAILABLE):
            return ""
        return not_there(asset) or busy(asset, ticket) or _("%(asset)s tidak sedang dipakai.") % {"asset": asset.name}

    return refusals(said, said.assets(), why)


def _apply_give_back(ticket, answers, event):
    said = Said(ticket, answers)
    assets = said.assets()
    for asset in assets:
        values = {"holder": None, "holder_text": "", "unit": "", "status": Status.AVAILABLE} | _place(said)
        values |= {"condition": said.condition_of(asset) or asset.condition}
        services.change(asset.pk, values, kind=Kind.RETURNED, actor=event.actor, event=event)


# Withdrawn


def _check_withdraw(ticket, answers):
    said = Said(ticket, answers)
    return refusals(said, said.assets(), lambda asset: not_there(asset) or busy(asset, ticket))


def _apply_withdraw(ticket, answers, event):
    said = Said(ticket, answers)
    assets, carrier = said.assets(), said.text("pembawa")
    told = [_("Dibawa oleh %s.") % carrier] if carrier else []
    told += [_("Data pada media penyimpanan sudah diamankan.")] if said.get("data_dihapus") is True else []
    for asset in assets:
        values = {"status": Status.WITHDRAWN, "condition": said.condition_of(asset) or asset.condition}
        values |= {"busy_with": None, "status_before": ""} | _place(said)
        reasons = [row["alasan"] for row in said.rows_about(asset, "alasan") if row.get("alasan")]
        note = " ".join([*(f"{reason}." for reason in dict.fromkeys(reasons)), *told])
        services.change(
            asset.pk, values, kind=Kind.WITHDRAWN, actor=event.actor, event=event, note=note, keep=("condition",)
        )  # fmt: skip


move = Effect(_check_move, _apply_move)
hand_over = Effect(_check_hand_over, _apply_hand_over)
give_back = Effect(_check_give_back, _apply_give_back)
withdraw = Effect(_check_withdraw, _apply_withdraw)
