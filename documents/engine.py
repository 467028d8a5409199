"""The letters' engine for documents of other floors: HTML and a stylesheet of their own to PDF, same fonts, nothing fetched from anywhere."""

import atexit
from functools import lru_cache

from django.utils import translation

from . import facts, rendering
from .rendering import CannotRender

__all__ = ["CannotRender", "letterhead", "pdf"]


def pdf(html, css):
    """`html` with the stylesheet text `css` as PDF bytes; letters are set in the font "Surat". Raises CannotRender."""
    with translation.override("id"):
        weasyprint = rendering._engine()
        with rendering._one_at_a_time:
            sheet, fonts = _sheet(css)
            document = weasyprint.HTML(string=html, url_fetcher=rendering._fetcher())
            return document.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/a-3a")


def letterhead(office):
    """{"line_1", "line_2", "address", "reach", "logo"} of `office` as it is today, the logo as data: URI."""
    head = facts._head(office)
    return head | {"logo": rendering._logo(head["logo"])}


@lru_cache(maxsize=4)
def _sheet(css):
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    weights = (("LiberationSans-Regular.ttf", 400), ("LiberationSans-Bold.ttf", 700))
    faces = "".join(rendering._face(name, weight) for name, weight in weights)
    return weasyprint.CSS(string=faces + css, font_config=fonts, url_fetcher=rendering._fetcher()), fonts


atexit.register(_sheet.cache_clear)  # WeasyPrint cannot tidy up its fonts once the interpreter has begun to go
