"""The sheet on a page: a real table, whose words and sizes are those of the layout, with the flow drawn over its role columns.

Everything but the state of a ticket is made once for each procedure and kept; a ticket's state is put in at marked places.
"""

from functools import lru_cache

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from . import flow, svg
from .columns import NUMBER_INDENT, cell_items
from .geometry import BODY, CONNECTOR, STOP
from .layout import layout
from .state import inside
from .svg import n, words

# A marked place: OPEN, what belongs there, CLOSE. No text can hold these characters (text.clean removes them).
OPEN, CLOSE = "\ue000", "\ue001"
CLASS, INSIDE, SENTENCE = "c", "i", "s"
KEPT = 200  # procedures


def html(sop, procedure, state=None):
    """The sheet for a page. `state`: SheetState of a ticket, or None. Needs static/halocik/sheet.css."""
    made = []
    shapes = None
    for part in _parts(sop.columns, procedure):
        if isinstance(part, str):
            made.append(part)
        elif state is not None:
            kind, act = part
            if kind == CLASS:
                made.append(state.class_of(act))
            elif kind == SENTENCE:
                made.append(words_after(state.sentence(act)))
            else:
                shapes = shapes or _first_shapes(sop.columns, procedure)
                made.append(inside(shapes[act], state))
    return mark_safe("".join(made))  # every text in it went through svg.words


def words_after(sentence):
    return f" {words(sentence)}" if sentence else ""


@lru_cache(maxsize=KEPT)
def _parts(columns, procedure):
    """The page's markup in pieces: text, and (kind, act code) where a state goes."""
    document = _Document(columns)
    sheet = layout(document, procedure)
    whole = _whole(document, procedure, sheet)
    parts: list[str | tuple[str, str]] = []
    for piece in whole.split(OPEN):
        place, closed, rest = piece.partition(CLOSE)
        if closed:
            kind, _colon, act = place.partition(":")
            parts.append((kind, act))
            parts.append(rest)
        else:
            parts.append(piece)
    return tuple(parts)


@lru_cache(maxsize=KEPT)
def _first_shapes(columns, procedure):
    """{act code: its first Shape}."""
    shapes = {}
    for shape in layout(_Document(columns), procedure).pages[0].shapes:
        shapes.setdefault(shape.node, shape)
    return shapes


class _Document:
    def __init__(self, columns):
        self.columns = columns


def place(kind, act):
    return f"{OPEN}{kind}:{act}{CLOSE}"


def em(units):
    """Sheet units as CSS length: the text size of a sheet is 1em."""
    return f"{units / BODY:.3f}".rstrip("0").rstrip(".") + "em"


def _whole(document, procedure, sheet):
    page = sheet.pages[0]
    name = words(procedure.name)
    return (
        f'<div class="sheet" style="--sheet-em:{sheet.width / BODY:.2f}">'
        f"{_undrawn(sheet, page)}{_steps(procedure)}"
        f'<div class="sheet-scroll" tabindex="0" role="region" aria-label="{words(_("Lembar SOP"))}: {name}">'
        f'<div class="sheet-canvas">'
        f'<table class="sheet-table"><caption class="visually-hidden">{name}</caption>'
        f"{_colgroup(sheet)}{_thead(sheet)}{_tbody(document, procedure, sheet, page)}</table>"
        f"{_overlay(procedure, sheet, page)}"
        f"</div></div></div>"
    )


def _undrawn(sheet, page):
    """A sentence where the arrows are missing (layout gave up)."""
    if page.links or not sheet.crowded:
        return ""
    return f'<p class="sheet-undrawn">{words(_("Alur prosedur ini terlalu rumit untuk digambar; tujuan tiap tindakan dibacakan di kolom pelaksana."))}</p>'


def _column_class(column):
    name = "sheet-role" if column.role else f"sheet-{column.kind}" if column.kind in ("no", "kegiatan") else ""
    return f' class="{name}"' if name else ""


def _colgroup(sheet):
    columns = "".join(f'<col{_column_class(column)} style="width:{em(column.w)}">' for column in sheet.columns)
    return f"<colgroup>{columns}</colgroup>"


def _thead(sheet):
    first, second = [], []
    for column in sheet.columns:
        group = sheet.group_of(column)
        title = "<br>".join(words(line) for line in column.title)
        if group is None:
            first.append(f'<th scope="col" rowspan="2"{_sticky(column)}>{title}</th>')
            continue
        if abs(group.x - column.x) < 0.01:
            first.append(f'<th scope="colgroup" colspan="{group.span}">{words(group.title)}</th>')
        second.append(f'<th scope="col"{_sticky(column)}>{title}</th>')
    heights = em(sheet.group_line), em(sheet.head - sheet.group_line)
    return f'<thead><tr style="height:{heights[0]}">{"".join(first)}</tr><tr style="height:{heights[1]}">{"".join(second)}</tr></thead>'


