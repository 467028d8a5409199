"""Who reads reports and who closes a month. Menu, views and downloads ask here."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from tickets.querysets import view_of
from tickets.views.common import office_page


def may_read(user):
    """Who heads, oversees or allocates, and the office's pengelola: the figures of their whole office."""
    if user.organisation_id is None:
        return False
    view = view_of(user)
    return view.oversees or view.allocates


def may_close(user):
    """Who heads the office, and its pengelola."""
    return user.organisation_id is not None and (user.administers or view_of(user).heads)


def may_see_satisfaction(user):
    """Everybody who works on tickets sees the averages."""
    return may_read(user) or (user.organisation_id is not None and bool(view_of(user).procedures))


def may_only_see_satisfaction(user):
    """Whoever reads the reports finds it there."""
    return may_see_satisfaction(user) and not may_read(user)


def may_read_comments(user):
    """Who heads the office or administers it, but not who allocates: that is somebody who works on tickets."""
    return may_close(user)


def reader_required(view):
    return _required(view, may_read)


def closer_required(view):
    return _required(view, may_close)


def satisfaction_required(view):
    return _required(view, may_see_satisfaction)


def _required(view, rule):
    @office_page
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not rule(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
