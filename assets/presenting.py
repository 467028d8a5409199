"""The history of an asset as people read it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from sop.registry import LETTER_KINDS
from tickets.models import Ticket
from tickets.presenting.answers import TEXTS

from . import extras
from .models import Asset, AssetEvent, Condition, Kind, Status

MOST = 100
ICONS = {
    AssetEvent.Kind.RECORDED: "plus", AssetEvent.Kind.EDITED: "pencil", AssetEvent.Kind.PLANNED: "clipboard-list", AssetEvent.Kind.RECEIVED: "package",
    AssetEvent.Kind.MOVED: "truck", AssetEvent.Kind.HANDED_OVER: "user-check", AssetEvent.Kind.RETURNED: "arrow-back-up",
    AssetEvent.Kind.REPAIR_BEGUN: "tool", AssetEvent.Kind.REPAIRED: "circle-check", AssetEvent.Kind.WITHDRAWN: "door-exit",
    AssetEvent.Kind.DISPOSAL_PROPOSED: "alert-triangle", AssetEvent.Kind.DISPOSAL_APPROVED: "rubber-stamp", AssetEvent.Kind.DISPOSED: "trash",
    AssetEvent.Kind.NOTED: "notes", AssetEvent.Kind.RELEASED: "rotate-2", AssetEvent.Kind.PHOTO: "photo",
}  # fmt: skip
TONES = {
    AssetEvent.Kind.REPAIRED: "done", AssetEvent.Kind.RECEIVED: "done", AssetEvent.Kind.HANDED_OVER: "act", AssetEvent.Kind.MOVED: "act",
    AssetEvent.Kind.REPAIR_BEGUN: "held", AssetEvent.Kind.DISPOSED: "late", AssetEvent.Kind.DISPOSAL_APPROVED: "deviation",
    AssetEvent.Kind.DISPOSAL_PROPOSED: "deviation",
}  # fmt: skip
CHOICES = {"status": Status, "condition": Condition, "kind": Kind}


@dataclass(frozen=True)
class Change:
    """`label`: of the column; `before`, `after`: texts, "" for nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One line of the history. `ticket`: the Ticket if the reader may see it; `note` is told only then."""

    event: AssetEvent
    icon: str
    tone: str
    changes: list[Change]
    letters: list[str]
    ticket: Ticket | None
    note: str

    @property
    def cost(self):
        return rupiah(self.event.cost) if self.event.cost is not None else ""


def history(asset, user):
    """[Entry], the newest first, at most MOST. Two queries."""
    events = list(asset.events.select_related("actor", "on_behalf_of").order_by("-pk")[:MOST])
    ids = {event.ticket_id for event in events if event.ticket_id}
    seen = Ticket.objects.visible_to(user).defer("words", "answers").in_bulk(ids) if ids else {}
    return [_entry(asset, event, seen) for event in events]


def _entry(asset, event, seen):
    ticket = seen.get(event.ticket_id)
    return Entry(
        event,
        ICONS.get(event.kind, "point"),
        TONES.get(event.kind, ""),
        [change for name, values in event.changes.items() for change in _changes(asset, name, values)],
        [LETTER_KINDS.get(kind, kind) for kind in event.letters],
        ticket,
        event.note if ticket is not None or event.ticket_id is None else "",
    )


def _changes(asset, name, values):
    before, after = values
    if name == "extra":
        labels = {question.code: question.label for question in extras.questions(asset.category)}
        before, after = before or {}, after or {}
        codes = [code for code in {**before, **after} if before.get(code) != after.get(code)]
        return [Change(labels.get(code, code), _plain(before.get(code)), _plain(after.get(code))) for code in codes]
    label = str(Asset._meta.get_field(name).verbose_name)
    return [Change(label[:1].upper() + label[1:], shown(name, before), shown(name, after))]


def shown(name, value):
    """The text of a kept `value` of the column `name`."""
    if value in (None, ""):
        return ""
    if isinstance(value, dict):
        return str(value.get("label", ""))
    if name in CHOICES:
        return str(dict(CHOICES[name].choices).get(value, value))
    if name == "value":
        return rupiah(value)
    if name in ("warranty_until", "decree_date"):
        return TEXTS["tanggal"](value)
    return str(value)


def _plain(value):
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    return "" if value is None else str(value)


def rupiah(value):
    """`Rp 1.250.000`; cents only where there are any."""
    amount = Decimal(str(value))
    return "Rp " + formats.number_format(
        amount, decimal_pos=0 if amount == amount.to_integral_value() else 2, use_l10n=True, force_grouping=True
    )


def row(asset):
    """{column code: text}: an asset in a table of a SOP's form."""
    return {
        "nama": asset.name,
        "perangkat": asset.name,
        "merk": asset.brand,
        "kode_barang": asset.full_code or asset.serial_number,
        "nomor_seri": asset.serial_number,
        "jumlah": "1",
        "tahun": str(asset.acquired_year or ""),
        "kondisi": str(asset.get_condition_display()),
    }
