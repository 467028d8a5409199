"""The SOP sheet: the official table with the flow drawn through the role columns. One drawing for pages, tickets, SVG and PDF.

    html(sop, procedure, state=None)      a page's markup (static/halocik/sheet.css); `state` lights and stamps a ticket's acts
    render_svg(sop, procedure, state=None)  one standalone SVG with all texts
    render_pdf(sop, procedures=None, ...)   the printed document: identity page, tables with page connectors, notes
    notes(procedure)                        what stands under a sheet: moves outside the SOP, assumptions, mended words

`sop` and `procedure` are values of sop.definition. Drawings are kept per content.
"""

from . import svg
from .flow import notes
from .layout import layout as _layout
from .page import html
from .pdf import CannotRender, day, render_pdf
from .state import SheetState, Stamp, standalone

__all__ = ["CannotRender", "SheetState", "Stamp", "day", "html", "notes", "render_pdf", "render_svg"]


def render_svg(sop, procedure, state=None):
    """The whole sheet as one SVG document, texts included."""
    sheet = _layout(sop, procedure)
    return svg.page_svg(sheet, sheet.pages[0], f"{sop.number} {procedure.name}".strip(), standalone(state) if state else None)
