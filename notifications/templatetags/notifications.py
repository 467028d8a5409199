"""The bell of the top bar."""

from django import template

from accounts.prepared import Prepared

from ..models import Notice

register = template.Library()
MOST_SHOWN = 99


_UNREAD = Prepared(
    lambda person, office: (
        Notice.objects.filter(recipient=person, organisation=office).unread().order_by().values_list("pk")[: MOST_SHOWN + 1]
    ),
    int,
    int,
)


@register.simple_tag
def unread_notices(user):
    """How many notices `user` has not read, counted up to one more than is shown. One query over a partial index."""
    if user.organisation_id is None:
        return 0
    return len(_UNREAD(user.pk, user.organisation_id))
