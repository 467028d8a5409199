"""The letterhead (kop) of an office in words, the same on paper and in the settings."""

from django.utils.translation import gettext as _


def letterhead(office):
    """{"line_1", "line_2", "address", "reach", "logo"} of `office` as it is today; `logo` is the stored file's name, "" for none.

    An office that has written neither line is printed under its name.
    """
    reach = [(_("Telepon %s"), office.phone), (_("Laman %s"), office.website), (_("Pos-el %s"), office.email)]
    return {
        "line_1": office.head_line_1,
        "line_2": office.head_line_2 or ("" if office.head_line_1 else office.name),
        "address": " ".join(filter(None, [office.address, office.postcode])),
        "reach": ", ".join(text % value for text, value in reach if value),
        "logo": office.logo.name if office.logo else "",
    }


def is_complete(office):
    """Whether a letter of `office` says whose it is and where it was signed."""
    return all([office.head_line_1, office.head_line_2, office.address, office.city])
