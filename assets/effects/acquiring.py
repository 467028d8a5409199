"""Assets that come: planned by a needs plan, entered when they arrive. One row of a table becomes as many assets as it counts."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.roles import office_day

from .. import services
from ..models import Asset, AssetEvent, Status
from ..places import place_called
from .base import Effect
from .said import Said, date, number

Kind = AssetEvent.Kind
MOST = 200  # assets one step may enter; consumables are no assets
NAME, COUNT = "nama", "jumlah"


@dataclass(frozen=True)
class Unit:
    """One asset a table row asks for: `values` by column of Asset, `place` as text."""

    values: dict
    place: str


def _check(rows_of):
    def check(ticket, answers):
        said = Said(ticket, answers)
        code, rows = rows_of(said)
        counts = [number(row[COUNT]) if row.get(COUNT) else Decimal(1) for row in rows]
        prices = [number(row.get("harga_satuan")) for row in rows]
        place = code if code in said.own else None
        if any(count is None or count < 1 or count != count.to_integral_value() for count in counts):
            return {place: _("Jumlah aset harus bilangan bulat, paling sedikit 1.")}
        if sum(counts) > MOST:
            return {place: _("Paling banyak %d aset sekali catat; barang habis pakai tidak dicatat sebagai aset.") % MOST}
        if any(price is not None and price < 0 for price in prices):
            return {place: _("Harga tidak dapat kurang dari nol.")}
        return {}

    return check


def _needed(said):
    return said.table(NAME, COUNT)


def _received(said):
    return said.table(NAME, among=said.own)


def units(rows):
    """[Unit] of the rows of a table: `jumlah` of each, serial numbers dealt out when there are as many."""
    found = []
    for row in rows:
        count = int(number(row.get(COUNT)) or 1)
        serials = [text.strip() for text in re.split(r"[,;\n]", str(row.get("nomor_seri") or "")) if text.strip()]
        dealt = serials if len(serials) == count else [""] * count if count > 1 else [str(row.get("nomor_seri") or "")]
        for serial in dealt:
            found.append(Unit(_values(row, serial), str(row.get("lokasi") or "")))
    return found


def _values(row, serial):
    price = number(row.get("harga_satuan"))
    values = {
        "name": str(row[NAME])[:150],
        "brand": str(row.get("merk") or "")[:150],
        "specification": str(row.get("spesifikasi") or "")[:4000],
        "serial_number": serial[:100],
        "value": price.quantize(Decimal("0.01")) if price is not None else None,
        "warranty_until": date(row.get("garansi_sampai")),
    }
    return {column: value for column, value in values.items() if value not in (None, "")}


def _of_ticket(ticket):
    """What this ticket planned or received before, locked: a step taken again completes these instead of entering them twice."""
    told = AssetEvent.objects.filter(ticket=ticket, kind__in=(Kind.PLANNED, Kind.RECEIVED))
    return list(Asset.objects.locked().filter(pk__in=told.values("asset")).exclude(status=Status.DISPOSED))


def _taken(pool, unit):
    """Take out of `pool` the asset that `unit` means: of the same name, its own serial number before one without."""
    same = [asset for asset in pool if asset.name.casefold() == unit.values["name"].casefold()]
    serial = unit.values.get("serial_number", "")
    found = next((asset for asset in same if serial and asset.serial_number == serial), None)
    found = found or next((asset for asset in same if not asset.serial_number), same[0] if same else None)
    if found is not None:
        pool.remove(found)
    return found


def _apply_plan(ticket, answers, event):
    said = Said(ticket, answers)
    year = said.text("tahun_anggaran")
    common = {"status": Status.PLANNED, "source": said.text("sumber_anggaran")[:150]}
    note = _("Rencana kebutuhan %s.") % year if year else ""
    pool = _of_ticket(ticket)
    for unit in units(_needed(said)[1]):
        planned = _taken(pool, unit)
        if planned is None:
            services.add(ticket.organisation, common | unit.values, actor=event.actor, kind=Kind.PLANNED, event=event, note=note)
        elif planned.status == Status.PLANNED:
            services.change(planned.pk, common | unit.values, actor=event.actor, kind=Kind.PLANNED, event=event, note=note)


def _apply_receive(ticket, answers, event):
    said = Said(ticket, answers)
    received_on = said.date("tanggal_terima") or office_day(ticket.organisation, event.at)
    document = ", ".join(filter(None, [said.text("nomor_kontrak"), said.text("penyedia")]))
    common = {"acquired_year": received_on.year, "source": said.text("sumber_anggaran")[:150], "contract": document[:150]}
    common |= {"warranty_until": said.date("garansi_sampai")}
    common = {column: value for column, value in common.items() if value not in (None, "")}
    pool = _of_ticket(ticket)
    for unit in units(_received(said)[1]):
        place = place_called(ticket.organisation, unit.place)
        values = common | unit.values | ({"location": place} if place else {})
        known = _taken(pool, unit)
        if known is None:
            values |= {"status": Status.AVAILABLE}
            services.add(ticket.organisation, values, actor=event.actor, kind=Kind.RECEIVED, event=event)
        else:
            values |= {"status": Status.AVAILABLE if known.status == Status.PLANNED else known.status}
            services.change(known.pk, values, actor=event.actor, kind=Kind.RECEIVED, event=event)


plan = Effect(_check(_needed), _apply_plan)
receive = Effect(_check(_received), _apply_receive)
