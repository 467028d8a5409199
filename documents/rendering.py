"""Facts to PDF. The only module that knows WeasyPrint, which needs Pango and a second to load: imported when first used."""

import atexit
import base64
import datetime as dt
import threading
from functools import cache

from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from . import words
from .glyphs import FONTS, printable, shown

TEMPLATES = {
    "berita-acara": "documents/letters/berita_acara.html",
    "berita-acara-pemindahtempatan": "documents/letters/berita_acara.html",
}
# Pango and fontconfig keep state for the whole process; two letters at once in one process (threads of a web server) would share it.
_one_at_a_time = threading.Lock()


class CannotRender(Exception):
    """The machine lacks something; the text says what, for an administrator."""


def pdf(facts, *, check_url="", draft=False):
    """The letter that `facts` (documents.facts.snapshot) describe, as PDF bytes: the same bytes for the same facts.

    `check_url`: where its QR code leads. `draft`: marked as one, without QR code. Raises CannotRender.
    """
    with translation.override("id"):
        html = page(facts, check_url=check_url, draft=draft)
        weasyprint = _engine()
        with _one_at_a_time:
            sheet, fonts = _stylesheet()
            document = weasyprint.HTML(string=html, url_fetcher=_fetcher())
            return document.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/a-3a")


def page(facts, *, check_url="", draft=False):
    """The letter as HTML, without its stylesheet."""
    template = TEMPLATES[facts["kind"]]
    facts = printable(facts) | {name: shown(facts[name]) for name in ("number", "ticket")}  # never broken by force
    on = dt.date.fromisoformat(facts["on"])
    context = {
        "letter": facts,
        "draft": draft,
        "logo": _logo(facts["head"]["logo"]),
        "opening_date": words.opening_date(on),
        "place_and_date": ", ".join(filter(None, [facts["city"], words.long_date(on)])),
        "check_url": check_url,
        "qr": "" if draft or not check_url else _qr(check_url),
    }
    return render_to_string(template, context)


def _qr(url):
    """The QR code of `url` as a data: URI of an SVG."""
    import segno

    return segno.make(url, error="m", micro=False).svg_data_uri(scale=4, border=0, dark="#000")


def _logo(name):
    """The logo `name` of the file storage as data: URI; "" when there is none any more."""
    if not name:
        return ""
    try:
        with default_storage.open(name) as file:
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
    """Lets nothing in but what the letter carries itself: no file, no host, no redirect."""
    from weasyprint.urls import URLFetcher

    class NothingFromOutside(URLFetcher):
        def __init__(self):
            super().__init__(allowed_protocols={"data"}, allow_redirects=False)

    return NothingFromOutside()


@cache
def _stylesheet():
    """(CSS, FontConfiguration), read once per process: the fonts travel inside the stylesheet as data: URIs."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    faces = "".join(_face(name, weight) for name, weight in (("LiberationSans-Regular.ttf", 400), ("LiberationSans-Bold.ttf", 700)))
    css = (settings.BASE_DIR / "templates" / "documents" / "letters" / "letter.css").read_text()
    return weasyprint.CSS(string=faces + css, font_config=fonts, url_fetcher=_fetcher()), fonts


atexit.register(_stylesheet.cache_clear)  # WeasyPrint cannot tidy up its fonts once the interpreter has begun to go


def _face(file, weight):
    data = base64.b64encode((FONTS / file).read_bytes()).decode()
    return f'@font-face {{ font-family: "Surat"; font-weight: {weight}; src: url("data:font/ttf;base64,{data}"); }}\n'
