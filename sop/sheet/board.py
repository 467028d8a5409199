"""The grid that arrows run on: tracks, the stretches of them that symbols close, and the ports of the symbols."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass

from .geometry import CLEAR, CONNECTOR, Box

RIGHT, DOWN, LEFT, UP = range(4)
STEPS = ((1, 0), (0, 1), (-1, 0), (0, -1))
OPPOSITE = (LEFT, UP, RIGHT, DOWN)
OFF_CENTRE = 30.0  # what a port beside the middle of a side costs; three times that on a diamond, whose corners are its ports
MANY = 3  # a symbol with more arrows than this gets ports beside the middle


@dataclass(frozen=True)
class Port:
    """A point on a symbol's side. `shape`: its index; `side`: the direction out of it; (i, j): the first node outside."""

    shape: int
    side: int
    x: float
    y: float
    i: int
    j: int
    cost: float

    def stub(self, board):
        """Box of the bit between the symbol and the first node."""
        x, y = board.xs[self.i], board.ys[self.j]
        return Box(min(x, self.x), min(y, self.y), max(x, self.x), max(y, self.y))


class Board:
    """Node (i, j) is where the tracks xs[i] and ys[j] meet; its number is j * nx + i. A stretch is known by its left or upper node."""

    def __init__(self, xs, ys, shapes, demand, inner=()):
        """`demand`: {node of a symbol: number of arrows in and out}. `inner`: the x that are second choice for a run up or down."""
        self.shapes = shapes
        busy = {index for index, shape in enumerate(shapes) if demand.get(shape.node, 0) > MANY and shape.kind != CONNECTOR}
        self.xs = _merged(xs, [shapes[index].cx + part * shapes[index].w / 4 for index in busy for part in (-1, 1)])
        self.ys = _merged(ys, [shapes[index].cy + part * shapes[index].h / 4 for index in busy for part in (-1, 1)])
        self.nx, self.ny = len(self.xs), len(self.ys)
        self.inner = frozenset(i for i, x in enumerate(self.xs) if x in inner)
        self.blocked_h: set[int] = set()
        self.blocked_v: set[int] = set()
        for shape in shapes:
            level, upright = self.stretches(shape.box.grown(CLEAR - 0.5))
            self.blocked_h.update(level)
            self.blocked_v.update(upright)
        self.ports: dict[str, list[Port]] = defaultdict(list)
        for index, shape in enumerate(shapes):
            self.ports[shape.node] += self._ports(index, shape, index in busy)

    def stretches(self, box):
        """(level, upright) stretches that run through `box`."""
        i0, i1 = bisect_right(self.xs, box.left), bisect_left(self.xs, box.right)
        j0, j1 = bisect_right(self.ys, box.top), bisect_left(self.ys, box.bottom)
        level = [j * self.nx + i for j in range(j0, j1) for i in range(max(i0 - 1, 0), min(i1, self.nx - 1))]
        upright = [j * self.nx + i for i in range(i0, i1) for j in range(max(j0 - 1, 0), min(j1, self.ny - 1))]
        return level, upright

    def _ports(self, index, shape, busy):
        found = (self._port(index, shape, side, part) for side in (DOWN, RIGHT, LEFT, UP) for part in ((0, -1, 1) if busy else (0,)))
        return [port for port in found if port]

    def _port(self, index, shape, side, part):
        """The port on `side`, or None where no track can be reached from it. `part`: -1 or 1 for the quarters of the side."""
        dx, dy = STEPS[side]
        diamond = shape.kind == "keputusan"
        reach = 0.5 if diamond and part else 1.0  # a diamond is half as wide at its quarters
        if dx:
            x, y = shape.cx + dx * reach * shape.w / 2, shape.cy + part * shape.h / 4
            j, i = _index(self.ys, y), _outside(self.xs, shape.cx, dx, shape.w)
        else:
            x, y = shape.cx + part * shape.w / 4, shape.cy + dy * reach * shape.h / 2
            i, j = _index(self.xs, x), _outside(self.ys, shape.cy, dy, shape.h)
        if not (0 <= i < self.nx and 0 <= j < self.ny):
            return None
        length = abs(x - self.xs[i]) + abs(y - self.ys[j])
        port = Port(index, side, x, y, i, j, length + (OFF_CENTRE * (3 if diamond else 1) if part else 0.0))
        stub = port.stub(self).grown(0.1)
        blocked = any(other != index and stub.meets(shape.box.grown(CLEAR - 1)) for other, shape in enumerate(self.shapes))
        return None if blocked else port


def _outside(tracks, centre, direction, size):
    """Index of the first track that keeps clear of a symbol, on its side `direction`."""
    edge = centre + direction * (size / 2 + CLEAR - 0.5)
    return bisect_left(tracks, edge) if direction > 0 else bisect_right(tracks, edge) - 1


def _merged(tracks, extra):
    found = sorted({round(value, 2) for value in tracks})
    for value in sorted({round(value, 2) for value in extra}):
        at = bisect_left(found, value)
        if not (at < len(found) and abs(found[at] - value) < 0.01):
            found.insert(at, value)
    return found


def _index(values, value):
    """Index of `value` among sorted `values`, or -1."""
    at = bisect_left(values, round(value, 2) - 0.005)
    return at if at < len(values) and abs(values[at] - value) < 0.02 else -1
