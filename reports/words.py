"""How figures are written in Indonesian: lengths of time, shares, numbers."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from worktime import words


def duration(seconds):
    """ "1 jam 25 menit" of seconds, days never: so two of them can be compared at a glance. "–" for None."""
    if seconds is None:
        return "–"
    minutes = int(seconds) // 60
    if not minutes:
        return _("kurang dari 1 menit") if seconds else _("0 menit")
    return words.exact_length(minutes * 60)


def percent(share):
    """ "87,5 %" of 0 to 100, "–" for None. What is not all is never rounded up to 100, what is something never down to 0."""
    if share is None:
        return "–"
    if 0 < share < 100:
        share = min(max(share, 0.1), 99.9)
    share = round(share, 1)  # number_format cuts off
    return f"{number_format(share, 1).removesuffix(',0')} %"


def verdict(keeping):
    """The report in one sentence."""
    if not keeping.judged:
        return _("Belum ada langkah yang dapat dinilai pada periode ini.")
    facts = {"kept": number_format(keeping.kept), "judged": number_format(keeping.judged)}
    if keeping.kept == keeping.judged:
        return _("Mutu baku terpenuhi: semua %(judged)s langkah diselesaikan dalam batas waktunya.") % facts
    return _("%(kept)s dari %(judged)s langkah diselesaikan dalam batas waktunya.") % facts
