"""An uploaded XLSX or CSV as rows of cells, read as a stream: a file of any size costs the memory of some rows."""

import codecs
import csv
import io
import re
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .cells import Formula, written

MOST_ROWS = 50_000
MOST_COLUMNS = 200
HEAD_WITHIN = 30  # rows before the titles: a letterhead
EMPTY_ENDS = 2_000  # as many empty rows, and the table is over
UNPACKED = 300 * 1024 * 1024  # bytes of a workbook; ten thousand assets take 15 MB
SHARED_TEXTS = 60 * 1024 * 1024  # bytes: the part of a workbook that is held in memory
LEAST_TITLES = 2
NAMING = ("id", "code", "register_number", "name", "serial_number")  # a row with none of these is no asset


class CannotRead(Exception):
    """Why a file cannot be read as a table of assets, and what to do."""


@dataclass
class Table:
    """`columns`: {place in the row: Column}; `unknown`: titles nobody knows; `length`: rows at most.

    `rows`: iterator of (number as the spreadsheet counts, {Column: raw}); while it goes on, `nameless` collects the numbers of rows that
    name nothing, such as sums and signatures under the table.
    """

    columns: dict
    unknown: list
    length: int
    rows: object = None
    nameless: list = field(default_factory=list)


@contextmanager
def opened(file, columns):
    """The Table in `file` (open, binary) whose titles are those of `columns`, or CannotRead. Rows are read while they are asked for."""
    file.seek(0)
    if file.read(4) == b"PK\x03\x04":
        book = _workbook(file)
        try:
            sheet = book.worksheets[0]
            yield _table(_of_sheet(sheet), columns, min(sheet.max_row or 0, MOST_ROWS))
        finally:
            book.close()
    else:
        text, length = _text_of(file)
        try:
            yield _table(_of_lines(text), columns, length)
        finally:
            text.detach()


def _table(lines, columns, length):
    titles = {}
    for column in columns:
        for title in (column.title, *column.aliases):
            titles.setdefault(_plain(title), column)
    for number, cells in lines:
        found = {
            place: titles[_plain(written(raw))] for place, raw in enumerate(cells) if raw is not None and _plain(written(raw)) in titles
        }
        names = {column.name for column in found.values()}
        if "name" in names or ("id" in names and len(names) >= LEAST_TITLES):
            return _started(number, cells, found, lines, length)
        if number >= HEAD_WITHIN:
            break
    raise CannotRead(_("Tidak ditemukan baris judul dengan kolom “Nama barang”. Mulailah dari berkas contoh, lalu isi di bawah judulnya."))


def _started(head, cells, found, lines, length):
    twice = {column.title for column in found.values() if list(found.values()).count(column) > 1}
    if twice:
        raise CannotRead(_("Kolom “%s” ada dua kali. Hapus salah satu, lalu unggah lagi.") % sorted(twice)[0])
    unknown = [written(raw)[:100] for place, raw in enumerate(cells) if place not in found and raw is not None and written(raw)]
    table = Table(found, unknown[:50], max(length - head, 1))
    table.rows = _rows(table, lines, head)
    return table


def _rows(table, lines, head):
    count, naming = 0, [column for column in table.columns.values() if column.name in NAMING]
    for number, cells in lines:
        row = {column: cells[place] if place < len(cells) else None for place, column in table.columns.items()}
        if all(raw is None or (isinstance(raw, str) and not raw.strip()) for raw in row.values()):
            continue
        if number == head + 1 and _is_numbering(cells):
            continue
        if all(row[column] is None or not written(row[column]) for column in naming):
            table.nameless.append(number)
            continue
        count += 1
        if count > MOST_ROWS:
            raise CannotRead(_("Berkas ini lebih dari %d baris. Bagi menjadi beberapa berkas.") % MOST_ROWS)
        yield number, row


def _is_numbering(cells):
    """The row `1 2 3 …` that official forms have under their titles."""
    said = [written(raw) for raw in cells if raw is not None and written(raw)]
    return len(said) > 2 and said == [str(place) for place in range(1, len(said) + 1)]


def _plain(title):
    return re.sub(r"[^0-9a-z/:]+", " ", re.sub(r"\(rp\.?\)", " ", str(title).casefold())).strip()


# Workbooks


def _workbook(file):
    import openpyxl

    try:
        _require_harmless(file)
        file.seek(0)
        book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
        if not book.worksheets:
            raise CannotRead(_("Buku kerja ini tidak berisi lembar."))
        return book
    except CannotRead:
        raise
    except Exception as error:  # whatever the parser makes of what somebody sent
        raise CannotRead(_("Berkas ini bukan buku kerja XLSX yang utuh. Buka, simpan ulang sebagai XLSX, lalu unggah lagi.")) from error


def _require_harmless(file):
    """No workbook that unpacks to more than a register can be, and none with a document type (whose entities may grow)."""
    with zipfile.ZipFile(file) as packed:
        entries = packed.infolist()
        shared = sum(entry.file_size for entry in entries if not entry.filename.startswith("xl/worksheets/"))
        if len(entries) > 1000 or sum(entry.file_size for entry in entries) > UNPACKED or shared > SHARED_TEXTS:
            raise CannotRead(_("Buku kerja ini terlalu besar. Simpan hanya lembar daftar asetnya, tanpa gambar, lalu unggah lagi."))
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")):
                with packed.open(entry) as part:
                    if b"<!DOCTYPE" in part.read(2048):
                        raise CannotRead(
                            _("Buku kerja ini memuat bagian yang tidak diterima. Simpan ulang sebagai XLSX, lalu unggah lagi.")
                        )


def _of_sheet(sheet):
    empty = 0
    try:
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
            row = [Formula() if cell.data_type == "f" else cell.value for cell in cells]
            empty = 0 if any(value is not None for value in row) else empty + 1
            if empty > EMPTY_ENDS:
                return
            yield number, row
    except CannotRead:
        raise
    except Exception as error:  # a sheet broken further down
        raise CannotRead(_("Berkas ini bukan buku kerja XLSX yang utuh. Buka, simpan ulang sebagai XLSX, lalu unggah lagi.")) from error


# Text


def _text_of(file):
    """(text stream, number of lines) of a CSV in UTF-8, or as older programs write it."""
    file.seek(0)
    decoder, encoding, lines = codecs.getincrementaldecoder("utf-8")(), "utf-8-sig", 1
    while chunk := file.read(1 << 16):
        lines += chunk.count(b"\n")
        if b"\x00" in chunk:
            raise CannotRead(_("Berkas ini bukan XLSX atau CSV. Simpan daftarnya sebagai XLSX, lalu unggah lagi."))
        if encoding != "cp1252":
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                encoding = "cp1252"
    file.seek(0)
    return io.TextIOWrapper(file, encoding=encoding, errors="replace", newline=""), lines


def _of_lines(text):
    start = text.read(20_000)
    # The first line with two cells or more is the one that shows what parts them.
    head = next((line for line in start.splitlines() if re.search(r"[;,\t]", line)), "")
    delimiter = max(";\t,", key=head.count)
    text.seek(0)
    try:
        for number, row in enumerate(csv.reader(text, delimiter=delimiter), 1):
            yield number, [cell or None for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise CannotRead(_("Baris %d tidak dapat dibaca. Periksa tanda kutipnya, atau simpan sebagai XLSX.") % (number + 1)) from error
