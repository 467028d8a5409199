"""People, places and categories of an office as files call them. Loaded once for a whole file."""

from collections import defaultdict

from django.utils.translation import gettext as _

from accounts.models import User

from ..models import Category, Location
from ..models.places import SEPARATOR
from ..places import DEEPEST


class BadCell(Exception):
    """What is wrong with a cell and what to do, as one sentence."""


def _key(text):
    return " ".join(str(text).split()).casefold()


class People:
    """Everybody with an account in the office; who left may stay the holder of what they have."""

    def __init__(self, organisation):
        self._by_name, self._by_login = defaultdict(list), {}
        for person in User.objects.filter(organisation=organisation).order_by("pk"):
            self._by_name[_key(person.name)].append(person)
            self._by_login[person.username.casefold()] = person

    def name_of(self, person):
        """The name, with the user name where another one has the same."""
        return person.name if len(self._by_name[_key(person.name)]) < 2 else f"{person.name} ({person.username})"

    def find(self, text):
        """The User meant; BadCell for nobody, for two, and for who left."""
        found = self._by_name.get(_key(text), [])
        if len(found) > 1:
            raise BadCell(_("Ada beberapa orang bernama ini. Tambahkan nama penggunanya dalam kurung."))
        login = text.rpartition("(")[2].rstrip(") ") if text.endswith(")") else text
        person = found[0] if found else self._by_login.get(login.strip().casefold())
        if person is None:
            raise BadCell(_("Tidak ada orang bernama ini di portal. Tulis namanya pada kolom “Pemegang tanpa akun”."))
        if not person.is_active:
            raise BadCell(_("Akun orang ini sudah tidak aktif. Pilih orang lain, atau tulis namanya pada kolom “Pemegang tanpa akun”."))
        return person


class Places:
    """The tree of locations. A place that is not in it yet will be made: `new` ({key: path}) collects those."""

    def __init__(self, organisation):
        self._by_path, self._by_name, self.new = {}, defaultdict(list), {}
        for place in Location.objects.filter(organisation=organisation):
            self._by_path[_key(place.path)] = place
            self._by_name[_key(place.name)].append(place)

    def find(self, text):
        """The Location meant, by its whole path or by a name only one has; else the path (str) of a new one. BadCell for what is neither."""
        parts = [" ".join(part.split()) for part in text.split(SEPARATOR)]
        path = SEPARATOR.join(parts)
        if place := self._by_path.get(_key(path)):
            return place
        named = self._by_name.get(_key(path), [])
        if len(named) == 1:
            return named[0]
        if named:
            raise BadCell(_("Ada beberapa lokasi bernama ini. Tulis lengkap dari gedungnya, misalnya “%s”.") % named[0].path)
        if len(parts) > DEEPEST or not all(0 < len(part) <= 150 for part in parts):
            raise BadCell(_("Tulis lokasi sebagai “Gedung / Ruang”, paling banyak %d tingkat.") % DEEPEST)
        return path

    def will_make(self, path):
        self.new.setdefault(_key(path), path)


class Categories:
    def __init__(self, organisation):
        self._by_name = {_key(category.name): category for category in Category.objects.filter(organisation=organisation)}

    def find(self, text):
        category = self._by_name.get(_key(text))
        if category is None:
            known = ", ".join(sorted(c.name for c in self._by_name.values())[:8])
            raise BadCell(_("Kategori ini belum ada. Yang ada: %s. Tambahkan dahulu pada halaman Kategori.") % (known or "–"))
        return category
