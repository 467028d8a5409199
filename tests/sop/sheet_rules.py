"""What must be true of every drawn sheet, whatever the procedure: each function yields sentences about what is wrong."""

from sop.definition import ENDS
from sop.sheet import flow
from sop.sheet.geometry import CONNECTOR, Box
from sop.sheet.labels import covers
from sop.sheet.svg import HEAD_LENGTH

SLACK = 0.05


def faults(sheet, procedure):
    """Everything wrong with a laid out sheet; empty when it is right."""
    found = []
    for page in sheet.pages:
        found += [f"page {page.number}: {sentence}" for rule in RULES for sentence in rule(sheet, page)]
    return [*found, *undrawn(sheet, procedure)]


def lines_are_level_or_upright_and_stay_in_the_role_columns(sheet, page):
    left, right = sheet.flow
    area = Box(left, sheet.head, right, page.height)
    for link in (*page.links, *page.ties):
        for (x0, y0), (x1, y1) in link.segments:
            if (x0 != x1) == (y0 != y1):
                yield f"{link.wire.source}→{link.wire.target} has a slanted or empty bit"
            if not area.grown(SLACK).holds(Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))):
                yield f"{link.wire.source}→{link.wire.target} leaves the role columns"


def no_line_runs_through_a_symbol(sheet, page):
    for link in (*page.links, *page.ties):
        for segment in link.segments:
            for shape in page.shapes:
                if covers(shape, _line(segment)) and covers(_shrunk(shape), _line(segment)):
                    yield f"{link.wire.source}→{link.wire.target} runs through {shape.node}"


def lines_start_and_end_on_their_symbols(sheet, page):
    for link in page.links:
        if not any(_touches(shape, link.points[0]) for shape in page.shapes if shape.node == link.wire.source):
            yield f"{link.wire.source}→{link.wire.target} starts in the air"
        if link.joined:
            same = [other for other in page.links if other is not link and other.wire.target == link.wire.target]
            if not any(_on(segment, link.points[-1]) for other in same for segment in other.segments):
                yield f"{link.wire.source}→{link.wire.target} joins nothing"
        else:
            if not any(_touches(shape, link.points[-1]) for shape in page.shapes if shape.node == link.wire.target):
                yield f"{link.wire.source}→{link.wire.target} ends in the air"
            (x0, y0), (x1, y1) = link.segments[-1]
            if abs(x1 - x0) + abs(y1 - y0) < HEAD_LENGTH:
                yield f"{link.wire.source}→{link.wire.target} has no room for its arrow head"


def no_two_lines_lie_on_each_other_or_meet_at_a_corner(sheet, page):
    links = (*page.links, *page.ties)
    for at, one in enumerate(links):
        for other in links[at + 1 :]:
            may_join = one.wire.target == other.wire.target and (one.joined or other.joined)
            for a in one.segments:
                for b in other.segments:
                    meeting = _line(a), _line(b)
                    if not _meet(*meeting):
                        continue
                    if (a[0][1] == a[1][1]) == (b[0][1] == b[1][1]) and _overlap(*meeting) > SLACK:
                        yield f"{one.wire.source}→{one.wire.target} and {other.wire.source}→{other.wire.target} lie on each other"
                    elif not may_join and _corner_on(a, b):
                        yield f"{one.wire.source}→{one.wire.target} and {other.wire.source}→{other.wire.target} meet at a corner"


def no_side_has_arrows_in_and_out(sheet, page):
    used = {}
    points = set()
    for link in page.links:
        ends = [("out", link.wire.source, link.points[0])]
        if not link.joined:
            ends.append(("in", link.wire.target, link.points[-1]))
        for way, node, point in ends:
            shape = next((s for s in page.shapes if s.node == node and _touches(s, point)), None)
            if shape is None:
                continue
            if point in points:
                yield f"two arrows share a point of {node}"
            points.add(point)
            side = _side(link, way)
            if used.setdefault((shape, side), way) != way:
                yield f"{node} has arrows in and out at its {side}"


def words_stand_free(sheet, page):
    left, right = sheet.flow
    area = Box(left, sheet.head, right, page.height)
    for at, label in enumerate(page.labels):
        name = " ".join(label.lines)
        if not area.grown(SLACK).holds(label.box):
            yield f"“{name}” leaves the role columns"
        for shape in page.shapes:
            if covers(shape, label.box):
                yield f"“{name}” covers {shape.node}"
        for other in page.labels[at + 1 :]:
            if label.box.meets(other.box):
                yield f"“{name}” covers “{' '.join(other.lines)}”"
        for link in (*page.links, *page.ties):
            if any(label.box.meets(_line(segment)) for segment in link.segments):
                yield f"{link.wire.source}→{link.wire.target} strikes out “{name}”"


