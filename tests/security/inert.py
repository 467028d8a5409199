"""Whether a page that shows somebody's text does nothing with it."""

from html.parser import HTMLParser

EVIL = """'"></textarea></script><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}{% debug %}"""
SHORT = """'"><script>alert(1)</script>"""
SPEAKS = "alert(1)"  # what is left of them in the words of a page
ADDRESSES = {"href", "src", "action", "formaction", "hx-get", "hx-post", "xlink:href"}


def dangers(html):
    """What in `html` would run or lead somewhere it should not: a script with our words, a handler, a javascript: address."""
    reader = _Reader()
    reader.feed(html)
    return reader.found


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self._in_script = [], False

    def handle_starttag(self, tag, attrs):
        self._in_script = tag == "script"
        for name, value in attrs:
            if name.startswith("on"):
                self.found.append(f"<{tag} {name}={value!r}>")
            if name in ADDRESSES and (value or "").strip().lower().startswith(("javascript:", "data:text", "vbscript:", "//")):
                self.found.append(f"<{tag} {name}={value!r}>")
        if tag in ("iframe", "object", "embed", "base"):
            self.found.append(f"<{tag}>")

    def handle_data(self, data):
        if self._in_script and SPEAKS in data:
            self.found.append(f"<script>{data}")

    def handle_endtag(self, tag):
        self._in_script = False
