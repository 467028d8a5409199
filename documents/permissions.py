"""Who may do what with letters; seeing one follows from seeing its ticket (LetterQuerySet.visible_to)."""

from tickets import permissions


def may_draft(user, ticket):
    """Whether `user`, who sees the ticket, may read the drafts of the act it is at: its staff, and who may act."""
    return permissions.sees_internal(user, ticket) or permissions.capacity(user, ticket) is not None


def may_retry(user, ticket):
    """Whether `user`, who sees the ticket, may have a failed letter drawn again: its staff."""
    return permissions.sees_internal(user, ticket)
