"""The printed SOP: identity page, each table on as many pages as it takes, notes. WeasyPrint is imported when first used.

Nothing is fetched: fonts and logo travel inside the document.
"""

import atexit
import base64
import datetime as dt
import threading
from dataclasses import dataclass
from functools import cache, lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from . import flow, layout, svg, text

MM = 72 / 25.4  # sheet units in a millimetre
MARGIN_X, MARGIN_TOP, MARGIN_BOTTOM = 12.0, 12.0, 14.0  # mm
TITLE = 24.0  # height of the title above a table, in units
IDENTITY_SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.6)
# Pango and fontconfig keep state for the whole process; two documents at once (threads of a web server) would share it.
one_at_a_time = threading.Lock()


class CannotRender(Exception):
    """The machine lacks something; the text says what, for an administrator."""


@dataclass(frozen=True)
class Paper:
    """`width`, `height` in mm, landscape."""

    name: str
    width: float
    height: float

    @property
    def room(self):
        """Width and height for a table, in sheet units."""
        return (self.width - 2 * MARGIN_X) * MM, (self.height - MARGIN_TOP - MARGIN_BOTTOM) * MM - TITLE


PAPERS = {"A4": Paper("A4", 297.0, 210.0), "F4": Paper("F4", 330.0, 215.0)}


def render_pdf(sop, procedures=None, *, office=None, mark="", paper=None):
    """The document as PDF bytes.

    `procedures`: which of its tables (default all). `office`: accounts.models.Organisation for the letterhead. `mark`: a word over every
    page, such as "DRAF". `paper`: "A4" or "F4" (default: settings.SOP_PAPER). Raises CannotRender.
    """
    with translation.override("id"):
        html = page(sop, procedures, office=office, mark=mark, paper=PAPERS[paper or settings.SOP_PAPER])
        return drawn(html, (settings.BASE_DIR / "templates" / "sop" / "pdf.css").read_text())


def drawn(html, css):
    """`html` with the stylesheet text `css` as PDF bytes, for sheets of upper floors too. Fetches nothing. Raises CannotRender."""
    weasyprint = _engine()
    with one_at_a_time:
        sheet, fonts = _stylesheet(css)
        document = weasyprint.HTML(string=html, url_fetcher=_fetcher())
        return document.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/a-3u")


def page(sop, procedures=None, *, office=None, mark="", paper=PAPERS["A4"]):
    """The document as HTML, without its stylesheet."""
    tables = [_table(sop, procedure, paper) for procedure in procedures or sop.procedures]
    context = {
        "sop": sop,
        "identity": identity(sop, office),
        "logo": logo(office),
        "tables": tables,
        "header_notes": flow.header_notes(sop),
        "size": identity_size(sop, paper),
        "paper": paper,
        "mark": mark,
        "footer": " · ".join(filter(None, [sop.number, sop.name, _revised(sop)])),
        "margins": f"{MARGIN_TOP}mm {MARGIN_X}mm {MARGIN_BOTTOM}mm",
    }
    return text.FORBIDDEN.sub("", render_to_string("sop/pdf.html", context))


def _revised(sop):
    return _("Revisi %s") % day(sop.revised_on) if sop.revised_on else ""


def _table(sop, procedure, paper):
    width, height = paper.room
    sheet = layout.pages(sop, procedure, width, height)
    title = f"{sop.number} {procedure.name}".strip()
    pages = []
    for each in sheet.pages:
        # A table with many roles is wider than the paper, a row with much text may be higher: both are scaled down.
        scale = min(1.0, width / (sheet.width + 2), height / (each.height + 2))
        drawing = mark_safe(svg.page_svg(sheet, each, title))  # every text in it went through svg.words
        pages.append({"drawing": drawing, "width": round((sheet.width + 2) * scale, 1), "height": round((each.height + 2) * scale, 1)})
    return {"procedure": procedure, "pages": pages, "count": len(pages), "notes": flow.notes(procedure)}


