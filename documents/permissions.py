"""Who may do what with letters; seeing one follows from seeing its ticket (LetterQuerySet.visible_to)."""

from tickets import permissions
from tickets.querysets import view_of


def may_draft(user, ticket):
    """Whether `user`, who sees the ticket, may read the drafts of the act it is at: its staff, and who may act."""
    return permissions.sees_internal(user, ticket) or permissions.capacity(user, ticket) is not None


def may_write(user, ticket, action):
    """Whether `user`, who sees the ticket, may write into the letters that `action` issues: whoever may take it."""
    return permissions.capacity(user, ticket) is not None and permissions.offered(ticket, action)


def may_correct(user, letter):
    """Whether `user`, who sees the letter, may issue a corrected version: who signed it or took the act, and the pengelola."""
    signed = {block.get("person") for block in letter.facts.get("signers", [])}
    return user.administers or user.pk in {letter.event.actor_id, letter.event.on_behalf_of_id, *signed}


def may_retry(user, ticket):
    """Whether `user`, who sees the ticket, may have a failed letter drawn again: its staff."""
    return permissions.sees_internal(user, ticket)


def may_number(user, ticket):
    """Whether `user`, who sees the ticket, may type the number of a letter that waits for one: the pengelola, and who allocates."""
    return user.administers or (view_of(user).allocates and permissions.sees_internal(user, ticket))


def may_void(user, ticket):
    """Whether `user`, who sees the ticket, may cancel its letters: the pengelola, and who heads the office."""
    return user.administers or view_of(user).heads


def may_read_book(user):
    """Whether `user` reads the office's book of letters: who heads, oversees, allocates or administers. Called on every page."""
    if user.organisation_id is None:
        return False
    view = view_of(user)
    return view.oversees or view.allocates
