"""Where the words at the exits stand: beside the first bit of their arrow, clear of symbols, lines and each other."""

from dataclasses import dataclass
from itertools import product

from .geometry import Box, Label, label_size

GAP = 1.6  # between a line and its word
LINE_CLEAR = 0.9  # no line runs nearer to a word
FAR = 46.0  # a word further than this from its exit asks for more room
BEST = 14  # places of each word that are weighed against those of its neighbours
HARM = 300.0
SHORTENED = 40.0  # for each step to a shorter form of the words


@dataclass(frozen=True)
class Place:
    """A place for the words of one arrow. `cost` from HARM on: it touches something."""

    cost: float
    box: Box
    lines: tuple[str, ...]

    @property
    def order(self):
        return self.cost, self.box.left, self.box.top


@dataclass(frozen=True)
class Surroundings:
    """What words must keep clear of: `symbols`, `lines` (Boxes of bits of line), and the `bounds` they stay in."""

    symbols: tuple
    lines: tuple[Box, ...]
    bounds: Box

    def near(self, boxes):
        """Only what any of `boxes` could touch."""
        if not boxes:
            return self
        left, top = min(box.left for box in boxes), min(box.top for box in boxes)
        all_of_them = Box(left, top, max(box.right for box in boxes), max(box.bottom for box in boxes)).grown(1.5)
        symbols = tuple(shape for shape in self.symbols if shape.box.meets(all_of_them))
        return Surroundings(symbols, tuple(line for line in self.lines if line.meets(all_of_them)), self.bounds)


def line_boxes(links):
    return tuple(_line_box(segment) for link in links for segment in link.segments)


def best_places(link, around, taken, most=BEST):
    """Places for the words of `link`, the best first. `taken`: Boxes of other words."""
    places = []
    for number, lines in enumerate(link.wire.labels):
        inside = [place for place in _places(link, lines) if around.bounds.holds(place[1])]
        near = around.near([box for _cost, box in inside])
        for cost, box in inside:
            places.append(Place(cost + SHORTENED * number + HARM * _harm(box, near, taken), box, lines))
        if any(place.cost < HARM for place in places):
            break
    if not places:
        places = [Place(cost + 3 * HARM, box, link.wire.labels[-1]) for cost, box in _places(link, link.wire.labels[-1])]
    return sorted(places, key=lambda place: place.order)[:most]


def touches(place):
    return place.cost >= HARM


def is_poor(link, place):
    """Does this place ask for more room: does it touch something, is it far from the exit, are its words cut?"""
    (x, y), box = link.points[0], place.box
    distance = max(box.left - x, 0, x - box.right) + max(box.top - y, 0, y - box.bottom)
    return touches(place) or distance > FAR or place.lines[-1].endswith("…") != link.wire.labels[0][-1].endswith("…")


def place_together(links, around):
    """{index of link: Place}: the words at one symbol are placed together, so that none takes another's only place."""
    groups: dict[str, list[int]] = {}
    for index, link in enumerate(links):
        if link.wire.labels:
            groups.setdefault(link.wire.source, []).append(index)
    placed: dict[int, Place] = {}
    for group in groups.values():
        taken = [place.box.grown(1.0) for place in placed.values()]
        chosen = _together([best_places(links[index], around, taken) for index in group])
        placed.update(zip(group, chosen, strict=True))
    return placed


def _together(options):
    """One place for each word, none on another, with the least cost in all."""
    if len(options) > 6:
        return _one_by_one(options)
    kept = options if len(options) <= 2 else [places[: 8 if len(options) == 3 else 4] for places in options]

    def cost(choice):
        boxes = [place.box.grown(0.5) for place in choice]
        overlaps = sum(a.meets(b) for at, a in enumerate(boxes) for b in boxes[at + 1 :])
        return sum(place.cost for place in choice) + 2 * HARM * overlaps

    best = min(product(*kept), key=cost)
    return best if cost(best) < HARM else _one_by_one(options)


def _one_by_one(options):
    chosen: list[Place] = []
    for places in options:
        boxes = [place.box.grown(1.0) for place in chosen]
        weighed = [
            Place(place.cost + 2 * HARM * sum(place.box.meets(other) for other in boxes), place.box, place.lines) for place in places
        ]
        chosen.append(min(weighed, key=lambda place: place.order))
    return chosen


def label(link, place):
    return Label(link.wire, place.lines, place.box)


def _line_box(segment):
    (x0, y0), (x1, y1) = segment
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)).grown(LINE_CLEAR)


def covers(shape, box):
    """Does `box` reach into the symbol? A diamond leaves its corners free."""
    if not shape.box.meets(box):
        return False
    if shape.kind != "keputusan":
        return True
    x = min(max(shape.cx, box.left), box.right)
    y = min(max(shape.cy, box.top), box.bottom)
    return abs(x - shape.cx) / (shape.w / 2) + abs(y - shape.cy) / (shape.h / 2) < 1


def _harm(box, around, taken):
    """How many things a word at `box` would touch."""
    grown = box.grown(1.0)
    return (
        3 * sum(covers(shape, grown) for shape in around.symbols)
        + 3 * sum(box.meets(other) for other in taken)
        + sum(box.meets(other) for other in around.lines)
    )


def _places(link, lines):
    """(cost, Box) of places along the arrow; near the exit is best, then further along, at most on its third bit."""
    w, h = label_size(lines)
    walked = 0.0
    for index, ((x0, y0), (x1, y1)) in enumerate(link.segments[:3]):
        length = abs(x1 - x0) + abs(y1 - y0)
        if y0 == y1:
            yield from _beside_level(x0, x1, y0, w, h, walked, index)
        else:
            yield from _beside_upright(x0, y0, y1, w, h, walked, index)
        walked += length


def _beside_level(x0, x1, y, w, h, walked, index):
    direction = 1 if x1 > x0 else -1
    # Before the exit: over the corner that a diamond leaves free.
    for shift in (*_shifts(abs(x1 - x0), w), *((-4.0, -8.0, -12.0, -16.0, -20.0) if index == 0 else ())):
        start = x0 + direction * (shift + 1.5)
        left = start if direction > 0 else start - w
        for above in (True, False):
            top = y - h - GAP if above else y + GAP
            yield walked + abs(shift) * 0.5 + index * 6 + (0 if above else 3), Box(left, top, left + w, top + h)


def _beside_upright(x, y0, y1, w, h, walked, index):
    direction = 1 if y1 > y0 else -1
    for shift in _shifts(abs(y1 - y0), h):
        start = y0 + direction * (shift + 0.8)
        top = start if direction > 0 else start - h
        for right in (True, False):
            left = x + GAP + 0.8 if right else x - GAP - 0.8 - w
            yield walked + shift * 0.5 + index * 6 + (0 if right else 2), Box(left, top, left + w, top + h)


def _shifts(length, size):
    """Distances from the beginning of a bit of line at which a word of `size` is tried."""
    most = max(length - size - 1.5, 0.0)
    return [4.0 * step for step in range(int(min(most, 80.0) // 4) + 1)]