def day(iso):
    """ "26 Mei 2025" of "2025-05-26"; what is no date as it is."""
    try:
        return date_format(dt.date.fromisoformat(iso), "j F Y")
    except (TypeError, ValueError):
        return iso or ""


def identity(sop, office=None):
    """What the identity block shows (domain: Bagian Identitas): also read by the SOP's page.

    `head`: lines of the letterhead; `facts`: (title, value) of the right column up to the approval; `boxes`: three pairs of (title, items).
    """
    head = [office.head_line_1 or office.name, office.head_line_2] if office else []
    lines = {line.casefold(): line for line in reversed([*head, sop.unit]) if line}  # a unit that is the office itself stands once
    return {
        "head": list(lines.values())[::-1],
        "facts": [
            (_("Nomor SOP"), sop.number),
            (_("Tanggal Pembuatan"), day(sop.created_on)),
            (_("Tanggal Revisi"), day(sop.revised_on)),
            (_("Tanggal Efektif"), day(sop.effective_on)),
        ],
        "approval": sop.approval,
        "name": sop.name,
        "boxes": [
            ((_("Dasar Hukum"), sop.legal_basis), (_("Kualifikasi Pelaksana"), sop.qualifications)),
            ((_("Keterkaitan"), sop.related), (_("Peralatan/Perlengkapan"), sop.equipment)),
            ((_("Peringatan"), sop.warning), (_("Pencatatan dan Pendataan"), sop.records)),
        ],
    }


def identity_size(sop, paper):
    """Text size in pt at which the identity block fits on its page; the smallest readable one if none does."""
    room = (paper.height - MARGIN_TOP - MARGIN_BOTTOM) * MM
    column = (paper.width - 2 * MARGIN_X) * MM / 2 - 14
    return next((size for size in IDENTITY_SIZES if _identity_height(sop, size, column) <= room), IDENTITY_SIZES[-1])


def _identity_height(sop, size, column):
    line = size * 1.3
    height = 4 * (line + 6) + 5 * line + 42 + len(text.wrap(sop.name, column * 0.6, size, bold=True)) * line + 8
    for pair in identity(sop)["boxes"]:
        bodies = (sum(len(text.wrap(item, column - 16, size)) * line + 1.5 for item in items) for _title, items in pair)
        height += line + 5 + max(bodies) + 9
    return height


def logo(office):
    """The office's logo as data: URI; "" when it has none, or the file is gone."""
    if office is None or not office.logo:
        return ""
    try:
        with office.logo.open("rb") as file:
            return "data:image/png;base64," + base64.b64encode(file.read()).decode()
    except OSError:
        return ""


def _engine():
    try:
        import weasyprint
    except OSError as error:  # raised at import when Pango is missing
        raise CannotRender(_("Pembuat PDF belum dapat dipakai di server ini: pasang libpango-1.0-0 dan libpangoft2-1.0-0.")) from error
    return weasyprint


@cache
def _fetcher():
    """Lets nothing in but what the document carries itself: no file, no host, no redirect."""
    from weasyprint.urls import URLFetcher

    class NothingFromOutside(URLFetcher):
        def __init__(self):
            super().__init__(allowed_protocols={"data"}, allow_redirects=False)

    return NothingFromOutside()


@lru_cache(maxsize=8)
def _stylesheet(css):
    """(CSS, FontConfiguration) of the text `css`, read once per process."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    faces = "".join(_face(name, weight) for name, weight in (("Regular", 400), ("Bold", 700)))
    return weasyprint.CSS(string=faces + css, font_config=fonts, url_fetcher=_fetcher()), fonts


atexit.register(_stylesheet.cache_clear)  # WeasyPrint cannot tidy up its fonts once the interpreter has begun to go


def _face(name, weight):
    data = base64.b64encode((text.FONTS / f"LiberationSans-{name}.ttf").read_bytes()).decode()
    return f'@font-face {{ font-family: "{text.FAMILY}"; font-weight: {weight}; src: url("data:font/ttf;base64,{data}"); }}\n'
