"""What the side bar offers. Every app registers its own entries in AppConfig.ready(); the frame asks `entries(request)`.

An entry whose URL name does not resolve is not shown, so that an app may announce a page before it is built.
"""

from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

PHONE_ENTRIES = 5  # what fits beside each other on a narrow screen, "Lainnya" included


def everybody(user):
    return True


@dataclass(frozen=True)
class Entry:
    """`label` is user-visible text, `icon` a name of templates/icons, `badge` a callable(user) giving a count or None."""

    label: str
    icon: str
    url_name: str
    order: int
    visible: callable = everybody
    badge: callable = field(default=lambda user: None)


@dataclass(frozen=True)
class Link:
    """An Entry as one visitor sees it."""

    label: str
    icon: str
    url: str
    active: bool
    count: int | None


_entries: dict[str, Entry] = {}
_tools: dict[str, int] = {}


def register(label, icon, url_name, order, visible=everybody, badge=None):
    """Add an entry to the side bar (phones: bottom bar). `visible(user)` and `badge(user)` run on every page: keep them cheap."""
    _entries[url_name] = Entry(label, icon, url_name, order, visible, badge or (lambda user: None))


def register_tool(template, order=100):
    """Add a template to the right end of the top bar, for example the bell of the inbox. It sees the page's context."""
    _tools[template] = order


def tools():
    return sorted(_tools, key=_tools.get)


def entries(request):
    """Links for the signed-in person in order; the one whose pages we are on is active."""
    shown = []
    for entry in sorted(_entries.values(), key=lambda e: e.order):
        url = resolve(entry.url_name)
        if url and entry.visible(request.user):
            shown.append((entry, url))
    current = _current([url for _entry, url in shown], request.path)
    return [Link(entry.label, entry.icon, url, url == current, entry.badge(request.user)) for entry, url in shown]


def split_for_phone(links):
    """(entries of the bottom bar, entries behind "Lainnya")."""
    if len(links) <= PHONE_ENTRIES:
        return links, []
    return links[: PHONE_ENTRIES - 1], links[PHONE_ENTRIES - 1 :]


def home(user):
    """Where somebody lands after signing in: Beranda, or their profile as long as there is none."""
    return resolve("beranda") or reverse("profil")


def _current(urls, path):
    """The longest registered address that `path` lies under; "/" only counts for itself."""
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(under, key=len, default=None)


def resolve(url_name):
    """The address of `url_name`, or None as long as no app has such a page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def administers(user):
    """Whether `user` sees the settings pages: the office's pengelola."""
    return user.administers and user.organisation_id is not None


register(_("Pengaturan"), "settings", "pengaturan", 900, visible=administers)
