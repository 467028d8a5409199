"""Columns of the table: which, in which order, how wide, and the heading over them."""

from dataclasses import dataclass, replace

from sop.definition import Column as Printed

from . import text
from .geometry import BODY, LINE, PAD_X, PAD_Y, Cell, Column, Group

HEAD = 8.0
GROUPED = {"pelaksana": "Pelaksana", "kelengkapan": "Mutu Baku", "waktu": "Mutu Baku", "output": "Mutu Baku"}
DEFAULT = tuple(
    Printed(kind, title)
    for kind, title in (
        ("no", "No"),
        ("kegiatan", "Kegiatan"),
        ("pelaksana", "Pelaksana"),
        ("kelengkapan", "Kelengkapan"),
        ("waktu", "Waktu"),
        ("output", "Output"),
        ("keterangan", "Keterangan"),
    )
)
NARROWEST_ROLE = 60.0
WIDEST_ROLE = 100.0
ROOMY_ROLE = 122.0  # where the texts leave width over
STEP = 6.0  # widths are tried in steps of this


@dataclass(frozen=True)
class Heading:
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    group_line: float
    height: float
    width: float


def printed_columns(sop):
    """The columns of the document, or the usual ones; the flow has no sheet without role columns."""
    columns = sop.columns or DEFAULT
    if not any(column.kind == "pelaksana" for column in columns):
        at = next((i + 1 for i, column in enumerate(columns) if column.kind == "kegiatan"), 0)
        columns = (*columns[:at], Printed("pelaksana", "Pelaksana"), *columns[at:])
    return columns


def cell_items(step, kind):
    """Texts of one cell: a tuple of items, numbered when there are several."""
    return {
        "no": (step.no,),
        "kegiatan": (step.activity,),
        "kelengkapan": step.requirements,
        "waktu": (step.duration.text,) if step.duration else (),
        "output": step.output,
        "keterangan": (step.remark,) if step.remark else (),
    }.get(kind, ())


NUMBER_INDENT = 9.0


def cell(items, width):
    """A Cell `width` wide. Items are numbered when there are several."""
    room = width - 2 * PAD_X
    if len(items) < 2:
        return Cell(tuple((line, False) for item in items for line in text.wrap(item, room, BODY)))
    lines = []
    for number, item in enumerate(items, 1):
        first, *rest = text.wrap(item, room - NUMBER_INDENT, BODY) or [""]
        lines.append((f"{number}. {first}", False))
        lines += [(line, True) for line in rest]
    return Cell(tuple(lines))


def heading(sop, procedure, total, widen=0.0):
    """Lay the columns over `total` units (more if that many roles need it). `widen`: extra units for each role column."""
    printed = printed_columns(sop)
    kinds = [column.kind for column in printed if column.kind != "pelaksana"]
    roles = len(procedure.performers)
    role_width = max(NARROWEST_ROLE, min(WIDEST_ROLE, total * 0.42 / roles)) + widen
    least = {kind: _least(printed, procedure, kind) for kind in kinds}
    total = max(total, sum(least.values()) + roles * role_width)
    widths, left = _spread(procedure, least, total - roles * role_width)
    more = min(left / 2 / roles, max(ROOMY_ROLE - role_width, 0.0))
    role_width += more
    _share(widths, left - more * roles)
    columns = _columns(printed, procedure, widths, role_width)
    return _with_heading(printed, columns, total)


def _least(printed, procedure, kind):
    """No word of the column is broken at this width, as far as reason goes."""
    if kind == "no":
        return max([22.0, *(text.width(step.no, BODY) + 2 * PAD_X + 2 for step in procedure.steps)])
    title = next(column.title for column in printed if column.kind == kind)
    words = [text.longest_word(title, HEAD, bold=True)]
    words += [
        text.longest_word(item, BODY) + (NUMBER_INDENT if len(items) > 1 else 0)
        for step in procedure.steps
        for items in [cell_items(step, kind)]
        for item in items
    ]
    if kind == "waktu":  # "10-60 menit" on one line
        words += [min(text.width(step.duration.text, BODY), 56.0) for step in procedure.steps if step.duration]
    return min(max(words) + 2 * PAD_X + 2, 96.0)


def _spread(procedure, least, room):
    """Give of `room` to the columns whose texts need it, step by step: (widths, what no text needs)."""
    widths = dict(least)
    heights: dict[tuple[str, float], list[int]] = {}

    def lines(kind, width):
        key = kind, width
        if key not in heights:
            heights[key] = [len(cell(cell_items(step, kind), width).lines) for step in procedure.steps]
        return heights[key]

    def burden(kind, width):
        # Long cells weigh more than short ones: they make the rows high.
        return sum(count**2 for count in lines(kind, width))

    flexible = [kind for kind in least if kind != "no"]
    left = room - sum(widths.values())
    while left >= STEP and flexible:
        relief = {kind: _relief(burden, kind, widths[kind]) for kind in flexible}
        best = max(flexible, key=lambda kind: relief[kind])
        if relief[best] <= 0:
            break
        widths[best] += STEP
        left -= STEP
    return widths, left


def _share(widths, left):
    """Share width that no column needs, the activity first."""
    flexible = [kind for kind in widths if kind != "no"]
    if not flexible:
        widths["no"] = widths.get("no", 0.0) + left
    shares = len(flexible) + ("kegiatan" in flexible)
    for kind in flexible:
        widths[kind] += left / shares * (2 if kind == "kegiatan" else 1)


def _relief(burden, kind, width):
    """What the column gains for each unit it grows, looking a few steps ahead."""
    now = burden(kind, width)
    return max((now - burden(kind, width + steps * STEP)) / steps for steps in (1, 2, 4, 7, 11))


def _columns(printed, procedure, widths, role_width):
    columns, x = [], 0.0
    for column in printed:
        if column.kind == "pelaksana":
            for performer in procedure.performers:
                lines = text.wrap(performer.label, role_width - 4, HEAD - 0.5, bold=True)
                columns.append(Column("pelaksana", tuple(lines), x, role_width, performer.code))
                x += role_width
        else:
            lines = text.wrap(column.title, widths[column.kind] - 4, HEAD, bold=True)
            columns.append(Column(column.kind, tuple(lines), x, widths[column.kind]))
            x += widths[column.kind]
    return columns


def _with_heading(printed, columns, total):
    groups = _groups(printed, columns)
    in_group = [column for column in columns if any(group.covers(column) for group in groups)]
    group_line = LINE + 2 * PAD_Y
    height = group_line + max(len(column.title) for column in in_group) * LINE + 2 * PAD_Y
    height = max(height, *(len(column.title) * LINE + 2 * PAD_Y for column in columns))
    # The last column takes up what rounding left, so that the frame closes.
    columns[-1] = replace(columns[-1], w=total - columns[-1].x)
    return Heading(tuple(columns), groups, group_line, height, total)


def _groups(printed, columns):
    """Neighbours of one group stand under one heading; Pelaksana keeps the title the document prints."""
    titles = {column.kind: column.title for column in printed}
    groups: list[Group] = []
    for column in columns:
        name = titles["pelaksana"] if column.role else GROUPED.get(column.kind)
        last = groups[-1] if groups else None
        if name and last and last.title == name and abs(last.x + last.w - column.x) < 0.01:
            groups[-1] = replace(last, w=last.w + column.w, span=last.span + 1)
        elif name:
            groups.append(Group(name, column.x, column.w, 1))
    return tuple(groups)
