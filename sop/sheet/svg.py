"""The drawing as SVG: symbols and arrows alone (`flow_svg`), or the whole table with its texts (`page_svg`).

Every text is escaped here and nowhere else. No ids: several sheets may stand on one page.
"""

from html import escape

from . import geometry as g
from . import text
from .geometry import BODY, CONNECTOR, LABEL, LABEL_LINE, LINE, PAD_X, STOP

INK = "#111827"
GRID = "#4b5563"
HEAD_FILL = "#e8edf6"
HEAD_LENGTH, HEAD_WIDTH = 5.6, 5.0
JUMP = 2.4
STROKE = 0.95
BASELINE = 0.35  # from the middle of a line of text to its baseline, in text sizes


def number(value):
    """A coordinate, short: "12.5", "3"."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


n = number


def words(value):
    return escape(text.clean(value), quote=True)


# Symbols


def outline(shape):
    """SVG element of the bare symbol."""
    box = shape.box
    x, y, w, h = n(box.left), n(box.top), n(shape.w), n(shape.h)
    if shape.kind == "keputusan":
        return f'<path d="M{n(shape.cx)} {y}L{n(box.right)} {n(shape.cy)}L{n(shape.cx)} {n(box.bottom)}L{x} {n(shape.cy)}Z"/>'
    if shape.kind == CONNECTOR:
        return f'<path d="M{x} {y}H{n(box.right)}V{n(box.top + shape.h * 0.62)}L{n(shape.cx)} {n(box.bottom)}L{x} {n(box.top + shape.h * 0.62)}Z"/>'
    radius = shape.h / 2 if shape.kind in ("mulai", "selesai", STOP) else 0
    rounded = f' rx="{n(radius)}"' if radius else ""
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}"{rounded}/>'


def caption(shape):
    """The few words that stand in a symbol of the official drawing: a connector's letter, how a ticket ends."""
    if not shape.text:
        return ""
    size = 8.0 if shape.kind == CONNECTOR else 7.0
    y = shape.cy + (-0.8 if shape.kind == CONNECTOR else 0) + size * BASELINE
    weight = ' font-weight="bold"' if shape.kind == CONNECTOR else ""
    shown = text.fit(shape.text, shape.w - 4, size)
    return f'<text class="sheet-word" x="{n(shape.cx)}" y="{n(y)}" font-size="{n(size)}" text-anchor="middle"{weight}>{words(shown)}</text>'


# Arrows


def crossings(links):
    """{(link index, segment index): [x, ...]}: where a level bit crosses an upright bit of another arrow, it jumps over it."""
    found: dict[tuple[int, int], list[float]] = {}
    for a, link in enumerate(links):
        for s, ((x0, y0), (x1, y1)) in enumerate(link.segments):
            if y0 != y1:
                continue
            left, right = min(x0, x1), max(x0, x1)
            for b, other in enumerate(links):
                if a == b:
                    continue
                for (u0, v0), (u1, v1) in other.segments:
                    if u0 == u1 and left + 0.1 < u0 < right - 0.1 and min(v0, v1) + 0.1 < y0 < max(v0, v1) - 0.1:
                        found.setdefault((a, s), []).append(u0)
    return found


def path(link, index, jumps):
    """`d` of an arrow, with small arcs where it jumps over others."""
    (x, y), *_rest = link.points
    parts = [f"M{n(x)} {n(y)}"]
    for s, ((x0, y0), (x1, y1)) in enumerate(link.segments):
        direction = 1 if x1 > x0 else -1
        end = JUMP
        for at in sorted(jumps.get((index, s), ()), reverse=direction < 0):
            start, end = at - direction * JUMP, at + direction * JUMP
            if (start - x0) * direction <= 0:  # two crossings side by side: one arc over both
                start = x0
            parts.append(f"H{n(start)}A{n(JUMP)} {n(JUMP)} 0 0 {1 if direction > 0 else 0} {n(end)} {n(y0)}")
        parts.append(f"H{n(x1)}" if y0 == y1 else f"V{n(y1)}")
    return "".join(parts)


def arrow_head(link):
    """The filled triangle at the end of an arrow."""
    (x0, y0), (x1, y1) = link.segments[-1]
    dx, dy = (x1 > x0) - (x1 < x0), (y1 > y0) - (y1 < y0)
    bx, by = x1 - dx * HEAD_LENGTH, y1 - dy * HEAD_LENGTH
    sx, sy = -dy * HEAD_WIDTH / 2, dx * HEAD_WIDTH / 2
    return f"M{n(x1)} {n(y1)}L{n(bx + sx)} {n(by + sy)}L{n(bx - sx)} {n(by - sy)}Z"


def shortened(link):
    """The link without the bit under its arrow head, whose point stays sharp that way."""
    if not link.head:
        return link
    (x0, y0), (x1, y1) = link.segments[-1]
    dx, dy = (x1 > x0) - (x1 < x0), (y1 > y0) - (y1 < y0)
    end = (x1 - dx * HEAD_LENGTH * 0.8, y1 - dy * HEAD_LENGTH * 0.8)
    return g.Link(link.wire, (*link.points[:-1], end), link.joined, link.head)


