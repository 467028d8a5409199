"""Answers as people read them. A kept answer is canonical JSON (tickets.fields.plain); its field says what it means."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.urls import reverse
from django.utils import dateformat, formats
from django.utils.translation import gettext as _

from ..models import Priority


@dataclass(frozen=True)
class FileLink:
    """A file of a ticket: `url` of its permission-checked download; `size` in bytes."""

    name: str
    url: str
    size: int


@dataclass(frozen=True)
class Shown:
    """One answer: `text`, or a table (`columns`, `rows` of texts), or `files`."""

    code: str
    label: str
    text: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    files: tuple[FileLink, ...] = ()


def shown(field, value, number):
    """The Shown of `value` as the sop.definition.Field `field` means it, on the ticket `number`."""
    if field.kind == "berkas":
        return Shown(field.code, field.label, files=tuple(file_link(number, said) for said in value))
    if field.kind == "tabel":
        columns = tuple(column.label for column in field.columns)
        rows = tuple(tuple(text(column.kind, row.get(column.code)) for column in field.columns) for row in value)
        return Shown(field.code, field.label, columns=columns, rows=rows)
    return Shown(field.code, field.label, text(field.kind, value))


def file_link(number, said):
    """FileLink from what an event keeps of a file: {"token", "name", "size"}."""
    url = reverse("tiket-berkas", args=[number, uuid.UUID(said["token"])])
    return FileLink(said["name"], url, said["size"])


def text(kind, value):
    """`value` of a field of `kind` as one text; "" for none."""
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        return "; ".join(text(kind, item) for item in value)
    if isinstance(value, dict):
        return str(value.get("label", ""))
    return TEXTS.get(kind, str)(value)


def _date(value):
    return dateformat.format(dt.date.fromisoformat(value), "j F Y")


def _time(value):
    return str(value).replace(":", ".")


def _number(value):
    try:
        return formats.number_format(Decimal(str(value)), use_l10n=True)
    except InvalidOperation:
        return str(value)


def _check(value):
    return _("Ya") if value else _("Tidak")


def _priority(value):
    return str(Priority(int(value)).label)


TEXTS = {"tanggal": _date, "jam": _time, "angka": _number, "centang": _check, "prioritas": _priority}


def shown_answers(fields, answers, number):
    """The Shown of every answer in `answers` ({code: value}) that one of `fields` (sop.definition.Field) asks for, in their order."""
    return [shown(field, answers[field.code], number) for field in fields if answers.get(field.code) not in (None, "", [])]


def recorded(ticket):
    """(what the SOP asks to record (pencatatan), all the rest) of a ticket's current answers, without files: two lists of Shown."""
    document = ticket.revision.definition
    asked = {_plain(name): place for place, name in enumerate(document.records)}
    fields = [field for field in ticket.definition.fields.values() if field.kind != "berkas"]
    everything = shown_answers(fields, ticket.answers, ticket.number)
    wanted = sorted((s for s in everything if _plain(s.label) in asked), key=lambda s: asked[_plain(s.label)])
    return wanted, [s for s in everything if _plain(s.label) not in asked]


def _plain(name):
    return " ".join(str(name).lower().split())
