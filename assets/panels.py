"""The piece of the ticket page that shows the devices it is about."""

from .links import named_in
from .models import Asset
from .permissions import may_view

TEMPLATE = "assets/_panel.html"
ENTERING = {"aset.rencana", "aset.terima"}  # effects that bring assets no answer names
MOST = 20


def panel(user, ticket):
    """Context of TEMPLATE, or None when the ticket is about no asset. One query at most; none for most tickets."""
    if not named_in(ticket) and not _may_have_entered(ticket):
        return None
    found = list(Asset.objects.filter(ticket_links__ticket=ticket).described().order_by("name", "pk")[: MOST + 1])
    return {"assets": found[:MOST], "more": len(found) > MOST, "linked": may_view(user)} if found else None


def _may_have_entered(ticket):
    taken = [ticket.definition.step(no).acts for no in ticket.choices]
    return any(ENTERING & set(action.effects) for acts in taken for act in acts for action in act.actions)
