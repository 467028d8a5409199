"""What the demo's requesters thought of it: most are content, some are not, some do not say."""

import datetime as dt
import random

from reports import surveys
from reports.models import STARS, UNSUR
from tickets.models import Status, Ticket

LEFT_TO_ASK = 2  # newest ended tickets of each office whose survey a visitor may answer
COMMENTS = (
    "Cepat dan ramah, terima kasih.",
    "Mohon diberi tahu perkiraan selesainya.",
    "Petugas menjelaskan penyebabnya dengan jelas.",
    "Perlu dua kali karena kabelnya belum diganti.",
)


def make(present):
    """Answer the surveys of ended tickets, as far as `present` (aware) allows. Returns how many."""
    made, rng = 0, random.Random("survei")
    asked = {}
    for ticket in Ticket.objects.filter(status__in=(Status.DONE, Status.REJECTED), requester__isnull=False).order_by("-closed_at", "-pk"):
        asked.setdefault(ticket.organisation_id, []).append(ticket)
    for tickets in asked.values():
        for ticket in reversed(tickets[LEFT_TO_ASK:]):
            made += _answer(ticket, rng, present)
    return made


def _answer(ticket, rng, present):
    at = min(ticket.closed_at + dt.timedelta(minutes=rng.randint(20, 600)), present)
    if not surveys.is_asked(ticket.requester, ticket, at):
        return 0
    if rng.random() < 0.15:
        surveys.skip(ticket, ticket.requester, now=at)
        return 0
    content = rng.choice((4, 4, 4, 3, 3, 2)) if ticket.status == Status.DONE else rng.choice((3, 2))
    scores = {name: max(1, min(STARS, content + rng.choice((-1, 0, 0, 0, 1)))) for name, _label in UNSUR} | {"u4": STARS}
    comment = rng.choice(COMMENTS) if rng.random() < 0.3 else ""
    surveys.answer(ticket, ticket.requester, scores, stars=content, detailed=True, comment=comment, now=at)
    return 1
