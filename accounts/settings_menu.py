"""The hub of the settings pages. Each app registers its own pages in AppConfig.ready()."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Item:
    label: str
    description: str
    icon: str
    url_name: str
    order: int

    @property
    def url(self):
        return reverse(self.url_name)


_items: dict[str, Item] = {}


def register(label, description, icon, url_name, order):
    """Add a page to Pengaturan. Pages whose URL does not resolve are not shown."""
    _items[url_name] = Item(label, description, icon, url_name, order)


def items():
    return [item for item in sorted(_items.values(), key=lambda i: i.order) if _resolves(item)]


def _resolves(item):
    try:
        return bool(item.url)
    except NoReverseMatch:
        return False


register(
    _("Instansi"),
    _("Nama, alamat, kop surat, logo, awalan nomor tiket, dan pola nomor surat."),
    "building-community",
    "pengaturan-instansi",
    10,
)
register(_("Orang"), _("Siapa yang punya akun, jabatannya, dan kata sandi sementara."), "users", "pengaturan-orang", 20)
register(_("Peran"), _("Pelaksana pada SOP: siapa memegang peran apa, dari kapan sampai kapan."), "id-badge-2", "pengaturan-peran", 30)
register(_("Pengganti"), _("Plh. dan Plt. dengan tanggal mulai dan berakhir."), "user-share", "pengaturan-pengganti", 40)
register(_("Catatan perubahan"), _("Siapa mengubah pengaturan apa, dan kapan."), "history", "pengaturan-catatan", 900)
