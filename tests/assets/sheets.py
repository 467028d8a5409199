"""Files as people send them: rows as XLSX or CSV, and what an export holds."""

import csv
import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assets.models import Import

HEAD = ["No. aset", "Kode barang", "NUP", "Nama barang", "Kondisi", "Lokasi/ruangan", "Nilai perolehan (Rp)", "Garansi sampai"]
PC = ["", "3.10.01.02.001", "1", "PC", "Baik", "", "", ""]


def xlsx(rows, head=HEAD, name="aset.xlsx"):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Aset")
    for row in [head, *rows] if head else rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def text(rows, head=HEAD, name="aset.csv", delimiter=";", encoding="utf-8"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([head, *rows])
    return SimpleUploadedFile(name, out.getvalue().encode(encoding))


def uploaded(client, file, work):
    """The Import of `file`, sent through the page and checked."""
    with work():
        response = client.post(reverse("aset-impor"), {"file": file})
    assert response.status_code == 302, response.content.decode()
    return Import.objects.get(uuid=response["Location"].strip("/").rpartition("/")[2])


def confirmed(client, job, work, **said):
    with work():
        client.post(reverse("aset-impor-catat", args=[job.uuid]), said)
    job.refresh_from_db()
    return job


def counts(job):
    """(new, changed, same, bad)."""
    return job.new, job.changed, job.same, job.bad


def wrong(job):
    """{row: [(column title, value, message)]} of the bad rows."""
    return {row.number: [tuple(told) for told in row.told] for row in job.rows.filter(outcome="salah")}


def exported(client, **query):
    """The file an export answers with, as it could be uploaded again."""
    response = client.get(reverse("aset-ekspor"), query)
    assert response.status_code == 200
    name = response["Content-Disposition"].partition('filename="')[2].rstrip('"')
    return SimpleUploadedFile(name, b"".join(response.streaming_content))


def cells(file, sheet=0):
    """The cells of a workbook, row by row."""
    book = openpyxl.load_workbook(io.BytesIO(file.read()))
    file.seek(0)
    return [[cell.value for cell in row] for row in book.worksheets[sheet].iter_rows()]
