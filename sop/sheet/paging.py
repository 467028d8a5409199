"""Arrows of a procedure, where a printed table is cut into pages, and the connectors that carry arrows over the cuts."""

from dataclasses import dataclass
from string import ascii_uppercase

from sop.definition import ENDS

from . import flow, text
from .geometry import LABEL, Wire

# Widths and numbers of lines in which the words at an exit are tried.
LABEL_FORMS = ((66.0, 3), (46.0, 3), (30.0, 2), (22.0, 1))


@dataclass(frozen=True)
class Stretch:
    """Rows `first`..`last` (exclusive) of the procedure on one page. `above`, `below`: connectors (node, letter, column index wanted)."""

    first: int
    last: int
    above: tuple[tuple[str, str, int], ...] = ()
    below: tuple[tuple[str, str, int], ...] = ()
    wires: tuple[Wire, ...] = ()


def wires(procedure):
    """Every arrow the sheet draws, in the order of the acts."""
    found = []
    for act in procedure.acts:
        for exit_ in flow.exits(act):
            target = f"{act.code}>{exit_.target}" if exit_.target in ENDS else exit_.target
            found.append(Wire(act.code, target, _label_forms(exit_.label), exit_.label, act.code, exit_.target))
    return tuple(found)


def _label_forms(label):
    """Ways to print a label, each in lines: as it is, narrower, cut short."""
    if not label:
        return ()
    forms = (tuple(text.balanced(label, room, lines, LABEL)) for room, lines in LABEL_FORMS)
    return tuple(dict.fromkeys(forms))


def whole(procedure):
    """One endless page."""
    return (Stretch(0, len(procedure.steps), wires=wires(procedure)),)


def pages(procedure, heights, most, band):
    """Stretches none of which is higher than `most` (a row higher than that stands alone), with connectors where arrows are cut.

    `band`: what connectors may add above and below. As few pages as possible; among those, few arrows cut and full pages first: the last
    one has room for the notes then.
    """
    rows = {act.code: index for index, step in enumerate(procedure.steps) for act in step.acts}
    crossing = [(rows[wire.act], rows[wire.to]) for wire in wires(procedure) if wire.to not in ENDS]
    cuts = _best_cuts([height for height, _cells in heights], most, band, crossing)
    return _with_connectors(procedure, cuts, rows)


def _best_cuts(heights, most, band, crossing):
    """[(first, last)] by dynamic programming over (pages, how much is cut and left empty)."""
    count = len(heights)
    best: list[tuple[tuple[int, float], int] | None] = [((0, 0.0), 0)] + [None] * count
    for last in range(1, count + 1):
        for first in range(last - 1, -1, -1):
            height = sum(heights[first:last]) + (band if first else 0) + (band if last < count else 0)
            if height > most and first < last - 1:
                break
            (many, cost), _before = best[first]
            cut = sum(1 for a, b in crossing if min(a, b) < last <= max(a, b)) if last < count else 0
            empty = (1 - min(height / most, 1)) ** 2 if last < count else 0.5 * (first == last - 1)
            candidate = ((many + 1, cost + 0.1 * cut + empty), first)
            if best[last] is None or candidate < best[last]:
                best[last] = candidate
    cuts, last = [], count
    while last:
        first = best[last][1]
        cuts.append((first, last))
        last = first
    return cuts[::-1]


def _with_connectors(procedure, cuts, rows):
    page_of = {row: page for page, (first, last) in enumerate(cuts) for row in range(first, last)}
    order = {performer.code: index for index, performer in enumerate(procedure.performers)}
    columns = {act.code: order.get(act.roles[0], 0) for act in procedure.acts}
    letters: dict[str, str] = {}
    parts = [{"above": {}, "below": {}, "wires": {}} for _cut in cuts]
    for wire in wires(procedure):
        here = page_of[rows[wire.act]]
        there = here if wire.to in ENDS else page_of[rows[wire.to]]
        if here == there:
            parts[here]["wires"][wire] = True
            continue
        letter = letters.setdefault(wire.to, _letter(len(letters)))
        down = there > here
        leaving, entering = ("v", "^") if down else ("^", "v")
        parts[here]["below" if down else "above"].setdefault(leaving + letter, (letter, columns[wire.act]))
        parts[there]["above" if down else "below"].setdefault(entering + letter, (letter, columns[wire.to]))
        parts[here]["wires"][Wire(wire.source, leaving + letter, wire.labels, wire.title, wire.act, wire.to)] = True
        parts[there]["wires"][Wire(entering + letter, wire.to, (), "", "", wire.to)] = True
    return tuple(
        Stretch(
            first,
            last,
            tuple((node, *where) for node, where in part["above"].items()),
            tuple((node, *where) for node, where in part["below"].items()),
            tuple(part["wires"]),
        )
        for (first, last), part in zip(cuts, parts, strict=True)
    )


def _letter(number):
    """A..Z, AA, AB, ..."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = ascii_uppercase[rest] + letters
    return letters
