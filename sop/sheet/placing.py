"""Where rows and symbols stand, and the tracks that arrows may run on."""

from dataclasses import dataclass, replace

from sop.definition import ENDS

from . import flow
from .columns import Heading, cell, cell_items
from .geometry import CLEAR, CONNECTOR, PAD_Y, STOP, Row, Shape
from .paging import Stretch

HEIGHTS = {"mulai": 26.0, "proses": 26.0, "selesai": 26.0, "keputusan": 40.0, STOP: 17.0, CONNECTOR: 16.0}
WIDEST_SHAPE = 64.0
CONNECTOR_WIDTH = 15.0
BAND = CONNECTOR_WIDTH + 9.0  # what a line of connectors adds to the first or last row of a page
CONNECTOR_STEP = 21.0  # from one connector to the next in its line
EDGE = 5.0  # from a border to the first track
TRACK = 5.5  # from track to track


@dataclass(frozen=True)
class Room:
    """How much room lines get: tracks beside each border, and extra width of role columns. Grows until everything fits.

    `rows`: tracks above and below the symbols of each row; `columns`: at each side of every role column.
    """

    rows: tuple[int, ...]
    columns: int = 2
    widen: float = 0.0

    def row_gutter(self, index):
        return EDGE + TRACK * (self.rows[index] - 1) + CLEAR

    def gap(self, index):
        """Between two levels of the row `index`."""
        return 2 * CLEAR + TRACK * self.rows[index]

    @property
    def column_gutter(self):
        return EDGE + TRACK * (self.columns - 1) + CLEAR

    def with_rows(self, rows):
        """One track more in each of `rows` (indices)."""
        return replace(self, rows=tuple(count + (index in rows) for index, count in enumerate(self.rows)))

    def with_columns(self):
        """One track more beside each role column, and the width for it."""
        return replace(self, columns=self.columns + 1, widen=self.widen + 2 * TRACK)

    def wider(self, roles):
        """Wider role columns: the fewer there are, the more each gets."""
        return replace(self, widen=self.widen + max(12.0, 48.0 / roles))


@dataclass(frozen=True)
class Spot:
    """A symbol on its level of a row, before it has a place. `columns`: indices of the role columns it stands in."""

    node: str
    kind: str
    columns: tuple[int, ...]
    text: str = ""


