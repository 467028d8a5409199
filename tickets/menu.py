"""What tickets add to the side bar."""

from django.utils.translation import gettext_lazy as _

from accounts import navigation

from .presenting.queues import waiting
from .querysets import view_of


def in_an_office(user):
    return user.organisation_id is not None


def decides(user):
    """Whether Persetujuan is worth an entry: somebody who heads, oversees or allocates, or who has something to decide just now."""
    if user.organisation_id is None:
        return False
    view = view_of(user)
    return view.allocates or view.heads or view.oversees_by_role or waiting(user).approvals > 0


def turns(user):
    return waiting(user).turns or None


def approvals(user):
    return waiting(user).approvals or None


navigation.register(_("Beranda"), "home", "beranda", 10, visible=in_an_office, badge=turns)
navigation.register(_("Layanan"), "layout-grid", "layanan", 20, visible=in_an_office)
navigation.register(_("Tiket"), "ticket", "tiket-daftar", 30, visible=in_an_office)
navigation.register(_("Persetujuan"), "rubber-stamp", "persetujuan", 40, visible=decides, badge=approvals)
