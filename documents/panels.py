"""The piece of the ticket page that shows its letters: issued, being made, drafts of the act it is at, and kinds not built yet."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, prefetch_related_objects

from sop.registry import LETTER_KINDS
from tickets import registry

from . import drafts as written_drafts
from . import permissions
from .letters import title_of
from .models import Letter, LetterDraft, SignedCopy

TEMPLATE = "documents/_panel.html"
QUICK, SLOW = 1, 5  # seconds between questions while a letter is being made: at first, and when it takes long
QUICK_QUESTIONS, MOST_QUESTIONS = 30, 120


@dataclass(frozen=True)
class Draft:
    """A letter that the action `action` (code) would issue; `place`: which of that action's letters it is.

    `may_write`: whether who asks may edit it; `written`: what somebody has written into it, or None.
    """

    title: str
    action: str
    place: int
    may_write: bool = False
    written: LetterDraft | None = None


def panel(user, ticket, asked=0):
    """Context of TEMPLATE, or None when there is nothing to say. `asked`: how often the page has asked already."""
    letters = _letters(ticket)
    for letter in letters:
        letter.ticket = ticket
    superseded = {letter.supersedes_id for letter in letters if not letter.is_void}
    drafts, missing = _named(user, ticket, written=not letters or letters[0].drafted)
    if not (letters or drafts or missing):
        return None
    waiting = any(letter.is_waiting and not letter.held_because for letter in letters)
    return {
        "ticket": ticket,
        "letters": [(letter, letter.pk in superseded) for letter in letters],
        "drafts": drafts,
        "missing": missing,
        "may_retry": any(letter.is_stuck for letter in letters) and permissions.may_retry(user, ticket),
        "poll": (QUICK if asked < QUICK_QUESTIONS else SLOW) if waiting and asked < MOST_QUESTIONS else None,
        "asked": asked + 1,
        "late": waiting and asked >= QUICK_QUESTIONS,
    }


def _letters(ticket):
    """Letters of `ticket`, the newest first. Few have a signed copy, few tickets a draft: the page asks for these only where there are."""
    found = Letter.objects.filter(ticket=ticket).defer("facts").order_by("-pk")
    copies, drafts = SignedCopy.objects.filter(letter=OuterRef("pk")), LetterDraft.objects.filter(ticket=ticket)
    letters = list(found.annotate(copied=Exists(copies), drafted=Exists(drafts)))
    if any(letter.copied for letter in letters):
        prefetch_related_objects(letters, "signed_copies")
    return letters


def _named(user, ticket, written):
    """([Draft], [titles of kinds not built yet]) of the act whose turn it is; nothing for who neither acts nor works on it.

    `written`: whether there may be drafts that somebody wrote into.
    """
    act = ticket.current_act
    named = [(action, place, letter) for action in act.actions for place, letter in enumerate(action.letters)] if act else []
    if not named or not permissions.may_draft(user, ticket):
        return [], []
    drafts, missing, editions = {}, [], written_drafts.editions(ticket) if written else {}
    for action, place, letter in named:
        if registry.makes_letter(letter.kind):
            title = title_of(letter.kind, letter.title)
            may_write = permissions.may_write(user, ticket, action)
            drafts.setdefault((letter.kind, title), Draft(title, action.code, place, may_write, editions.get((letter.kind, title))))
        elif LETTER_KINDS[letter.kind] not in missing:
            missing.append(LETTER_KINDS[letter.kind])
    return list(drafts.values()), missing