@dataclass(frozen=True)
class Placed:
    rows: tuple[Row, ...]
    shapes: tuple[Shape, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    inner: frozenset[float]  # those xs that lie beside symbols, not beside borders


def stop_node(act_code, end):
    return f"{act_code}>{end}"


def levels(procedure, step):
    """The row's symbols in levels, one above the other. Acts share a level as long as they go on in one direction: then the
    link from one to the next is straight and passes no third symbol."""
    order = {performer.code: index for index, performer in enumerate(procedure.performers)}
    found: list[list[Spot]] = []
    direction = 0
    for act in step.acts:
        spot = Spot(act.code, act.shape, tuple(sorted(order[role] for role in dict.fromkeys(act.roles) if role in order)) or (0,))
        step_to = _beyond(found[-1], spot) if found else 0
        # Many ways out want both sides and the bottom of a decision: the way in comes from above then.
        if step_to and direction in (0, step_to) and len(flow.exits(act)) < 3:
            direction = step_to
            found[-1].append(spot)
        else:
            direction = 0
            found.append([spot])
    stops = [_stop(spot, exit_) for level in found for spot in level for exit_ in flow.exits(_act(step, spot.node)) if exit_.target in ENDS]
    for stop in stops:
        _add_stop(found, stop, len(step.acts))
    return found


def _beyond(level, spot):
    """1 or -1 when `spot` lies wholly right or left of all that stands on `level`, else 0."""
    taken = [column for other in level for column in other.columns]
    return 1 if min(spot.columns) > max(taken) else -1 if max(spot.columns) < min(taken) else 0


def _act(step, code):
    return next(act for act in step.acts if act.code == code)


def _stop(spot, exit_):
    return Spot(stop_node(spot.node, exit_.target), STOP, (spot.columns[0],), flow.end_word(exit_.target))


def _add_stop(found, stop, acts):
    """A terminator goes below its act, on the first level whose column is free from there on."""
    code = stop.node.split(">")[0]
    own = next(i for i, level in enumerate(found) if any(spot.node == code for spot in level))
    for level in found[own + 1 :]:
        if all(spot.kind == STOP and not set(spot.columns) & set(stop.columns) for spot in level):
            level.append(stop)
            return
    found.append([stop])


def shape_width(role_width, room):
    return max(18.0, min(WIDEST_SHAPE, role_width - 2 * room.column_gutter))


def row_heights(procedure, heading: Heading, room: Room):
    """Height of each row without page connectors, and its cells."""
    found = []
    for index, step in enumerate(procedure.steps):
        cells = tuple((column.kind, cell(cell_items(step, column.kind), column.w)) for column in heading.columns if not column.role)
        text_height = max((each.height for _kind, each in cells), default=0.0) + 2 * PAD_Y
        found.append((max(text_height, _flow_height(levels(procedure, step), room, index)), cells))
    return found


def _flow_height(found, room, index):
    heights = [max(HEIGHTS[spot.kind] for spot in level) for level in found]
    return 2 * room.row_gutter(index) + sum(heights) + room.gap(index) * (len(heights) - 1)


def place(procedure, heading: Heading, room: Room, stretch: Stretch, heights) -> Placed:
    """Rows and symbols of one page. `heights`: of row_heights, for the whole procedure."""
    roles = [column for column in heading.columns if column.role]
    width = shape_width(roles[0].w, room)
    rows, shapes, ys = [], [], []
    top = heading.height
    for index in range(stretch.first, stretch.last):
        height, cells = heights[index]
        above = _band(stretch.above, roles) if index == stretch.first else 0.0
        below = _band(stretch.below, roles) if index == stretch.last - 1 else 0.0
        row = Row(procedure.steps[index].no, top, top + above + height + below, cells)
        rows.append(row)
        found = levels(procedure, procedure.steps[index])
        placed, tracks = _place_levels(found, roles, width, room, index, row.top + above, row.bottom - below)
        shapes += placed
        ys += tracks
        if above:
            shapes += _connectors(stretch.above, roles, row.top + 1, index)
        if below:
            shapes += _connectors(stretch.below, roles, row.bottom - below - 1, index)
        top = row.bottom
    shapes = tuple(shapes)
    xs, inner = _column_tracks(roles, room, shapes)
    return Placed(tuple(rows), shapes, xs, tuple(sorted({round(y, 2) for y in ys})), inner)


def _place_levels(found, roles, width, room, index, top, bottom):
    """Shapes of one row between `top` and `bottom`, and the y of its tracks."""
    spare = (bottom - top) - _flow_height(found, room, index)
    # A row made high by its text keeps its symbols together in the middle.
    y = top + spare / 2 + room.row_gutter(index)
    shapes = []
    tracks = [top + EDGE + TRACK * k for k in range(room.rows[index])] + [bottom - EDGE - TRACK * k for k in range(room.rows[index])]
    for number, level in enumerate(found):
        height = max(HEIGHTS[spot.kind] for spot in level)
        centre = round(y + height / 2, 2)
        tracks.append(centre)
        for spot in level:
            for column in spot.columns:
                w = min(width, 48.0) if spot.kind == STOP else width
                cx = round(roles[column].x + roles[column].w / 2, 2)
                shapes.append(Shape(spot.node, spot.kind, cx, centre, w, HEIGHTS[spot.kind], index, column, number, spot.text))
        y += height + room.gap(index)
        if number < len(found) - 1:
            tracks += [y - CLEAR - TRACK * k for k in range(room.rows[index] + 1)]
    return shapes, tracks


def _spots(roles):
    """[(x, column index)] where connectors of one line may stand."""
    found = []
    for column, role in enumerate(roles):
        count = max(int((role.w - 4) // CONNECTOR_STEP), 1)
        count -= 1 - count % 2  # an odd number of them, one in the middle
        found += [(role.x + role.w / 2 + CONNECTOR_STEP * (k - count // 2), column) for k in range(count)]
    return found


def _band(letters, roles):
    """Height of the lines of connectors."""
    return -(-len(letters) // len(_spots(roles))) * BAND


def _connectors(letters, roles, top, index):
    """Pentagons in lines below `top`, each as near to its column as the others allow. `letters`: (node, letter, column index wanted)."""
    spots, shapes = _spots(roles), []
    free: list[tuple[float, int]] = []
    line = -1
    for node, letter, wanted in letters:
        if not free:
            free, line = list(spots), line + 1
        middle = roles[wanted].x + roles[wanted].w / 2
        best = min(free, key=lambda spot: (abs(spot[0] - middle), spot))
        free.remove(best)
        cy = round(top + BAND * (line + 0.5), 2)
        shapes.append(Shape(node, CONNECTOR, round(best[0], 2), cy, CONNECTOR_WIDTH, HEIGHTS[CONNECTOR], index, best[1], 0, letter))
    return shapes


def _column_tracks(roles, room, shapes):
    """All x of tracks, and those of them that are second choice."""
    outer = {round(x, 2) for column in roles for x in (column.x + EDGE, column.right - EDGE, column.x + column.w / 2)}
    outer |= {shape.cx for shape in shapes}
    inner = {
        round(x, 2)
        for column in roles
        for k in range(1, room.columns)
        for x in (column.x + EDGE + TRACK * k, column.right - EDGE - TRACK * k)
    }
    return tuple(sorted(outer | inner)), frozenset(inner - outer)
