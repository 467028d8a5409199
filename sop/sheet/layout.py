"""A procedure laid out as the official table: `layout` for a screen, `pages` for paper. Pure and deterministic; kept per content."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from . import paging
from .board import Board
from .columns import heading
from .geometry import Box, Page, Sheet
from .placing import BAND, Room, place, row_heights
from .routing import NoRoom, Poor, connect
from .traffic import Effort, TooMuch, tie_link

WIDTH = 774.0  # A4 landscape within 12 mm margins
TRIES = 14
NARROW = 3 / 774  # role columns for each unit of width above which they are narrow
EFFORT = 900_000  # places looked at; some ten seconds
PATIENCE = 5  # after so many tries a sheet whose words stand a little far from their exits will do


def layout(sop, procedure) -> Sheet:
    """The sheet on one endless page."""
    return _kept(sop.columns, procedure, WIDTH, None)


def pages(sop, procedure, width, height) -> Sheet:
    """The sheet cut into pages of `height` units, heading included, with connectors."""
    return _kept(sop.columns, procedure, width, height)


@lru_cache(maxsize=512)
def _kept(columns, procedure, width, height):
    """Give the lines more room, where they lack it, until every arrow finds its way and every word its place.

    What no official would draw (hundreds of decisions criss-cross) is laid out without arrows: the sheet is `crowded` then.
    """
    document = _Columns(columns)
    effort = Effort(EFFORT)
    room = _first_room(procedure, width)
    best = None
    patience = max(1, min(PATIENCE, 90 // (1 + len(paging.wires(procedure)))))
    for attempt in range(TRIES):
        try:
            sheet, poor = _lay_out(document, procedure, width, height, room, effort)
        except NoRoom as lacking:
            room = _more(room, lacking.rows, attempt)
            continue
        except TooMuch:
            break
        if not poor.rows:
            return sheet
        if best is None or poor.measure < best[0]:
            best = poor.measure, sheet
        # A word a little far from its exit will do in the end; one that touches something only when nothing helps.
        if attempt >= patience and not best[0][0]:
            break
        # Words want width first: beside an exit is better than further along.
        room = room.with_rows(poor.rows) if attempt % 3 == 2 else room.wider(len(procedure.performers))
    return best[1] if best else _lay_out(document, procedure, width, height, _first_room(procedure, width), None)[0]


def _first_room(procedure, width):
    """Many roles make narrow columns: one track beside each border leaves the symbols wide enough to be read."""
    return Room((1,) * len(procedure.steps), 2 if len(procedure.performers) <= NARROW * width else 1)


def _more(room, rows, attempt):
    """Room for arrows that found no way at `rows`; after some tries in vain, everywhere."""
    if attempt >= PATIENCE:
        return room.with_rows(range(len(room.rows))).with_columns().with_columns()
    room = room.with_rows(rows)
    return room.with_columns() if attempt % 2 else room


@dataclass(frozen=True)
class _Columns:
    """What `heading` needs of a Sop: so that a sheet is kept per columns and procedure, not per document."""

    columns: tuple


def _lay_out(sop, procedure, width, height, room, effort):
    """(Sheet, Poor). `effort` None: without arrows."""
    head = heading(sop, procedure, width, room.widen)
    heights = row_heights(procedure, head, room)
    if height is None:
        stretches = paging.whole(procedure)
    else:
        # A table wider than the paper is scaled down as a whole, so more of it goes on a page.
        stretches = paging.pages(procedure, heights, height * head.width / width - head.height, BAND)
    drawn, poor = [], Poor()
    for number, stretch in enumerate(stretches, 1):
        page, lacking = _page(procedure, head, room, stretch, heights, number, effort)
        drawn.append(page)
        poor |= lacking
    return Sheet(head.width, head.height, head.group_line, head.columns, head.groups, tuple(drawn), bool(poor.touching)), poor


def _page(procedure, head, room, stretch, heights, number, effort):
    placed = place(procedure, head, room, stretch, heights)
    roles = [column for column in head.columns if column.role]
    bounds = Box(roles[0].x, head.height, roles[-1].right, placed.rows[-1].bottom)
    ties = _ties(placed.shapes)
    demand: dict[str, int] = {}
    for wire in stretch.wires:
        for node in (wire.source, wire.target):
            demand[node] = demand.get(node, 0) + 1
    board = Board(placed.xs, placed.ys, placed.shapes, demand, placed.inner)
    if effort is None:
        links, labels, poor = (), (), Poor(touching=1)
    else:
        links, labels, poor = connect(board, stretch.wires, ties, bounds.grown(-1), effort)
    drawn_ties = tuple(tie_link(placed.shapes[left], placed.shapes[right]) for left, right in ties)
    return Page(number, placed.rows, placed.shapes, links, labels, drawn_ties), poor


def _ties(shapes):
    """Index pairs of neighbouring shapes of one joint act, left to right."""
    by_node: dict[str, list[int]] = {}
    for index, shape in enumerate(shapes):
        by_node.setdefault(shape.node, []).append(index)
    return [pair for indices in by_node.values() for pair in pairwise(indices)]
