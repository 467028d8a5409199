"""Which tickets name which assets, and what becomes of an asset when the ticket that had it in hand ends. Called at every event."""

from django.utils.translation import gettext as _

from tickets.models import ENDED, Status, TicketEvent

from . import services
from .models import Asset, AssetEvent, TicketAsset
from .models import Status as AssetStatus

TAKEN = (TicketEvent.Kind.OPENED, TicketEvent.Kind.ACTED)


def on_event(ticket, event):
    """Inside the transaction of the event, after the effects."""
    if event.kind in TAKEN and _about_assets(ticket, event.data):
        link(ticket)
    if ticket.status in ENDED and any(action.effects for act in ticket.definition.acts for action in act.actions):
        release(ticket, event)


def _about_assets(ticket, data):
    codes = [*data.get("answers", {}), *data.get("cleared", [])]
    return bool(data.get("effects")) or any(
        code in ticket.definition.fields and ticket.definition.fields[code].kind == "aset" for code in codes
    )


def named_in(ticket):
    """Ids of the assets that the current answers of `ticket` name."""
    found = set()
    for code, field in ticket.definition.fields.items():
        answer = ticket.answers.get(code) if field.kind == "aset" else None
        found |= {row["id"] for row in (answer if isinstance(answer, list) else [answer]) if row}
    return found


def link(ticket):
    """Let the links be those the answers name now and those this ticket changed."""
    wanted = named_in(ticket) | set(AssetEvent.objects.filter(ticket=ticket).values_list("asset", flat=True))
    there = set(TicketAsset.objects.filter(ticket=ticket).values_list("asset", flat=True))
    if there - wanted:
        TicketAsset.objects.filter(ticket=ticket, asset__in=there - wanted).delete()
    TicketAsset.objects.bulk_create([TicketAsset(ticket=ticket, asset_id=pk) for pk in sorted(wanted - there)])


def release(ticket, event):
    """What an ended ticket still has in hand goes back to how it was.

    A disposal that was approved stays approved when the ticket was done without a decree: the decree may come later.
    """
    for asset in Asset.objects.locked().filter(busy_with=ticket):
        values = {"busy_with": None}
        if asset.status == AssetStatus.DISPOSAL_APPROVED and ticket.status == Status.DONE:
            services.change(
                asset.pk, values, kind=AssetEvent.Kind.RELEASED, actor=event.actor, event=event, note=_("Menunggu SK Penghapusan.")
            )
            continue
        values |= {"status": asset.status_before, "status_before": ""}
        services.change(asset.pk, values, kind=AssetEvent.Kind.RELEASED, actor=event.actor, event=event)
