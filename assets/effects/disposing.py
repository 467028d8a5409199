"""Disposal: proposed, approved within the office, and gone only with number and date of the decree (SK Penghapusan)."""

from django.utils.translation import gettext as _

from accounts.roles import office_day

from .. import services
from ..models import AssetEvent, Status
from .base import IN_DISPOSAL, Effect, busy, not_there, refusals
from .said import DECREE_DATE, DECREE_NUMBER, Said

Kind = AssetEvent.Kind


def _why_not(asset, ticket):
    """Why a disposal of `asset` by `ticket` may not begin or go on."""
    if asset.status == Status.IN_REPAIR:
        number = asset.busy_with.number if asset.busy_with_id else "?"
        return _("Penghapusan belum dapat diproses: %(asset)s sedang diperbaiki pada tiket %(number)s. Selesaikan perbaikannya dahulu.") % {
            "asset": asset.name, "number": number
        }  # fmt: skip
    return not_there(asset) or busy(asset, ticket)


def _check(ticket, answers):
    said = Said(ticket, answers)
    return refusals(said, said.assets(), lambda asset: _why_not(asset, ticket))


def _begin(asset, ticket, status):
    before = asset.status_before if asset.status in IN_DISPOSAL else asset.status
    return {"status": status, "status_before": before, "busy_with": ticket}


def _apply_propose(ticket, answers, event):
    for asset in Said(ticket, answers).assets():
        if asset.status == Status.DISPOSAL_PROPOSED:  # sent back and proposed again
            continue
        values = _begin(asset, ticket, Status.DISPOSAL_PROPOSED)
        services.change(asset.pk, values, kind=Kind.DISPOSAL_PROPOSED, actor=event.actor, event=event, note=str(answers.get("alasan", "")))


def _apply_approve(ticket, answers, event):
    for asset in Said(ticket, answers).assets():
        values = _begin(asset, ticket, Status.DISPOSAL_APPROVED)
        services.change(asset.pk, values, kind=Kind.DISPOSAL_APPROVED, actor=event.actor, event=event)


def _check_dispose(ticket, answers):
    said = Said(ticket, answers)
    assets = said.assets()
    if not assets:
        return {}
    number, date, found = said.text(DECREE_NUMBER), said.date(DECREE_DATE), {}
    if date and not number:
        found[_asked(said, DECREE_NUMBER)] = _("Isi nomor SK Penghapusan, atau kosongkan tanggalnya.")
    if number and not date:
        found[_asked(said, DECREE_DATE)] = _("Isi tanggal SK Penghapusan, atau kosongkan nomornya.")
    if date and date > office_day(ticket.organisation):
        found[_asked(said, DECREE_DATE)] = _("Tanggal SK Penghapusan belum tiba.")
    return found | refusals(said, assets, lambda asset: _not_approved(asset, ticket))


def _asked(said, code):
    return code if code in said.fields else None


def _not_approved(asset, ticket):
    if asset.status == Status.DISPOSAL_APPROVED and asset.busy_with_id in (None, ticket.pk):
        return ""
    return _why_not(asset, ticket) or _("%(asset)s belum disetujui untuk dihapus.") % {"asset": asset.name}


def _apply_dispose(ticket, answers, event):
    """Without a decree the asset stays approved for disposal; its keeper enters the decree when it comes."""
    said = Said(ticket, answers)
    assets, number, date = said.assets(), said.text(DECREE_NUMBER), said.date(DECREE_DATE)
    if not (number and date):
        return
    values = {"status": Status.DISPOSED, "decree_number": number[:100], "decree_date": date, "busy_with": None, "status_before": ""}
    for asset in assets:
        done = [row["tindakan"] for row in said.rows_about(asset, "tindakan") if row.get("tindakan")]
        services.change(asset.pk, values, kind=Kind.DISPOSED, actor=event.actor, event=event, note="; ".join(done))


propose = Effect(_check, _apply_propose)
approve = Effect(_check, _apply_approve)
dispose = Effect(_check_dispose, _apply_dispose)