def label_texts(label):
    """The words at an exit, with a halo of the paper's colour over the table's lines."""
    middle = (label.box.left + label.box.right) / 2
    lines = []
    for at, line in enumerate(label.lines):
        y = label.box.top + (at + 0.5) * LABEL_LINE + LABEL * BASELINE
        lines.append(f'<text x="{n(middle)}" y="{n(y)}">{words(line)}</text>')
    return "".join(lines)


def label_ground(label):
    box = label.box
    return f'<rect x="{n(box.left - 0.6)}" y="{n(box.top)}" width="{n(box.right - box.left + 1.2)}" height="{n(box.bottom - box.top)}"/>'


def flow(page, ink=INK, paper="#fff", shape_of=None):
    """The `<g>` with symbols, arrows and labels of a page. `shape_of(shape)`: markup of a symbol (default: outline and caption)."""
    shape_of = shape_of or (lambda shape: outline(shape) + caption(shape))
    jumps = crossings((*page.links, *page.ties))
    lines = "".join(path(shortened(link), index, jumps) for index, link in enumerate((*page.links, *page.ties)))
    heads = "".join(arrow_head(link) for link in page.links if link.head)
    return (
        f'<g class="sheet-grounds" fill="{paper}">{"".join(map(label_ground, page.labels))}</g>'
        f'<path class="sheet-lines" d="{lines}" fill="none" stroke="{ink}" stroke-width="{STROKE}" stroke-linejoin="round"/>'
        f'<path class="sheet-heads" d="{heads}" fill="{ink}"/>'
        f'<g class="sheet-shapes" fill="{paper}" stroke="{ink}" stroke-width="{STROKE}">{"".join(map(shape_of, page.shapes))}</g>'
        f'<g class="sheet-labels" fill="{ink}" font-size="{n(LABEL)}" text-anchor="middle">{"".join(map(label_texts, page.labels))}</g>'
    )


# The table around it


def page_svg(sheet, page, title="", state=None):
    """A whole page of the table as one SVG document. `state`: shape_of of a ticket's state, or None."""
    w, h = sheet.width + 2, page.height + 2
    drawn = flow(page, shape_of=state)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 {n(w)} {n(h)}" width="{n(w)}" height="{n(h)}"'
        f' font-family="\'{text.FAMILY}\', Arial, Helvetica, sans-serif" role="img">'
        f"<title>{words(title)}</title>"
        f'<rect x="-1" y="-1" width="{n(w)}" height="{n(h)}" fill="#fff"/>'
        f"{_head_ground(sheet)}{_rules(sheet, page)}{_heading(sheet)}{_texts(sheet, page)}"
        f"{_captions_fixed(drawn)}</svg>"
    )


def _captions_fixed(drawn):
    """Texts in symbols inherit the stroke of their group: switch it off where CSS does not reach."""
    return drawn.replace('<text class="sheet-word"', f'<text class="sheet-word" fill="{INK}" stroke="none"')


def _head_ground(sheet):
    return f'<rect x="0" y="0" width="{n(sheet.width)}" height="{n(sheet.head)}" fill="{HEAD_FILL}"/>'


def _rules(sheet, page):
    """Lines of the table: frame, columns, rows, and the line under the group headings."""
    bottom = page.height
    lines = [f"M0 0H{n(sheet.width)}V{n(bottom)}H0Z"]
    for column in sheet.columns[1:]:
        group = sheet.group_of(column)
        top = sheet.group_line if group and column.x > group.x + 0.01 else 0
        lines.append(f"M{n(column.x)} {n(top)}V{n(bottom)}")
    lines += [f"M{n(group.x)} {n(sheet.group_line)}h{n(group.w)}" for group in sheet.groups]
    lines += [f"M0 {n(row.top)}H{n(sheet.width)}" for row in page.rows]
    return f'<path d="{"".join(lines)}" fill="none" stroke="{GRID}" stroke-width="0.6"/>'


def _heading(sheet):
    parts = []
    for group in sheet.groups:
        parts.append(_centred((group.title,), group.x + group.w / 2, sheet.group_line / 2, BODY))
    for column in sheet.columns:
        top = sheet.group_line if sheet.group_of(column) else 0
        size = BODY - 0.5 if column.role else BODY
        parts.append(_centred(column.title, column.x + column.w / 2, (top + sheet.head) / 2, size))
    return f'<g font-weight="bold" fill="{INK}" text-anchor="middle">{"".join(parts)}</g>'


def _centred(lines, x, middle, size):
    top = middle - len(lines) * LINE / 2
    return "".join(
        f'<text x="{n(x)}" y="{n(top + (at + 0.5) * LINE + size * BASELINE)}" font-size="{n(size)}">{words(line)}</text>'
        for at, line in enumerate(lines)
    )


def _texts(sheet, page):
    parts = []
    columns = {column.kind: column for column in sheet.columns if not column.role}
    for row in page.rows:
        for kind, cell in row.cells:
            column = columns[kind]
            top = row.middle - cell.height / 2
            for at, (line, indented) in enumerate(cell.lines):
                y = n(top + (at + 0.5) * LINE + BODY * BASELINE)
                if kind == "no":
                    parts.append(f'<text x="{n(column.x + column.w / 2)}" y="{y}" text-anchor="middle">{words(line)}</text>')
                else:
                    parts.append(f'<text x="{n(column.x + PAD_X + (9 if indented else 0))}" y="{y}">{words(line)}</text>')
    return f'<g fill="{INK}" font-size="{n(BODY)}">{"".join(parts)}</g>'