def symbols_stand_in_their_row_and_column_and_on_no_other(sheet, page):
    rows = {row.no: row for row in page.rows}
    first = min((shape.row for shape in page.shapes), default=0)
    for at, shape in enumerate(page.shapes):
        row = list(rows.values())[shape.row - first]
        column = sheet.roles[shape.column]
        if not Box(column.x, row.top, column.right, row.bottom).holds(shape.box):
            yield f"{shape.node} stands outside its cell"
        for other in page.shapes[at + 1 :]:
            if shape.box.meets(other.box):
                yield f"{shape.node} stands on {other.node}"


def undrawn(sheet, procedure):
    """Every printed exit is drawn once, with its label; every act has its symbol; a cut arrow has its pair of connectors."""
    drawn = {}
    for page in sheet.pages:
        for link in page.links:
            if link.wire.act:
                drawn.setdefault((link.wire.act, link.wire.to), []).append(link)
    words = {(label.wire.act, label.wire.to): label for page in sheet.pages for label in page.labels}
    expected = {(exit_.source, exit_.target): exit_ for act in procedure.acts for exit_ in flow.exits(act)}
    if drawn.keys() != expected.keys():
        yield f"drawn {sorted(drawn)} for {sorted(expected)}"
    for key, exit_ in expected.items():
        if len(drawn.get(key, ())) != 1:
            yield f"{key} is drawn {len(drawn.get(key, ()))} times"
        if bool(exit_.label) != (key in words):
            yield f"the label of {key} is missing or too much"
    nodes = [shape.node for page in sheet.pages for shape in page.shapes]
    for act in procedure.acts:
        columns = len({role for role in act.roles if any(p.code == role for p in procedure.performers)}) or 1
        if nodes.count(act.code) != columns:
            yield f"{act.code} has {nodes.count(act.code)} symbols"
    for (source, target), (link, *_more) in drawn.items():
        if target not in ENDS and link.wire.target != target:
            letter = link.wire.target[1:]
            entering = [
                other for page in sheet.pages for other in page.links if other.wire.source[1:] == letter and other.wire.source[0] in "^v"
            ]
            if not any(other.wire.target == target for other in entering):
                yield f"the connector {letter} from {source} leads nowhere"
    for page in sheet.pages:
        letters = [shape.text for shape in page.shapes if shape.kind == CONNECTOR]
        if any(letters.count(letter) > 2 for letter in letters):
            yield f"connector letters repeat on page {page.number}: {letters}"


RULES = (
    lines_are_level_or_upright_and_stay_in_the_role_columns,
    no_line_runs_through_a_symbol,
    lines_start_and_end_on_their_symbols,
    no_two_lines_lie_on_each_other_or_meet_at_a_corner,
    no_side_has_arrows_in_and_out,
    words_stand_free,
    symbols_stand_in_their_row_and_column_and_on_no_other,
)


def _line(segment):
    (x0, y0), (x1, y1) = segment
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


class _shrunk:
    """A symbol without its rim: an arrow that ends on the rim does not run through it."""

    def __init__(self, shape):
        self.kind, self.cx, self.cy = shape.kind, shape.cx, shape.cy
        self.w, self.h = shape.w - 0.4, shape.h - 0.4
        self.box = shape.box.grown(-0.2)


def _touches(shape, point):
    x, y = point
    if shape.kind == "keputusan":
        return abs(abs(x - shape.cx) / (shape.w / 2) + abs(y - shape.cy) / (shape.h / 2) - 1) < 0.01
    box = shape.box
    return box.grown(SLACK).holds(Box(x, y, x, y)) and not box.grown(-SLACK).holds(Box(x, y, x, y))


def _side(link, way):
    """Which side of the symbol an arrow uses, by its first or last bit."""
    (x0, y0), (x1, y1) = link.segments[0] if way == "out" else link.segments[-1][::-1]
    return "right" if x1 > x0 else "left" if x1 < x0 else "bottom" if y1 > y0 else "top"


def _meet(a, b):
    return a.left <= b.right + SLACK and b.left <= a.right + SLACK and a.top <= b.bottom + SLACK and b.top <= a.bottom + SLACK


def _overlap(a, b):
    return max(min(a.right, b.right) - max(a.left, b.left), min(a.bottom, b.bottom) - max(a.top, b.top))


def _on(segment, point):
    x, y = point
    return _line(segment).grown(SLACK).holds(Box(x, y, x, y))


def _corner_on(a, b):
    return any(_on(b, point) for point in a) or any(_on(a, point) for point in b)
