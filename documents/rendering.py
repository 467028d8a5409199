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
from .facts import lifted
from .glyphs import FONTS, printable, shown
from .kinds import KINDS
from .kinds.base import counted

MOST_NAMED = 5  # people a surat tugas names in its body; more stand in an attachment
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
    facts = lifted(facts)
    kind = KINDS[facts["kind"]]
    facts = printable(facts) | {name: shown(facts[name]) for name in ("number", "ticket")}  # never broken by force
    on = dt.date.fromisoformat(facts["on"])
    parts, ending = _drawn(facts, kind)
    named = {part["code"]: part for part in parts}
    context = {
        "letter": facts,
        "draft": draft,
        "page": "wide" if kind.landscape else kind.paper.lower(),
        "parts": parts,
        "named": named,
        "attached": "kepada" in named and named["kepada"]["form"] == "table" and len(named["kepada"]["content"]["rows"]) > MOST_NAMED,
        "ending": ending,
        "signature_rows": _rows(facts["signers"]),
        "date": words.long_date(on),
        "place_and_date": ", ".join(filter(None, [facts["city"], words.long_date(on)])),
        "logo": _logo(facts["head"]["logo"]),
        "check_url": check_url,
        "qr": "" if draft or not check_url else _qr(check_url),
    }
    return render_to_string(f"documents/letters/{kind.template or kind.family}.html", context)


def _drawn(facts, kind):
    """(parts as their templates want them, last paragraph of the letter): that one is drawn with the signatures."""
    parts = [
        part | {"template": f"documents/letters/parts/{part['form']}.html", "content": _content(part, facts)} for part in facts["parts"]
    ]
    parts = counted(parts, kind.marks)
    if kind.sheet or not parts or parts[-1]["form"] != "text":
        return parts, ""
    last = parts.pop()
    *before, ending = last["content"] or [""]
    if before or last["chapter"] or last["heading"]:
        parts.append(last | {"content": before})
    return parts, ending


def _content(part, facts):
    content = part["content"]
    if isinstance(content, dict) and "of" in content:
        content = facts[content["of"]]
    shape = SHAPES.get(part["form"])
    return shape(content) if shape else content


def _paragraphs(text):
    return [line for line in text.split("\n") if line.strip()]


def _table(table):
    """Cells know whether they stand at the right, and under which column."""
    right = table.get("right", [])

    def cells(row):
        return [
            {"text": text, "right": at in right, "column": table["columns"][at] if at < len(table["columns"]) else ""}
            for at, text in enumerate(row)
        ]

    return {"columns": table["columns"], "rows": [cells(row) for row in table["rows"]], "total": cells(table.get("total", []))}


def _checks(checks):
    typed = [text for text in checks["chosen"] if text not in checks["options"]]
    return [{"text": text, "chosen": text in checks["chosen"]} for text in [*checks["options"], *typed]]


SHAPES = {"text": _paragraphs, "table": _table, "checks": _checks}


def _rows(signers):
    """[{"blocks": [left, right] or [middle], "alone", "dated"}] of signature blocks in the order of signing."""
    rows = []
    for block in signers:
        side = {"kiri": 0, "kanan": 1}.get(block["place"])
        if side is None:
            rows.append({"blocks": [block], "alone": True, "dated": block["dated"]})
            continue
        row = rows[-1] if rows and not rows[-1]["alone"] and rows[-1]["blocks"][side] is None else None
        if row is None:
            row = {"blocks": [None, None], "alone": False, "dated": False}
            rows.append(row)
        row["blocks"][side] = block
        row["dated"] |= block["dated"]
    return rows


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
