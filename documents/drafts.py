"""What is written into a letter before it is issued. Saving locks the ticket, so that it never comes after the act that issues the letter."""

from django.db import transaction
from django.utils import timezone

from tickets.models import Ticket

from .models import LetterDraft


class Overtaken(Exception):
    """Somebody else saved meanwhile: `draft` is what they saved (LetterDraft), or None when they went back to the proposal."""

    def __init__(self, draft):
        self.draft = draft
        super().__init__()


class Passed(Exception):
    """The ticket has moved on: the letter is issued, or no longer to be."""


def of(ticket, kind, title):
    """The LetterDraft of that letter, or None: the proposal stands as it is."""
    return LetterDraft.objects.filter(ticket=ticket, kind=kind, title=title).select_related("edited_by").first()


def editions(ticket):
    """{(kind, title): LetterDraft} of a ticket."""
    return {(draft.kind, draft.title): draft for draft in LetterDraft.objects.filter(ticket=ticket).select_related("edited_by")}


@transaction.atomic
def save(ticket, kind, title, parts, *, by, turn, edition, now=None):
    """Keep `parts` ({part code: content}) for the letter, nothing of before; without any the proposal stands again.

    `turn`: the ticket's turn the form was made for. `edition`: of the draft the writer saw, 0 for none. Raises Passed, Overtaken.
    """
    if Ticket.objects.locked().get(pk=ticket.pk).turn != turn:
        raise Passed
    draft = of(ticket, kind, title)
    if (draft.edition if draft else 0) != edition:
        raise Overtaken(draft)
    if not parts:
        if draft:
            draft.delete()
        return
    draft = draft or LetterDraft(ticket=ticket, kind=kind, title=title, edition=0)
    draft.parts, draft.edited_by, draft.changed_at = parts, by, now or timezone.now()
    draft.edition += 1
    draft.save()


def taken(ticket, kind, title):
    """The parts that were written for a letter that is being issued; they are the letter's from now on, and the draft is gone."""
    draft = LetterDraft.objects.filter(ticket=ticket, kind=kind, title=title).first()
    if draft is None:
        return {}
    draft.delete()
    return draft.parts
