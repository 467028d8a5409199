"""The register as XLSX and CSV, row by row: what comes out goes in again and changes nothing. No cell is a formula."""

import csv
import datetime as dt
import io
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from accounts import cells

from . import columns as cols
from .lookup import People

CHUNK = 500
BOM = "\ufeff"  # so that Excel takes the file for UTF-8
DATE, MONEY = "dd/mm/yyyy", "#,##0.00"


def assets_of(found):
    """The assets of a queryset in its order, some hundreds at a time, with all that a row needs."""
    return found.select_related("location", "holder", "category", "parent").iterator(chunk_size=CHUNK)


def csv_lines(organisation, found):
    """Yield the lines of the register as CSV for an Indonesian Excel: semicolons, decimal commas, days first."""
    columns, people = cols.columns(organisation), People(organisation)
    writer = csv.writer(Echo(), delimiter=";")
    yield BOM + writer.writerow([column.title for column in columns])
    for asset in assets_of(found):
        with translation.override("id"):
            line = [cells.text(cols.shown(column, cols.said(column, asset, people))) for column in columns]
        yield writer.writerow(line)


def write_xlsx(target, organisation, found):
    """Write the register as a workbook to `target` (path or binary file): the table, and a sheet that says how to fill it in."""
    from openpyxl import Workbook

    with translation.override("id"):
        columns, people = cols.columns(organisation), People(organisation)
        book = Workbook(write_only=True)
        sheet = book.create_sheet(_("Aset"))
        widths(sheet, [column.width for column in columns])
        sheet.freeze_panes = "A2"
        sheet.append(bold(sheet, [column.title for column in columns]))
        for asset in assets_of(found):
            sheet.append([_cell(sheet, column, cols.said(column, asset, people)) for column in columns])
        _guide(book, columns)
        book.save(target)


def _cell(sheet, column, text):
    from openpyxl.cell import WriteOnlyCell

    if not text:
        return None
    if column.shape == "number":
        number = Decimal(text)
        cell = WriteOnlyCell(sheet, int(number) if number == number.to_integral_value() else number)
        if column.name == "value":
            cell.number_format = MONEY
        return cell
    if column.shape == "date":
        cell = WriteOnlyCell(sheet, dt.date.fromisoformat(text))
        cell.number_format = DATE
        return cell
    return plain_text(sheet, cols.shown(column, text))


def plain_text(sheet, text):
    """A cell that holds `text` and stays text: a kode barang of digits is no number."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, cells.text(text))
    cell.number_format = "@"
    return cell


def _guide(book, columns):
    """A second sheet with what may stand in each column."""
    sheet = book.create_sheet(_("Petunjuk"))
    widths(sheet, (28, 110))
    sheet.append(bold(sheet, [_("Kolom"), _("Isi")]))
    for column in columns:
        sheet.append([plain_text(sheet, column.title), plain_text(sheet, _help(column))])


def _help(column):
    known = {
        "id": _("Diisi portal. Biarkan apa adanya; kosongkan untuk aset baru."),
        "name": _("Wajib diisi."),
        "code": _("Bersama NUP/nomor register mengenali asetnya. Wajib, kecuali aset yang baru diusulkan."),
        "location": _("Ditulis lengkap dari gedungnya, misalnya “Gedung A / Ruang Server”. Yang belum ada dibuat saat diimpor."),
        "holder": _("Nama orang yang punya akun di portal. Bila namanya tidak hanya satu, tambahkan nama pengguna dalam kurung."),
        "category": _("Nama kategori yang sudah ada pada halaman Kategori."),
        "parent": _("Kode barang dan NUP induknya, misalnya 3.10.01.02.002-0007. Baris induk berada di atas bagiannya."),
        "decree_number": _("Dicatat oleh prosedur penghapusan; tidak dapat diimpor."),
        "decree_date": _("Dicatat oleh prosedur penghapusan; tidak dapat diimpor."),
    }
    if column.name in known:
        return known[column.name]
    if column.shape == "choice":
        return ", ".join(str(label) for _code, label in cols.CHOICES[column.name].choices)
    shapes = {"number": _("Angka, misalnya 12500000."), "date": _("Tanggal, misalnya 31/12/2026."), "tick": _("Ya atau Tidak.")}
    return shapes.get(column.shape, _("Teks."))


def bold(sheet, titles):
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    made = []
    for title in titles:
        cell = WriteOnlyCell(sheet, cells.text(title))
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        made.append(cell)
    return made


def widths(sheet, widths):
    from openpyxl.utils import get_column_letter

    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width


class Echo(io.TextIOBase):
    """A file that gives back what is written to it."""

    def write(self, line):
        return line
