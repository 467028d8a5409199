"""KIB B (Kartu Inventaris Barang, Peralatan dan Mesin): the sixteen columns of the form, under the office's letterhead."""

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.letterhead import letterhead

from ..models import Kind, Status
from .writing import MONEY, assets_of, bold, plain_text, widths

# Software, licences and data are intangible: they stand in no KIB B. What is only planned or disposed of is no good of the office.
TANGIBLE = (Kind.HARDWARE, Kind.SERVER)
WIDTHS = (7, 24, 32, 12, 26, 12, 12, 11, 20, 12, 12, 12, 12, 24, 20, 40)


def titles():
    return [
        _("No. Urut"), _("Kode Barang"), _("Nama Barang/Jenis Barang"), _("Nomor Register"), _("Merk/Type"), _("Ukuran/CC"), _("Bahan"),
        _("Tahun Pembelian"), _("Nomor Pabrik"), _("Nomor Rangka"), _("Nomor Mesin"), _("Nomor Polisi"), _("Nomor BPKB"),
        _("Asal Usul/Cara Perolehan"), _("Harga (Rp)"), _("Keterangan"),
    ]  # fmt: skip


def of(found):
    """Those of the assets `found` that belong into a KIB B, in the order of their numbers."""
    registered = found.filter(kind__in=TANGIBLE).exclude(code="").exclude(status__in=(Status.PLANNED, Status.DISPOSED))
    return registered.order_by("code", "register_number", "pk")


def write(target, organisation, found):
    """Write the KIB B of `found` as a workbook to `target` (path or binary file)."""
    from openpyxl import Workbook

    with translation.override("id"):
        book = Workbook(write_only=True)
        sheet = book.create_sheet("KIB B")
        widths(sheet, WIDTHS)
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
        for line in _head(organisation):
            sheet.append(bold(sheet, [line]) if line else [])
        sheet.append(bold(sheet, titles()))
        sheet.append(list(range(1, len(WIDTHS) + 1)))
        total = 0
        for place, asset in enumerate(assets_of(of(found)), 1):
            total += asset.value or 0
            sheet.append(_row(sheet, place, asset))
        sheet.append([*bold(sheet, [_("Jumlah")]), *[None] * 13, _money(sheet, total)])
        book.save(target)


def _head(organisation):
    head = letterhead(organisation)
    lines = [head["line_1"], head["line_2"], head["address"], head["reach"]]
    return [*filter(None, lines), "", _("KARTU INVENTARIS BARANG (KIB) B"), _("PERALATAN DAN MESIN"), _("No. Kode Lokasi: …………………………"), ""]


def _row(sheet, place, asset):
    # Size, material, and the four numbers of vehicles are not kept of IT devices.
    texts = [asset.code, asset.name, asset.register_number, asset.brand, "", ""]
    after = [asset.serial_number, "", "", "", "", asset.source]
    return [
        place,
        *[plain_text(sheet, text) if text else None for text in texts],
        asset.acquired_year,
        *[plain_text(sheet, text) if text else None for text in after],
        _money(sheet, asset.value),
        plain_text(sheet, asset.note),
    ]


def _money(sheet, value):
    from openpyxl.cell import WriteOnlyCell

    if value is None:
        return None
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = MONEY
    return cell
