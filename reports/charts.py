"""Charts as SVG, the same on the page and on paper: no script, tooltips by <title>, numbers that lead to their list by <a>.

Nothing is scaled: across, everything is placed in per cent of the width (or in pixels of a given one, for paper), so that letters keep
their size on a phone. Colours come by class from reports.css.
"""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

LABEL, BAR, GAP = 18, 14, 12  # heights
PLOT, AXIS, TOP = 150, 22, 12
# On paper a drawing wears its own colours: the stylesheet of a document does not reach into it there.
PAPER = (
    ".ch-label{font-size:12px}.ch-said{font-size:12px;font-weight:700}.ch-tick{font-size:10px;fill:#333}.ch-ground{fill:#eee}"
    ".ch-grid{stroke:#bbb;stroke-width:.7}.ch-line{stroke:#0b5f63;stroke-width:2}.ch-a{fill:#0b5f63}.ch-b{fill:#a9b4d6}"
    ".ch-ok{fill:#2f8f5b}.ch-late{fill:#8e1a12}text{font-family:Surat}"
)


@dataclass(frozen=True)
class Part:
    """A piece of a bar, a column, or a point: `value`, its `tip` ("12 tiket selesai"), where it leads ("": nowhere), and its colour class."""

    value: float
    tip: str
    url: str = ""
    tone: str = "a"


@dataclass(frozen=True)
class Bar:
    """One row of a bar chart: `label`, `said` at its right end, and its parts from left to right."""

    label: str
    said: str
    parts: list


@dataclass(frozen=True)
class Across:
    """Places across the drawing: shares 0 to 1 become per cent, or pixels when a `width` is given."""

    width: float | None = None

    def __call__(self, share):
        return f"{share * 100:.3f}%" if self.width is None else f"{share * self.width:.2f}"

    def length(self, share):
        return self(max(share, 0))


def bars(rows, title, *, width=None, share=False):
    """Bars below each other, each under its label. `share`: every bar is as long as the drawing, its parts are shares of it."""
    across, most = Across(width), max((sum(part.value for part in row.parts) for row in rows), default=0)
    drawn, y = [], 0
    for row in rows:
        total = sum(part.value for part in row.parts) if share else most
        drawn.append(format_html('<text x="0" y="{}" class="ch-label">{}</text>', y + 13, _short(row.label)))
        drawn.append(format_html('<text x="{}" y="{}" class="ch-said" text-anchor="end">{}</text>', across(1), y + 13, row.said))
        drawn.append(format_html('<rect x="0" y="{}" width="{}" height="{}" rx="3" class="ch-ground"/>', y + LABEL, across(1), BAR))
        start = 0
        for part in row.parts:
            long = part.value / total if total else 0
            shape = format_html(
                '<rect x="{}" y="{}" width="{}" height="{}" rx="3" class="ch-{}">{}</rect>',
                across(start), y + LABEL, across.length(long), BAR, part.tone, _tip(part.tip),
            )  # fmt: skip
            drawn.append(_linked(shape, part))
            start += long
        y += LABEL + BAR + GAP
    return _svg(drawn, title, max(y - GAP, 1) + 2, width)


def columns(labels, series, title, *, width=None):
    """Columns beside each other: `labels` of the places, `series` [[Part] per place]. At most a dozen labels are written."""
    across, count = Across(width), max(len(labels), 1)
    most = max((part.value for parts in series for part in parts), default=0) or 1
    slot, drawn = 1 / count, _grid(across, most)
    thick = slot * 0.8 / max(len(series), 1)
    for place in range(len(labels)):
        for turn, parts in enumerate(series):
            part = parts[place]
            high = PLOT * part.value / most
            shape = format_html(
                '<rect x="{}" y="{}" width="{}" height="{}" class="ch-{}">{}</rect>',
                across(slot * (place + 0.1) + turn * thick), f"{TOP + PLOT - high:.1f}", across(thick * 0.92), f"{high:.1f}", part.tone, _tip(part.tip),
            )  # fmt: skip
            if part.value:
                drawn.append(_linked(shape, part))
    return _svg(drawn + _ticks(across, labels, slot), title, TOP + PLOT + AXIS, width)


def line(labels, parts, title, *, width=None):
    """A line from 0 to 100 per cent; None breaks it. A point wears its value in its tooltip."""
    across, count = Across(width), max(len(labels), 1)
    slot, drawn = 1 / count, _grid(across, 100, " %")
    heights = [None if part is None else TOP + PLOT - PLOT * part.value / 100 for part in parts]
    for place in range(1, len(parts)):
        before, here = heights[place - 1], heights[place]
        if before is not None and here is not None:
            ends = across(slot * (place - 0.5)), f"{before:.1f}", across(slot * (place + 0.5)), f"{here:.1f}"
            drawn.append(format_html('<line x1="{}" y1="{}" x2="{}" y2="{}" class="ch-line"/>', *ends))
    for place, part in enumerate(parts):
        if part is not None:
            shape = format_html(
                '<circle cx="{}" cy="{}" r="4.5" class="ch-{}">{}</circle>',
                across(slot * (place + 0.5)), f"{heights[place]:.1f}", part.tone, _tip(part.tip),
            )  # fmt: skip
            drawn.append(_linked(shape, part))
    return _svg(drawn + _ticks(across, labels, slot), title, TOP + PLOT + AXIS, width)


def _grid(across, most, unit=""):
    drawn = []
    for share in (0, 0.5, 1):
        y = TOP + PLOT * (1 - share)
        drawn.append(format_html('<line x1="0" y1="{}" x2="{}" y2="{}" class="ch-grid"/>', y, across(1), y))
        if share and (most * share == int(most * share)):
            drawn.append(format_html('<text x="0" y="{}" class="ch-tick">{}{}</text>', y - 3, int(most * share), unit))
    return drawn


def _ticks(across, labels, slot):
    every = -(-len(labels) // 12)
    return [
        format_html(
            '<text x="{}" y="{}" class="ch-tick" text-anchor="middle">{}</text>', across(slot * (place + 0.5)), TOP + PLOT + 16, label
        )
        for place, label in enumerate(labels)
        if place % every == 0
    ]


def _tip(text):
    return format_html("<title>{}</title>", text)


def _linked(shape, part):
    return format_html('<a href="{}" aria-label="{}">{}</a>', part.url, part.tip, shape) if part.url else shape


def _short(text, longest=46):
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _svg(drawn, title, height, width):
    size = format_html('width="{}" height="{}"', "100%" if width is None else width, height)
    if width is not None:
        size = format_html('{} viewBox="0 0 {} {}"', size, width, height)
        drawn = [format_html("<style>{}</style>", mark_safe(PAPER)), *drawn]
    inside = format_html_join("", "{}", ((mark_safe(piece),) for piece in drawn))  # every text in it went through format_html
    return format_html('<svg class="ch" {} role="group" aria-label="{}" xmlns="http://www.w3.org/2000/svg">{}</svg>', size, title, inside)
