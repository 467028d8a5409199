"""What a page shows and asks, read from its HTML alone: words, links, forms. A form that is sent sends what a browser without script would."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin

VOID = {"input", "br", "hr", "img", "meta", "link", "col", "source", "area", "wbr"}
SILENT = {"script", "style", "head", "svg"}
TYPED = {"date": "2026-12-01", "time": "09:00", "datetime-local": "2026-12-01T09:00", "number": "1", "email": "seseorang@contoh.invalid"}


@dataclass
class Control:
    """One input, text area or select. `choices`: {value: label} of a select."""

    name: str
    kind: str
    value: str = ""
    required: bool = False
    chosen: bool = False
    placeholder: str = ""
    label: str = ""
    label_id: str = ""
    choices: dict = field(default_factory=dict)


@dataclass
class Form:
    """`method` "get" or "post"; `buttons`: [(text, name, value)]."""

    url: str
    method: str
    multipart: bool
    controls: list[Control] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    def button(self, label):
        return next((button for button in self.buttons if button[0] == label), None)

    def hidden(self, name):
        return next(control.value for control in self.controls if control.name == name)

    def filled(self, answers, button=None):
        """({name: [values]}, {name: [files]}) to send: `answers` by field name over what the page offers; required ones left are made up.

        A choice may be named by its value or the beginning of its label. AssertionError for an answer the page does not ask for.
        """
        answers, data, files = _cells(answers), {}, {}
        for name in dict.fromkeys(control.name for control in self.controls):
            group = [control for control in self.controls if control.name == name]
            given = answers.pop(name, None)
            values = _values(group, given)
            if group[0].kind == "file":
                files[name] = values
            elif values:
                data[name] = values
        assert not answers, (
            f"the form at {self.url} does not ask for {', '.join(answers)}; it asks for {', '.join(c.name for c in self.controls)}"
        )
        if button is not None and button[1]:
            data[button[1]] = [button[2]]
        return data, {name: found for name, found in files.items() if found}

    def send(self, client, answers, label=None):
        """Press the button `label` (the first one if None); the response, not followed."""
        data, files = self.filled(answers, self.button(label) if label else self.buttons[0])
        if self.method == "get":
            return client.get(self.url, data)
        if self.multipart:
            return client.post(self.url, {**data, **files})
        assert not files, f"the form at {self.url} cannot carry files"
        return client.post(self.url, urlencode(data, doseq=True), content_type="application/x-www-form-urlencoded")


def _cells(answers):
    """Rows of a table ([{column: value}]) as the inputs of the page name them: `table-ROW-column`."""
    flat = {}
    for name, value in answers.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            flat |= {f"{name}-{number}-{column}": text for number, row in enumerate(value) for column, text in row.items()}
        else:
            flat[name] = value
    return flat


def _values(group, given):
    first = group[0]
    if first.kind in ("radio", "checkbox"):
        return _ticked(group, given)
    if first.kind == "file":
        return _several(given) if given is not None else [made_up_file()] if first.required else []
    if first.kind == "select":
        return [_option(first.choices, one, first.name) for one in _several(given)] if given is not None else _preset(first)
    if given is not None:
        return _several(given)
    if first.value or not first.required:
        return [first.value]
    return [first.placeholder or TYPED.get(first.kind, "Sesuai kebutuhan")]


def _ticked(group, given):
    if given is not None:
        return [_option({control.value: control.label for control in group}, one, group[0].name) for one in _several(given)]
    chosen = [control.value for control in group if control.chosen]
    return chosen or ([group[0].value] if group[0].required else [])


def _preset(select):
    if select.value:
        return [select.value]
    return [next(value for value in select.choices if value)] if select.required else [""] if "" in select.choices else []


def _option(choices, wanted, name):
    wanted = str(wanted)
    if wanted in choices:
        return wanted
    found = [value for value, label in choices.items() if label.startswith(wanted)]
    assert len(found) == 1, f"{name}: {wanted!r} is not one of {choices}"
    return found[0]


def _several(given):
    return list(given) if isinstance(given, (list, tuple)) else [given]


def made_up_file():
    from tests.tickets.filling import pdf

    return pdf("lampiran.pdf")


class Page:
    """A response as somebody reads it: `status`, `text` (its words), `links` [(label, url)], `forms`."""

    def __init__(self, response, url):
        self.response, self.url, self.status = response, url, response.status_code
        reader = _Reader(url)
        reader.feed(response.content.decode())
        self.text = re.sub(r"\s+", " ", " ".join(reader.words)).strip()
        self.links, self.forms = reader.links, reader.forms
        for form in self.forms:
            for control in form.controls:
                control.label = control.label or reader.labels.get(control.label_id, "")

    def link(self, label):
        """Address of the first link whose words, or spoken label, begin with `label`."""
        found = [url for text, url in self.links if text.startswith(label)]
        assert found, f"no link {label!r} on {self.url}; there are {[text for text, _url in self.links]}"
        return found[0]

    def form(self, label):
        """The form that has a button `label`, or None."""
        return next((form for form in self.forms if form.button(label)), None)


class _Reader(HTMLParser):
    def __init__(self, url):
        super().__init__()
        self.url, self.words, self.links, self.forms, self.labels = url, [], [], [], {}
        self._silent, self._form, self._catching = 0, None, []  # _catching: [(tag, words, done)]

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self._silent += 1
        elif tag == "form":
            self._form = Form(
                urljoin(self.url, given.get("action", "")), given.get("method", "get").lower(), "multipart" in given.get("enctype", "")
            )
            self.forms.append(self._form)
        elif tag == "a" and "href" in given:
            self._catch("a", lambda text: self.links.append((given.get("aria-label", text), urljoin(self.url, given["href"]))))
        elif tag == "label" and "for" in given:
            self._catch("label", lambda text: self.labels.__setitem__(given["for"], text))
        elif self._form is not None:
            self._in_form(tag, given)

    def _in_form(self, tag, given):
        form = self._form
        if tag == "button" and given.get("type", "submit") == "submit":
            self._catch("button", lambda text: form.buttons.append((text, given.get("name", ""), given.get("value", ""))))
        elif tag in ("input", "textarea", "select") and given.get("name") and "disabled" not in given:
            kind = given.get("type", "text") if tag == "input" else tag
            value = given.get("value", "on" if kind == "checkbox" else "")
            control = Control(
                given["name"],
                kind,
                value,
                "required" in given,
                "checked" in given,
                given.get("placeholder", ""),
                label_id=given.get("id", ""),
            )
            form.controls.append(control)
            if tag == "textarea":
                self._catch("textarea", lambda text: setattr(control, "value", text))
        elif tag == "option":
            select, value = form.controls[-1], given.get("value")
            self._catch("option", lambda text: select.choices.__setitem__(text if value is None else value, text))
            if "selected" in given:
                select.value = value

    def handle_endtag(self, tag):
        self._silent -= tag in SILENT
        if tag == "form":
            self._form = None
        if self._catching and self._catching[-1][0] == tag:
            _tag, words, done = self._catching.pop()
            done(re.sub(r"\s+", " ", "".join(words)).strip())

    def handle_data(self, data):
        if self._silent:
            return
        self.words.append(data)
        for _tag, words, _done in self._catching:
            words.append(data)

    def _catch(self, tag, done):
        self._catching.append((tag, [], done))
