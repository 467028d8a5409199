"""Numbers of a report that lead to the list they count, and how lengths and shares are written.

The tables are the same on the page and on paper; `linked` in the context says whether a number leads anywhere.
"""

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html

from .. import lists, words

register = template.Library()

DIMENSIONS = {"service": "layanan", "unit": "unit", "channel": "saluran", "priority": "prioritas"}
OF_GROUP = {"received": "diterima", "done": "selesai", "rejected": "ditolak", "cancelled": "dibatalkan", "open_after": "terbuka"}

register.filter("duration", words.duration)
register.filter("percent", words.percent)


@register.simple_tag(takes_context=True)
def count(context, number, isi, **filters):
    """`number` as a link to the list `isi` (reports.lists.WHATS) that it counts; 0 leads nowhere."""
    if not number or not context.get("linked"):
        return number_format(number or 0)
    url = lists.url(context["figures"].period, isi, **filters)
    return format_html('<a class="hc-number" href="{}" data-count="{}">{}</a>', url, str(number), number_format(number))


@register.simple_tag(takes_context=True)
def group_count(context, group, name, dimension):
    """The number `name` of a figures.model.Group; `dimension`: service, unit, channel or priority."""
    return count(context, getattr(group, name), OF_GROUP[name], **{DIMENSIONS[dimension]: group.key})


@register.simple_tag
def kept_share(keeping):
    """Share kept with its colour: all of it green, four fifths and more amber, less red; the number says the same."""
    if not keeping.judged:
        return "–"
    tone = "ok" if keeping.kept == keeping.judged else "soon" if keeping.percent >= 80 else "late"
    return format_html('<span class="rp-share rp-share--{}">{}</span>', tone, words.percent(keeping.percent))


@register.simple_tag
def list_url(period, isi, **filters):
    return lists.url(period, isi, **filters)