def _sticky(column):
    """Class, and for the second sticky column where it stops."""
    left = f' style="left:{em(column.x)}"' if column.kind == "kegiatan" else ""
    return _column_class(column) + left


def _tbody(document, procedure, sheet, page):
    rows = []
    for row, step in zip(page.rows, procedure.steps, strict=True):
        cells = dict(row.cells)
        made = []
        for column in sheet.columns:
            tag, scope = ("th", ' scope="row"') if column.kind == "no" else ("td", "")
            inner = _role_cell(procedure, step, column.role) if column.role else _text_cell(cells[column.kind])
            made.append(f"<{tag}{scope}{_sticky(column)}>{inner}</{tag}>")
        rows.append(f'<tr style="height:{em(row.bottom - row.top)}">{"".join(made)}</tr>')
    return f"<tbody>{''.join(rows)}</tbody>"


def _text_cell(cell):
    lines = []
    for line, indented in cell.lines:
        lines.append(f'<span class="sheet-in" style="padding-left:{em(NUMBER_INDENT)}">{words(line)}</span>' if indented else words(line))
    return "<br>".join(lines)


def _role_cell(procedure, step, role):
    acts = [act for act in step.acts if role in act.roles]
    told = " ".join(words(flow.sentence(procedure, act)) + place(SENTENCE, act.code) for act in acts)
    return f'<span class="visually-hidden">{told}</span>' if told else ""


def _overlay(procedure, sheet, page):
    left, right = sheet.flow
    acts = {act.code: act for act in procedure.acts}
    seen: set[str] = set()

    def shape_of(shape):
        drawn = svg.outline(shape) + svg.caption(shape)
        if shape.kind in (CONNECTOR, STOP):
            return f'<g class="sheet-act">{drawn}</g>'
        stamp = "" if shape.node in seen else place(INSIDE, shape.node)
        seen.add(shape.node)
        title = f"<title>{words(_tooltip(procedure, acts[shape.node]))}</title>"
        return f'<g class="sheet-act sheet-{shape.kind}{place(CLASS, shape.node)}">{title}{drawn}{stamp}</g>'

    drawn = svg.flow(page, ink="currentColor", paper="var(--sheet-paper)", shape_of=shape_of)
    size = f"left:{em(left)};width:{em(right - left)};height:{em(page.height)}"
    return (
        f'<svg class="sheet-flow" aria-hidden="true" focusable="false" style="{size}" viewBox="{n(left)} 0 {n(right - left)} {n(page.height)}">'
        f"{drawn}</svg>"
    )


def _tooltip(procedure, act):
    step = procedure.step_of(act.code)
    return f"{flow.step_name(procedure, act.code)}. {flow.role_names(procedure, act)}: {step.activity}"


# Narrow screens: the same as a list of steps


def _steps(procedure):
    """The steps one below the other, for narrow screens. Shown instead of the table, which a checkbox brings back."""
    items = "".join(_step(procedure, step) for step in procedure.steps)
    label = words(_("Tampilkan sebagai lembar"))
    return (
        f'<label class="sheet-switch form-check form-switch"><input class="form-check-input" type="checkbox"> <span class="form-check-label">{label}</span></label>'
        f'<ol class="sheet-steps">{items}</ol>'
    )


def _step(procedure, step):
    acts = "".join(_act(procedure, act) for act in step.acts)
    facts = "".join(
        f"<dt>{words(title)}</dt><dd>{'<br>'.join(words(item) for item in items)}</dd>"
        for title, items in (
            (_("Kelengkapan"), cell_items(step, "kelengkapan")),
            (_("Output"), cell_items(step, "output")),
            (_("Keterangan"), cell_items(step, "keterangan")),
        )
        if items
    )
    time = f'<span class="sheet-time">{words(step.duration.text)}</span>' if step.duration and step.duration.text else ""
    return (
        f'<li><span class="sheet-number">{words(step.no)}</span><div><div class="sheet-what">{words(step.activity)}{time}</div>'
        f"{acts}{f'<dl>{facts}</dl>' if facts else ''}</div></li>"
    )


def _act(procedure, act):
    role = words(flow.role_names(procedure, act))
    ways = [action for action in flow.printed(act)]
    exits = ""
    if len(ways) > 1 or act.shape == flow.DECISION:
        exits = "".join(
            f"<li>{words(action.label)} → {words(flow.destination(procedure, act.code, action.target))}</li>" for action in ways
        )
        exits = f"<ul>{exits}</ul>"
    mark = words(flow.shape_word(act)) if act.shape != flow.PROCESS else ""
    mark = f'<span class="sheet-shape">{mark}</span>' if mark else ""
    return f'<div class="sheet-who{place(CLASS, act.code)}"><b>{role}</b>{mark}<span class="sheet-told">{place(SENTENCE, act.code)}</span>{exits}</div>'
