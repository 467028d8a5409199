"""The bell of the top bar."""

from django import template

from ..models import Notice

register = template.Library()
MOST_SHOWN = 99


@register.simple_tag
def unread_notices(user):
    """How many notices `user` has not read, counted up to one more than is shown. One query over a partial index."""
    if user.organisation_id is None:
        return 0
    return Notice.objects.filter(recipient=user, organisation=user.organisation_id).unread().order_by()[: MOST_SHOWN + 1].count()
