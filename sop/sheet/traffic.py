"""Arrows on the board, one after another: the search for the best way, and what each takes for itself.

An arrow takes stretches of tracks; another may only cross it, straight, at a node where neither bends. Arrows to the same target may
join: one ends on the other. No side of a symbol has arrows in and out. The words of an arrow close the stretches under them.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from heapq import heappop, heappush

from . import labels
from .board import DOWN, LEFT, OPPOSITE, RIGHT, UP, Port
from .geometry import Link, Wire

BEND = 40.0
INNER = 9.0  # more for a corner on a track beside a symbol rather than beside a border
CROSSING = 70.0
JOIN = 40.0
# By the side an arrow leaves or enters at. The official form flows down: in at the top, out at the bottom or a side.
LEAVE = {RIGHT: 1.0, DOWN: 0.0, LEFT: 1.5, UP: 40.0}
ENTER = {RIGHT: 4.0, DOWN: 30.0, LEFT: 3.0, UP: 0.0}
TIE = -1  # owner of the stretches under the plain line of a joint act


class TooMuch(Exception):
    """The drawing takes more work than it is worth."""


class Effort:
    """How much searching a drawing may take; counted in looked-at places, so that every machine comes to the same end."""

    def __init__(self, most):
        self.left = most

    def spend(self, amount):
        self.left -= amount
        if self.left < 0:
            raise TooMuch


@dataclass
class Route:
    """One arrow found: nodes (i, j) from exit to entry, and its ports. `enter` None: it ends on another arrow."""

    nodes: list[tuple[int, int]]
    leave: Port
    enter: Port | None
    cost: float


class Traffic:
    """The arrows on a Board. `wires`: all that are to be routed; `ties`: (left, right) indices of shapes of joint acts."""

    def __init__(self, board, wires, ties, bounds, effort):
        self.board = board
        self.effort = effort
        self.wires = wires
        self.bounds = bounds
        self.used_h: dict[int, int] = {}  # stretch: number of the wire that runs on it
        self.used_v: dict[int, int] = {}
        self.through_h: dict[int, int] = {}  # node: number of the wire that runs through it level; a corner counts both ways
        self.through_v: dict[int, int] = {}
        self.under_words: tuple[set[int], set[int]] = (set(), set())
        self.sides: dict[tuple[int, int], str] = {}  # (shape, side): "in", "out", "tie"
        self.taken: set[tuple[float, float]] = set()  # points of ports
        self.outs_left: dict[str, int] = defaultdict(int)
        self.ins_left: set[str] = set()
        for wire in wires:
            self.outs_left[wire.source] += 1
            self.ins_left.add(wire.target)
        self.routes: dict[int, Route] = {}
        self.places: dict[int, labels.Place] = {}
        self.lines: list = []
        for left, right in ties:
            self._tie(left, right)

    def _tie(self, left, right):
        """Keep the plain line between two shapes of a joint act for itself; arrows may cross it."""
        board = self.board
        self.sides[left, RIGHT] = self.sides[right, LEFT] = "tie"
        one, other = board.shapes[left], board.shapes[right]
        j = bisect_left(board.ys, one.cy - 0.005)
        for i in range(bisect_left(board.xs, one.cx), bisect_right(board.xs, other.cx)):
            self.used_h[j * board.nx + i] = self.through_h[j * board.nx + i] = TIE
        self.lines += labels.line_boxes([tie_link(one, other)])

    def route(self, number):
        """Find the best way for wire `number` and keep it: its cost with that of its words, or None where there is no way."""
        wire = self.wires[number]
        found = self._search(wire)
        if found is None:
            return None
        self._keep(number, wire, found)
        return found.cost + self._put_words(number)

    def link(self, number):
        """The routed wire as corner points."""
        route, board = self.routes[number], self.board
        points = [(route.leave.x, route.leave.y)] + [(board.xs[i], board.ys[j]) for i, j in route.nodes]
        if route.enter:
            points.append((route.enter.x, route.enter.y))
        return Link(self.wires[number], _corners(points), joined=route.enter is None, head=route.enter is not None)

    def is_slanted(self, route):
        """Does an arrow leave a decision of few exits beside its corners?"""
        shape = self.board.shapes[route.leave.shape]
        few = sum(wire.source == shape.node for wire in self.wires) <= 3
        return few and shape.kind == "keputusan" and route.leave.x != shape.cx and route.leave.y != shape.cy

    # Sides and ports

    def _free_sides(self, node):
        return len({(port.shape, port.side) for port in self.board.ports[node]} - self.sides.keys())

    def _exits(self, wire):
        node = wire.source
        spare = self._free_sides(node) > 1 or node not in self.ins_left
        return [port for port in self.board.ports[node] if self._usable(port, "out", spare)]

    def _entries(self, wire):
        node = wire.target
        has_exit = any(use == "out" and self.board.shapes[shape].node == node for (shape, _side), use in self.sides.items())
        wanted = min(self.outs_left[node], 1 if has_exit else 3)
        spare = self._free_sides(node) > wanted
        return [port for port in self.board.ports[node] if self._usable(port, "in", spare)]

    def _usable(self, port, way, spare):
        """May an arrow use `port`? `spare`: may it open another side?"""
        use = self.sides.get((port.shape, port.side))
        if (port.x, port.y) in self.taken or not (spare if use is None else use == way):
            return False
        stub = port.stub(self.board)
        return not any(stub.meets(place.box) for place in self.places.values())

    # Search

    def _search(self, wire):
        exits, entries = self._exits(wire), self._entries(wire)
        if wire.source != wire.target:
            return self._best_way(wire, exits, entries)
        # An arrow back to its own symbol: for each exit, the entries of other sides.
        ways = [
            self._best_way(wire, [port], [other for other in entries if (other.shape, other.side) != (port.shape, port.side)])
            for port in exits
        ]
        return min((way for way in ways if way), key=lambda way: way.cost, default=None)

    def _best_way(self, wire, exits, entries):
        """Dijkstra over (node, direction), led by the distance still to go."""
        board = self.board
        nx = board.nx
        goals = defaultdict(list)
        for port in entries:
            goals[port.j * nx + port.i].append(port)
        friends = {number for number in self.routes if self.wires[number].target == wire.target}
        if not exits or not (goals or friends):
            return None
        far = self._distance_to([(port.i, port.j) for port in entries], friends)
        heap, best, back = [], {}, {}
        count = 0
        for port in exits:
            node = port.j * nx + port.i
            cost = port.cost + LEAVE[port.side]
            closed = node in (self.through_v if port.side % 2 else self.through_h) and self._friend_at(node, friends) is None
            if not closed and cost < best.get((node, port.side), 1e9):
                best[node, port.side] = cost
                back[node, port.side] = None, port
                heappush(heap, (cost + far(node), count, cost, node, port.side))
                count += 1
        finish, cheapest = None, 1e9
        while heap:
            estimate, _count, cost, node, direction = heappop(heap)
            if estimate >= cheapest:
                break
            if cost > best[node, direction]:
                continue
            if friends and self._friend_at(node, friends) is not None:
                if cost + JOIN < cheapest:
                    cheapest, finish = cost + JOIN, ((node, direction), None)
                continue
            for port in goals.get(node, ()):
                total = self._arrive(node, direction, port, cost)
                if total < cheapest:
                    cheapest, finish = total, ((node, direction), port)
            for turn, after, total in self._onward(node, direction, cost, friends):
                if total < best.get((after, turn), 1e9) - 1e-9:
                    best[after, turn] = total
                    back[after, turn] = (node, direction), None
                    count += 1
                    heappush(heap, (total + far(after), count, total, after, turn))
        self.effort.spend(len(best))
        return self._walked(finish, cheapest, back) if finish else None

    def _distance_to(self, aims, friends):
        """far(node): a distance never longer than the way still to go."""
        xs, ys, nx = self.board.xs, self.board.ys, self.board.nx
        nodes = aims + [node for number in friends for node in self.routes[number].nodes]
        left, right = min(xs[i] for i, _j in nodes), max(xs[i] for i, _j in nodes)
        top, bottom = min(ys[j] for _i, j in nodes), max(ys[j] for _i, j in nodes)
        across = [max(left - x, 0, x - right) for x in xs]
        along = [max(top - y, 0, y - bottom) for y in ys]
        return lambda node: across[node % nx] + along[node // nx]

    def _friend_at(self, node, friends):
        """The arrow to the same target that alone runs through `node`, if any."""
        level, upright = self.through_h.get(node), self.through_v.get(node)
        if level is not None and upright is not None and level != upright:
            return None
        owner = upright if level is None else level
        return owner if owner in friends else None

    def _arrive(self, node, direction, port, cost):
        """Cost with the last bit into `port`; endless if this node cannot be used for it."""
        if direction == port.side:
            return 1e9
        passing = self._passing(node, direction, OPPOSITE[port.side])
        return 1e9 if passing is None else cost + passing + port.cost + ENTER[port.side]

    def _passing(self, node, direction, turn):
        """Cost of going through `node` from `direction` into `turn`: bend, crossing, or None where it is not allowed."""
        level, upright = self.through_h.get(node), self.through_v.get(node)
        if direction != turn:
            if level is not None or upright is not None:
                return None
            return BEND + INNER if node % self.board.nx in self.board.inner else BEND
        own, cross = (upright, level) if direction % 2 else (level, upright)
        if own is not None:
            return None
        return CROSSING if cross is not None else 0.0

    def _onward(self, node, direction, cost, friends):
        """(turn, node, cost) of each stretch on from here."""
        board = self.board
        nx = board.nx
        i = node % nx
        closed_h, closed_v = self.under_words
        for turn in (RIGHT, DOWN, LEFT, UP):
            if turn == OPPOSITE[direction]:
                continue
            if turn % 2:
                after = node + nx if turn == DOWN else node - nx
                stretch = node if turn == DOWN else after
                if not 0 <= after < nx * board.ny or stretch in board.blocked_v or stretch in self.used_v or stretch in closed_v:
                    continue
                length = board.ys[stretch // nx + 1] - board.ys[stretch // nx]
                busy = after in self.through_v
            else:
                after = node + 1 if turn == RIGHT else node - 1
                stretch = node if turn == RIGHT else after
                if not 0 <= i + after - node < nx or stretch in board.blocked_h or stretch in self.used_h or stretch in closed_h:
                    continue
                length = board.xs[stretch % nx + 1] - board.xs[stretch % nx]
                busy = after in self.through_h
            passing = self._passing(node, direction, turn)
            if passing is not None and not (busy and self._friend_at(after, friends) is None):
                yield turn, after, cost + passing + length

    def _walked(self, finish, cost, back):
        state, enter = finish
        nx, nodes = self.board.nx, []
        while True:
            nodes.append((state[0] % nx, state[0] // nx))
            before, port = back[state]
            if before is None:
                return Route(nodes[::-1], port, enter, cost)
            state = before

    # Keeping

    def _keep(self, number, wire, route):
        nx = self.board.nx
        self.routes[number] = route
        self.sides[route.leave.shape, route.leave.side] = "out"
        self.taken.add((route.leave.x, route.leave.y))
        self.outs_left[wire.source] -= 1
        self.ins_left.discard(wire.target)
        if route.enter:
            self.sides[route.enter.shape, route.enter.side] = "in"
            self.taken.add((route.enter.x, route.enter.y))
        directions = [route.leave.side]
        for (i0, j0), (i1, j1) in zip(route.nodes, route.nodes[1:], strict=False):
            (self.used_h if j0 == j1 else self.used_v)[min(j0 * nx + i0, j1 * nx + i1)] = number
            directions.append(RIGHT if i1 > i0 else LEFT if i1 < i0 else DOWN if j1 > j0 else UP)
        directions.append(OPPOSITE[route.enter.side] if route.enter else directions[-1])
        for at, (i, j) in enumerate(route.nodes):
            node = j * nx + i
            if route.enter is None and at == len(route.nodes) - 1:
                # Close the meeting point both ways: nobody else crosses or bends there.
                self.through_h.setdefault(node, number)
                self.through_v.setdefault(node, number)
                continue
            for direction in (directions[at], directions[at + 1]):
                (self.through_v if direction % 2 else self.through_h)[node] = number
        self.lines += labels.line_boxes([self.link(number)])

    def _put_words(self, number):
        """Keep the best place for the words of a routed wire; later arrows go round it. Its cost."""
        if not self.wires[number].labels:
            return 0.0
        around = labels.Surroundings(self.board.shapes, tuple(self.lines), self.bounds)
        place = labels.best_places(self.link(number), around, [other.box for other in self.places.values()], 1)[0]
        self.places[number] = place
        level, upright = self.board.stretches(place.box.grown(labels.LINE_CLEAR))
        self.under_words[0].update(stretch for stretch in level if self.used_h.get(stretch) != number)
        self.under_words[1].update(stretch for stretch in upright if self.used_v.get(stretch) != number)
        return place.cost


def tie_link(left, right):
    """The plain line between two shapes of a joint act."""
    points = ((left.box.right, left.cy), (right.box.left, right.cy))
    return Link(Wire(left.node, right.node), points, head=False)


def _corners(points):
    """Without repeated points and points in the middle of a straight line."""
    kept: list[tuple[float, float]] = []
    for x, y in points:
        point = (round(x, 2), round(y, 2))
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and (kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]):
            kept[-1] = point
        else:
            kept.append(point)
    return tuple(kept)
