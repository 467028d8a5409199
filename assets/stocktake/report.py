"""What a stock-take came to: figures, lines, CSV and paper."""

import csv
import io
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count as Total
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import cells
from accounts.letterhead import letterhead
from accounts.templatetags.portal import moment
from sop.sheet.pdf import drawn, logo

from .models import Count

State = Count.State
MOST_PRINTED = 1000
COLUMNS = (
    gettext_lazy("Kode barang"), gettext_lazy("Nama barang"), gettext_lazy("Lokasi tercatat"), gettext_lazy("Hasil"), gettext_lazy("Ditemukan di"),
    gettext_lazy("Kondisi tercatat"), gettext_lazy("Kondisi terlihat"), gettext_lazy("Catatan"), gettext_lazy("Dihitung oleh"), gettext_lazy("Waktu"),
)  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """`by_state`: {State: number} of the expected assets; `extra`: met although not expected."""

    by_state: dict
    extra: int

    @property
    def total(self):
        return sum(self.by_state.values())

    @property
    def waiting(self):
        return self.by_state[State.WAITING]

    @property
    def counted(self):
        return self.total - self.waiting

    @property
    def percent(self):
        return 100 * self.counted // self.total if self.total else 0

    @property
    def tiles(self):
        """[(code, label, number)]."""
        return [(code, label, self.by_state[code]) for code, label in State.choices]


def figures(stocktake):
    return figures_of([stocktake])[stocktake.pk]


def figures_of(stocktakes):
    """{id: Figures}. One query, however many."""
    ids = [stocktake.pk for stocktake in stocktakes]
    counted = Count.objects.filter(stocktake__in=ids).order_by().values_list("stocktake", "state", "expected").annotate(number=Total("pk"))
    found = {pk: Figures(dict.fromkeys(State.values, 0), 0) for pk in ids}
    for pk, state, expected, number in counted:
        if expected:
            found[pk].by_state[state] = number
        else:
            found[pk] = Figures(found[pk].by_state, found[pk].extra + number)
    return found


def rows(stocktake, state=""):
    """Count rows with what a line needs; `state`: one of State, "tambahan" for what was not expected, "" for all."""
    found = stocktake.counts.select_related("asset", "recorded_place", "place", "by")
    if state == "tambahan":
        found = found.filter(expected=False)
    elif state in State.values:
        found = found.filter(state=state, expected=True)
    return found.order_by("recorded_place__path", "asset__name", "pk")


def line(row):
    """[text] in the order of COLUMNS."""
    asset = row.asset
    return [
        asset.full_code,
        " ".join(filter(None, [asset.name, asset.brand])),
        row.recorded_place.path if row.recorded_place_id else "",
        str(row.get_state_display()) if row.expected else _("%s (di luar cakupan)") % row.get_state_display(),
        row.place.path if row.place_id else "",
        str(row.get_recorded_condition_display()),
        str(row.get_condition_display()),
        row.note,
        row.by.name if row.by_id else "",
        moment(row.at),
    ]


def as_csv(stocktake):
    """Text with byte order mark and semicolons, as Indonesian spreadsheets open it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([str(title) for title in COLUMNS])
    for row in rows(stocktake).iterator(chunk_size=1000):
        writer.writerow([cells.text(value) for value in line(row)])
    return "\ufeff" + out.getvalue()


def as_pdf(stocktake):
    """The report on paper, as PDF bytes. Raises sop.sheet.CannotRender."""
    office, shown = stocktake.organisation, list(rows(stocktake)[: MOST_PRINTED + 1])
    context = {
        "office": office,
        "head": letterhead(office) | {"logo": logo(office)},
        "stocktake": stocktake,
        "figures": figures(stocktake),
        "columns": COLUMNS,
        "lines": [line(row) for row in shown[:MOST_PRINTED]],
        "cut": len(shown) > MOST_PRINTED,
        "made": timezone.now(),
    }
    css = (settings.BASE_DIR / "templates" / "assets" / "stocktake" / "paper.css").read_text()
    return drawn(render_to_string("assets/stocktake/paper.html", context), css)
