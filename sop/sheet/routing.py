"""All arrows of a page, with their words: several orders are tried, the cheapest drawing is kept."""

from dataclasses import dataclass

from . import labels
from .traffic import BEND, Traffic

ATTEMPTS = 10
SEARCHES = 90  # in all attempts together; big drawings get fewer of them
UPWARDS = 200.0  # arrows back up are routed after those onward


class NoRoom(Exception):
    """Arrows find no way: give `rows` (indices) more room."""

    def __init__(self, rows):
        self.rows = frozenset(rows)
        super().__init__(f"no way for arrows at rows {sorted(self.rows)}")


@dataclass(frozen=True)
class Poor:
    """Rows (indices) whose words stand far from their exits or are cut, or whose decisions are left beside a corner; how many words touch something."""

    rows: frozenset[int] = frozenset()
    touching: int = 0

    def __or__(self, other):
        return Poor(self.rows | other.rows, self.touching + other.touching)

    @property
    def measure(self):
        return self.touching, len(self.rows)


def connect(board, wires, ties, bounds, effort):
    """(Links, Labels, Poor) of all `wires`. NoRoom when some arrow finds no way in any order.

    `ties`: (left, right) indices of neighbouring shapes of one joint act. `bounds`: Box that words stay in. `effort`: traffic.Effort;
    TooMuch when it is used up.
    """
    bare = [_distance(board, wire) for wire in wires]
    order = sorted(range(len(wires)), key=lambda number: (bare[number], number))
    best, seen, stuck = None, set(), set()
    for _attempt in range(max(3, min(ATTEMPTS, SEARCHES // max(len(wires), 1)))):
        if tuple(order) in seen:
            break
        seen.add(tuple(order))
        traffic = Traffic(board, wires, ties, bounds, effort)
        costs = _route_all(traffic, order)
        first = next((number for number in order if costs.get(number) is None), None)
        if first is None:
            total = sum(costs.values())
            if best is None or total < best[0] - 1e-6:
                best = (total, traffic)
            # The arrow that paid most over its bare length goes first in the next attempt.
            first = max(order, key=lambda number: (costs[number] - bare[number], -number), default=None)
            if first is None or costs[first] - bare[first] < 1.5 * BEND:
                break
        else:
            stuck.add(first)
        order = [first, *(number for number in order if number != first)]
    if best is None:
        raise NoRoom(_rows(board, {node for number in stuck for node in (wires[number].source, wires[number].target)}))
    return _drawn(best[1], wires, board, bounds)


def _route_all(traffic, order):
    """{wire number: cost}, up to the first that finds no way (None)."""
    costs = {}
    for number in order:
        costs[number] = traffic.route(number)
        if costs[number] is None:
            break
    return costs


def _drawn(traffic, wires, board, bounds):
    """Links and labels of the best attempt. Now that all lines are known, the words may find better places together."""
    links = tuple(traffic.link(number) for number in range(len(wires)))
    around = labels.Surroundings(board.shapes, tuple(traffic.lines), bounds)
    places = labels.place_together(links, around)
    if sum(place.cost for place in traffic.places.values()) < sum(place.cost for place in places.values()):
        places = traffic.places
    poor = {links[number].wire.source for number, place in places.items() if labels.is_poor(links[number], place)}
    poor |= {links[number].wire.source for number, route in traffic.routes.items() if traffic.is_slanted(route)}
    touching = sum(labels.touches(place) for place in places.values())
    return links, tuple(labels.label(links[number], places[number]) for number in sorted(places)), Poor(_rows(board, poor), touching)


def _rows(board, nodes):
    return frozenset(shape.row for shape in board.shapes if shape.node in nodes)


def _distance(board, wire):
    """Bare way between two nodes."""
    ends = [(a, b) for a in board.shapes if a.node == wire.source for b in board.shapes if b.node == wire.target]
    return min((abs(a.cx - b.cx) + abs(a.cy - b.cy) + (UPWARDS if b.cy < a.cy else 0.0) for a, b in ends), default=0.0)
