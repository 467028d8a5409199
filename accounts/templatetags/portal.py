"""Tags and filters of the frame: icons, NIP, moments as Indonesian offices write them, people, states, time left."""

import datetime as dt
import logging
import re
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.utils import dateformat, formats, timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from accounts import navigation
from accounts import nip as nips

register = template.Library()
log = logging.getLogger(__name__)

STATUS_ICONS = {
    "konsep": "pencil",
    "berjalan": "player-play",
    "ditunda": "player-pause",
    "selesai": "circle-check",
    "ditolak": "circle-x",
    "dibatalkan": "ban",
    "draf": "pencil",
    "berlaku": "circle-check",
    "digantikan": "replace",
    "akan-datang": "calendar-time",
    "berakhir": "circle-dashed",
    "nonaktif": "user-off",
}


def _drawing(name):
    """Inner markup of templates/icons/<name>.svg, or None. Names come from templates and registries, never from a visitor."""
    if not re.fullmatch(r"[a-z0-9-]+", name):
        return None
    try:
        text = (Path(settings.BASE_DIR) / "templates" / "icons" / f"{name}.svg").read_text()
    except FileNotFoundError:
        return None
    return re.search(r"<svg[^>]*>(.*)</svg>", text, re.S).group(1)


@register.simple_tag
def icon(name, css=""):
    """The named Tabler icon as inline SVG, hidden from screen readers: it always stands beside a word."""
    drawn = _drawn(str(name), str(css))
    if drawn is None:
        if not settings.PRODUCTION:
            raise ValueError(f"templates/icons/{name}.svg does not exist")
        log.error("icon %r is missing", name)
        return ""
    return drawn


@lru_cache(maxsize=1024)  # a page shows a hundred of them
def _drawn(name, css):
    drawing = _drawing(name)
    return drawing and format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.75"'
        ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>',
        css,
        mark_safe(drawing),
    )


@register.filter
def nip(value):
    """`19660825 198802 1 001`."""
    return nips.grouped(value)


@register.filter
def nip_masked(value):
    return nips.masked(value)


@register.simple_tag(takes_context=True)
def nip_for(context, person):
    """The NIP of `person` as the reader may see it: whole for themselves and their office's pengelola, masked for others."""
    reader = context["request"].user
    whole = reader.pk == person.pk or (reader.administers and reader.organisation_id == person.organisation_id)
    return person.nip_grouped if whole else person.nip_masked


def _local(value):
    return timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value


@register.filter
def moment(value):
    """`20 November 2026 07.30 WIB`, in the zone of the reader's office (active since the middleware)."""
    if not value:
        return ""
    local = _local(value)
    return f"{dateformat.format(local, 'j F Y H.i')} {local.strftime('%Z')}".strip()


@register.filter
def clock(value):
    """`07.30 WIB`."""
    if not value:
        return ""
    local = _local(value)
    return f"{local.strftime('%H.%M')} {local.strftime('%Z')}".strip()


@register.filter
def day(value):
    """`20 November 2026`, of a date or a moment."""
    return dateformat.format(_local(value), "j F Y") if value else ""


@register.filter
def weekday(value):
    """`Jumat, 20 November 2026`."""
    return dateformat.format(_local(value), "l, j F Y") if value else ""


@register.filter
def filesizeformat(size):
    """`12 KB`, `1,3 MB` of a number of bytes; nothing is smaller than 1 KB. Takes the place of Django's own wherever `portal` is loaded."""
    size = max(0, int(size or 0))
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))}\N{NO-BREAK SPACE}KB"
    return f"{formats.number_format(size / 1024 / 1024, 1)}\N{NO-BREAK SPACE}MB".replace(",0\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")


@register.simple_tag
def person(somebody, kind="", absent=None):
    """A name as letters write it: `Rina`, `Plt. Rina`, `Plh. Rina a.n. Bima`. Without anybody: Sistem.

    `kind`: "", "plh" or "plt" (accounts.roles.Standing.kind, TicketEvent.standing).
    """
    if somebody is None:
        return _("Sistem")
    prefix = {"plh": "Plh. ", "plt": "Plt. "}.get(kind, "")
    text = f"{prefix}{somebody}"
    return _("%(who)s a.n. %(absent)s") % {"who": text, "absent": absent} if absent else text


@register.filter
def initials(somebody):
    """At most two letters for the round mark of a person, academic titles left out."""
    words = [w for w in re.split(r"[\s,]+", str(somebody)) if w and w[0].isalpha() and not w.endswith(".")]
    return "".join(w[0] for w in words[:2]).upper() or "?"


@register.simple_tag
def status(code, label):
    """A state as pill: icon and word. `code` picks icon and colour (see docs/design-kit.md)."""
    return format_html('<span class="hc-status hc-status--{}">{}{}</span>', code, icon(STATUS_ICONS.get(str(code), "point")), label)


# Written here, not as a template: a list shows two dozen of them, and the word says what the colour says.
RING = (
    '<span class="hc-ring hc-ring--{}{}"><svg viewBox="0 0 20 20" aria-hidden="true" focusable="false">'
    '<circle cx="10" cy="10" r="8" pathLength="100"/>'
    '<circle class="hc-ring__share" cx="10" cy="10" r="8" pathLength="100" stroke-dasharray="{} 100"/></svg><span>{}</span></span>'
)


@register.simple_tag
def ring(percent, words, tone="", big=False):
    """Time left as ring and words. `percent`: used share of the limit, 0–100 and more. `tone`: ok, soon, late, held or none;
    left out, it follows the share: green under 75, amber to 100, red after."""
    share = 0 if percent is None else max(0, int(percent))
    tone = tone or ("none" if percent is None else "ok" if share < 75 else "soon" if share < 100 else "late")
    return format_html(RING, tone, " hc-ring--big" if big else "", min(share, 100), words)


@register.simple_tag(takes_context=True)
def page_url(context, step):
    """The address of the page `step` (-1 or 1) away from `page`, with all other parameters kept."""
    query = context["request"].GET.copy()
    query["page"] = context["page"].number + step
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def navigation_links(context):
    """{"all": [...], "phone": [...], "more": [...], "tools": [templates], "search": address or None} for base.html."""
    if context["request"].user.must_change_password:
        return {"all": [], "phone": [], "more": [], "tools": [], "search": None}  # every link would lead back to the same page
    links = navigation.entries(context["request"])
    phone, more = navigation.split_for_phone(links)
    return {"all": links, "phone": phone, "more": more, "tools": navigation.tools(), "search": navigation.resolve("tiket-daftar")}


@register.simple_tag(takes_context=True)
def messages_by_tone(context):
    """[(tone, icon, message)] of Django's messages, read once."""
    looks = {"error": ("danger", "alert-circle"), "warning": ("warning", "alert-triangle"), "success": ("success", "circle-check")}
    return [(*looks.get(m.level_tag, ("info", "info-circle")), conditional_escape(m)) for m in context.get("messages") or ()]
