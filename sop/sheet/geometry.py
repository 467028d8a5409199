"""The values a sheet is made of. Units: 1 is 1 pt on paper; x to the right, y down, from the table's upper left corner."""

from dataclasses import dataclass, field
from functools import cached_property

from .text import width

BODY = 8.0  # text size
LINE = 9.7  # line height
LABEL = 7.2  # size of exit labels
LABEL_LINE = 8.0
PAD_X = 4.0
PAD_Y = 4.5
CLEAR = 7.0  # no line but a shape's own runs nearer to it: room for an arrow head

CONNECTOR = "sambungan"  # the pentagon
STOP = "akhir"  # a terminator that is not an act: where an exit ends the ticket


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def grown(self, by):
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def meets(self, other):
        """Do the insides overlap?"""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def holds(self, other):
        return self.left <= other.left and other.right <= self.right and self.top <= other.top and other.bottom <= self.bottom


@dataclass(frozen=True)
class Shape:
    """A symbol. `node`: what arrows lead to and from: an act code, "1b>selesai" for a STOP, "^A" / "vA" for a CONNECTOR above or below.

    A joint act (several roles) has one shape in each of their columns, all with its node.
    """

    node: str
    kind: str
    cx: float
    cy: float
    w: float
    h: float
    row: int
    column: int
    level: int = 0
    text: str = ""

    @cached_property
    def box(self):
        return Box(self.cx - self.w / 2, self.cy - self.h / 2, self.cx + self.w / 2, self.cy + self.h / 2)


@dataclass(frozen=True)
class Wire:
    """An arrow to route: `source` and `target` are nodes. `act`, `to`: what the SOP says (before page cuts; "" behind one).

    `title`: the whole text of the label; `labels`: ways to print it in lines, the best first.
    """

    source: str
    target: str
    labels: tuple[tuple[str, ...], ...] = ()
    title: str = ""
    act: str = ""
    to: str = ""


@dataclass(frozen=True)
class Link:
    """A routed arrow: corner points from exit to entry. `joined`: it ends on another arrow to the same target. `head`: has an arrow head."""

    wire: Wire
    points: tuple[tuple[float, float], ...]
    joined: bool = False
    head: bool = True

    @property
    def segments(self):
        return tuple(zip(self.points, self.points[1:], strict=False))


@dataclass(frozen=True)
class Label:
    wire: Wire
    lines: tuple[str, ...]
    box: Box


@dataclass(frozen=True)
class Cell:
    """Text of one cell of a row: (line, is it a continuation of a numbered item) each."""

    lines: tuple[tuple[str, bool], ...]

    @property
    def height(self):
        return len(self.lines) * LINE


@dataclass(frozen=True)
class Column:
    """`kind` of sop.definition.Column; a pelaksana column stands once for each role, with `role` set."""

    kind: str
    title: tuple[str, ...]
    x: float
    w: float
    role: str = ""

    @property
    def right(self):
        return self.x + self.w


@dataclass(frozen=True)
class Row:
    """`no` of the step; `cells`: {column kind: Cell} as pairs."""

    no: str
    top: float
    bottom: float
    cells: tuple[tuple[str, Cell], ...]

    @property
    def middle(self):
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Group:
    """A heading over several columns: Pelaksana, Mutu Baku."""

    title: str
    x: float
    w: float
    span: int

    def covers(self, column):
        return self.x - 0.01 <= column.x < self.x + self.w - 0.01


@dataclass(frozen=True)
class Page:
    """One stretch of the table with everything drawn on it. A sheet on a screen has one, however long."""

    number: int
    rows: tuple[Row, ...]
    shapes: tuple[Shape, ...]
    links: tuple[Link, ...]
    labels: tuple[Label, ...]
    ties: tuple[Link, ...]  # plain lines between the shapes of a joint act

    @property
    def height(self):
        return self.rows[-1].bottom


@dataclass(frozen=True)
class Sheet:
    """A whole table, laid out. `head`: height of the heading; `group_line`: y of the line under the group headings."""

    width: float
    head: float
    group_line: float
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    pages: tuple[Page, ...]
    crowded: bool = field(default=False)  # something had to be drawn less well than promised

    @property
    def roles(self):
        return tuple(column for column in self.columns if column.role)

    def group_of(self, column):
        """The Group that `column` stands under, or None."""
        return next((group for group in self.groups if group.covers(column)), None)

    @property
    def flow(self):
        """Left and right edge of the role columns."""
        return self.roles[0].x, self.roles[-1].right


def label_size(lines):
    return max((width(line, LABEL) for line in lines), default=0.0), len(lines) * LABEL_LINE
