"""Where a ticket stands, drawn into the sheet: the act whose turn it is, and who passed the others when."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.sentences import one_stop

from . import text
from .svg import BASELINE, n, words

STAMP = 7.0  # text size in a symbol
STAMP_LINE = 8.0
TIME, BOLD, NAME = range(3)  # kinds of lines in a symbol
ACCENT, ACCENT_SOFT = "#0f6b6b", "#d9efee"
DONE_FILL, DONE_INK = "#f1f5f4", "#1f2937"


@dataclass(frozen=True)
class Stamp:
    """An act was passed: `who` (a name), `when` (aware datetime, or text to show as it is), `count` how many times so far."""

    who: str
    when: dt.datetime | str = ""
    count: int = 1

    @property
    def short_when(self):
        return f"{timezone.localtime(self.when):%d/%m %H.%M}" if isinstance(self.when, dt.datetime) else self.when

    @property
    def long_when(self):
        return f"{timezone.localtime(self.when):%d/%m/%Y %H.%M}" if isinstance(self.when, dt.datetime) else self.when


@dataclass(frozen=True)
class SheetState:
    """`current_act`: code of the act whose turn it is ("" when the ticket has ended); `holder`: who holds that turn, if one person does;
    `passed`: {act code: Stamp} of the last time each was passed."""

    current_act: str = ""
    passed: dict[str, Stamp] = field(default_factory=dict)
    holder: str = ""

    def class_of(self, act):
        """For a CSS class list: " is-now", " is-passed" or ""."""
        return " is-now" if act == self.current_act else " is-passed" if act in self.passed else ""

    def sentence(self, act):
        """For a screen reader."""
        if act == self.current_act:
            return " " + (one_stop(_("Giliran sekarang: %s.") % self.holder) if self.holder else _("Giliran sekarang."))
        stamp = self.passed.get(act)
        if stamp is None:
            return ""
        return " " + _("Sudah: %(who)s, %(when)s.") % {"who": stamp.who, "when": stamp.long_when} + times(stamp)


def times(stamp):
    return " " + ngettext("%d kali.", "%d kali.", stamp.count) % stamp.count if stamp.count > 1 else ""


def inside(shape, state):
    """Markup of what a symbol shows of the state: who and when, or that it is its turn."""
    if shape.node == state.current_act:
        return _lines(shape, [(_("Sekarang"), BOLD), (state.holder, NAME)])
    stamp = state.passed.get(shape.node)
    if stamp is None:
        return ""
    lines = [(stamp.who, NAME), (stamp if stamp.when else "", TIME)]
    return _lines(shape, lines) + _tick(shape)


def _lines(shape, lines):
    lines = [line for line in lines if line[0]]
    height = len(lines) * STAMP_LINE
    # A diamond is narrower at the upper edge of the text than in its middle.
    room = shape.w * (1 - height / shape.h) if shape.kind == "keputusan" else shape.w - 7
    made = []
    for at, (line, kind) in enumerate(lines):
        y = shape.cy - height / 2 + (at + 0.5) * STAMP_LINE + STAMP * BASELINE
        shown = _fitted(line, kind, room)
        weight = ' font-weight="bold"' if kind == BOLD else ""
        made.append(f'<text class="sheet-stamp" x="{n(shape.cx)}" y="{n(round(y, 2))}"{weight}>{words(shown)}</text>')
    return "".join(made)


def _fitted(line, kind, room):
    """A line of a symbol, in the longest form that has room."""
    if kind == NAME:
        return text.short_name(line, room, STAMP)
    if kind == BOLD:
        return text.fit(line, room, STAMP, bold=True)
    forms = [line.short_when, line.short_when.split(" ")[0]]
    if line.count > 1:
        forms = [f"{form} ({line.count}×)" for form in forms] + forms
    return next((form for form in forms if text.width(form, STAMP) <= room), text.fit(forms[-1], room, STAMP))


def _tick(shape):
    """A small check mark at the upper right corner: passed is not told by colour alone."""
    x, y = (
        (shape.cx + shape.w / 2 - 3.0, shape.cy - shape.h / 2 + 1.0)
        if shape.kind != "keputusan"
        else (shape.cx + shape.w / 4 + 2, shape.cy - shape.h / 4)
    )
    return (
        f'<g class="sheet-tick"><circle cx="{n(x)}" cy="{n(y)}" r="4.2"/>'
        f'<path d="M{n(x - 1.9)} {n(y + 0.1)}L{n(x - 0.5)} {n(y + 1.5)}L{n(x + 2)} {n(y - 1.5)}"/></g>'
    )


def standalone(state):
    """`shape_of` for svg.page_svg: symbols with their state, coloured without a stylesheet."""
    from . import svg

    def shape_of(shape):
        kind = state.class_of(shape.node)
        drawn = f'<g class="sheet-act{kind}"{_PAINT.get(kind, "")}>{svg.outline(shape)}{svg.caption(shape)}</g>' + inside(shape, state)
        for name, paint in _PAINTED:
            drawn = drawn.replace(name, name + paint)
        return drawn

    return shape_of


_PAINT = {
    " is-now": f' fill="{ACCENT_SOFT}" stroke="{ACCENT}" stroke-width="2"',
    " is-passed": f' fill="{DONE_FILL}"',
}
_PAINTED = (
    ('class="sheet-stamp"', f' fill="{DONE_INK}" stroke="none" font-size="{n(STAMP)}" text-anchor="middle"'),
    ('class="sheet-tick"', f' fill="{ACCENT}" stroke="#fff" stroke-width="1.1" stroke-linecap="round" stroke-linejoin="round"'),
)
