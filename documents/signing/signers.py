"""Who signs a letter, as rows: taken from its facts when the file is kept.

A wet signature is confirmed by the act: whoever acted on the ticket stands by what the letter says, at that moment. Of a corrected version
only who corrected it has said so. Somebody who never acted in the portal is named without a time.
"""

from django.utils import timezone

from tickets.models import TicketEvent

from ..facts import lifted
from ..models import Signature

ACTS = (TicketEvent.Kind.OPENED, TicketEvent.Kind.ACTED)


def record(letter, signer=None):
    """Write the Signature rows of `letter`. `signer`: the backend that signed its file, or None. Call inside the transaction that keeps it."""
    blocks = [block for block in lifted(letter.facts)["signers"] if block["name"]]
    stood_by = _stood_by(letter, {block["person"] for block in blocks} - {None})
    rows = [
        Signature(
            letter=letter,
            place=place,
            capacity=block["as"].rstrip(",")[:80],
            name=block["name"][:200],
            position=block["position"][:300],
            person_id=block["person"],
            signed_at=stood_by.get(block["person"]),
        )
        for place, block in enumerate(blocks, start=1)
    ]
    if signer:
        office = letter.organisation.name
        rows.append(
            Signature(
                letter=letter,
                place=len(rows) + 1,
                name=signer.subject[:200],
                position=office[:300],
                method=Signature.Method.CERTIFICATE,
                signed_at=timezone.now(),
            )
        )
    Signature.objects.bulk_create(rows)


def _stood_by(letter, people):
    """{person id: moment of their newest act until the letter was issued}."""
    if letter.corrected_by_id:
        return {letter.corrected_by_id: letter.created_at}
    acts = letter.ticket.events.filter(kind__in=ACTS, actor__in=people, number__lte=letter.event.number)
    return dict(acts.order_by("number").values_list("actor_id", "at"))
