"""The register goes out as XLSX, CSV and KIB B, and files of all kinds come in without harm."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from assets import services
from assets.exchange.cells import Formula, canonical
from assets.exchange.columns import Column
from assets.exchange.lookup import BadCell
from assets.models import Asset, Import
from tests.tickets.browsing import text_of

from .sheets import HEAD, PC, cells, counts, exported, text, uploaded, wrong, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(as_person):
    return as_person("admin.bps")


@pytest.fixture
def bring(keeper, work):
    return lambda file: uploaded(keeper, file, work)


def failed(job):
    assert (job.state, job.to_apply) == ("gagal", 0)
    return job.error


# Out


def test_the_export_holds_what_the_list_shows_and_no_formula(laptop, new_asset, offices, keeper):
    new_asset(offices["diskominfo-karanganyar"], "Milik kantor lain")
    printer = new_asset(laptop.organisation, '=HYPERLINK("http://x")', brand="\uff1d1", unit="+62", note="@SUM(1)", condition="RB")

    file = exported(keeper, kondisi="RB")

    head, row = cells(file)
    assert row[0] == f"#{printer.pk}"
    assert "Petunjuk" in openpyxl.load_workbook(io.BytesIO(file.read())).sheetnames
    file.seek(0)
    book = openpyxl.load_workbook(io.BytesIO(file.read()))
    assert [cell.coordinate for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "f"] == []
    assert row[head.index("Nama barang")].startswith("'=")
    assert row[head.index("Merk/tipe")].startswith("'")
    lines = exported(keeper, kondisi="RB", bentuk="csv").read().decode()
    assert lines.startswith("\ufeffNo. aset;")
    assert ";@" not in lines
    assert "Milik kantor lain" not in exported(keeper, bentuk="csv").read().decode()


def test_numbers_and_dates_are_numbers_and_dates(laptop, keeper):
    services.change(laptop.pk, {"value": "12500000.5", "acquired_year": 2024, "warranty_until": "2027-01-31"}, kind="diubah", actor=None)
    head, row = cells(exported(keeper))
    assert row[head.index("Nilai perolehan (Rp)")] == 12500000.5
    assert row[head.index("Tahun perolehan")] == 2024
    assert row[head.index("Garansi sampai")].isoformat().startswith("2027-01-31")
    assert row[head.index("Kode barang")] == "3.10.01.02.002"
    assert ";12500000,5;" in exported(keeper, bentuk="csv").read().decode()


def test_a_kib_b_has_the_sixteen_columns_and_what_belongs_there(laptop, new_asset, keeper, bring):
    office = laptop.organisation
    services.change(laptop.pk, {"value": 1000, "source": "DIPA 2024", "serial_number": "PF3X"}, kind="diubah", actor=None)
    new_asset(office, "Lisensi", kind="lisensi")
    new_asset(office, "Belum ada", status="diusulkan")

    file = exported(keeper, bentuk="kib-b")

    rows = cells(file)
    at = next(place for place, row in enumerate(rows) if row[0] == "No. Urut")
    assert any(row[0] == "KARTU INVENTARIS BARANG (KIB) B" for row in rows[:at])
    assert [row[0] for row in rows[:at]][:1] == [office.head_line_1 or office.name]
    assert len(rows[at]) == 16
    assert rows[at + 1] == list(range(1, 17))
    assert rows[at + 2] == [
        1, laptop.code, "Laptop", "0007", "Lenovo T14", None, None, None, "PF3X", None, None, None, None, "DIPA 2024", 1000, None,
    ]  # fmt: skip
    assert (rows[at + 3][0], rows[at + 3][14]) == ("Jumlah", 1000)
    assert len(rows) == at + 4
    job = bring(file)
    assert counts(job) == (0, 0, 1, 0)
    assert any(sentence.startswith(f"Baris {at + 4} tidak memuat") for sentence in job.passed_over)


def test_a_list_too_long_for_a_workbook_is_offered_as_csv(laptop, keeper, monkeypatch):
    monkeypatch.setattr("assets.exchange.views.MOST_IN_WORKBOOK", 0)
    response = keeper.get(reverse("aset-ekspor"), {"q": "laptop"}, follow=True)
    assert "ambil sebagai CSV" in text_of(response)
    assert "Laptop" in exported(keeper, bentuk="csv").read().decode()


def test_the_example_is_empty_and_explains_itself(laptop, keeper, bring):
    file = exported(keeper, contoh="ya")
    assert len(cells(file)) == 1
    assert ["Kondisi", "Baik, Rusak ringan, Rusak berat"] in cells(file, 1)
    assert counts(bring(file)) == (0, 0, 0, 0)


# In: cells


@pytest.mark.parametrize(
    ("shape", "raw", "said"),
    [
        ("number", "12.500.000,50", "12500000.5"),
        ("number", "Rp 12.500.000,-", "12500000"),
        ("number", "12.500", "12500"),
        ("number", "12,5", "12.5"),
        ("number", "12.50", "12.5"),
        ("number", "1,250,000.00", "1250000"),
        ("number", 1250000.0, "1250000"),
        ("number", "0", "0"),
        ("date", "31/12/2026", "2026-12-31"),
        ("date", "31-12-2026", "2026-12-31"),
        ("date", "31 Desember 2026", "2026-12-31"),
        ("date", "1 Agt 2026", "2026-08-01"),
        ("date", "2026-12-31", "2026-12-31"),
        ("tick", "Ya", "ya"),
        ("tick", True, "ya"),
        ("tick", "tidak", "tidak"),
        ("text", " dua\r\nbaris ", "dua\nbaris"),
        ("text", "'=1+1", "=1+1"),
        ("text", "'biasa", "'biasa"),
        ("text", "a\x00b", "ab"),
        ("text", 2024.0, "2024"),
        ("text", None, ""),
    ],
)
def test_cells_as_people_write_them(shape, raw, said):
    assert canonical(Column("note", "Kolom", shape, 1), raw) == said


@pytest.mark.parametrize(
    ("shape", "raw"),
    [
        ("number", "1.25.000"), ("number", "1,250,00"), ("number", "banyak"), ("number", "1e5"), ("date", "31/02/2026"), ("date", "Desember"),
        ("date", "12/2026"), ("tick", "mungkin"), ("text", Formula()), ("text", "x" * 5001),
    ],
)  # fmt: skip
def test_cells_that_say_nothing_for_sure(shape, raw):
    with pytest.raises(BadCell):
        canonical(Column("note", "Kolom", shape, 1), raw)


def test_a_formula_is_no_value_and_never_empties_what_is_there(laptop, bring):
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    book.active.append([f"#{laptop.pk}", laptop.code, "7", "Laptop", "=A1", "R. TU", "=1+1", ""])
    out = io.BytesIO()
    book.save(out)
    job = bring(SimpleUploadedFile("rumus.xlsx", out.getvalue()))
    assert [title for title, *_rest in wrong(job)[2]] == ["Kondisi", "Nilai perolehan (Rp)"]
    assert "rumus" in wrong(job)[2][0][2]


# In: files


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8"), (",", "utf-8-sig"), ("\t", "cp1252")])
def test_csv_of_any_program(bring, delimiter, encoding):
    job = bring(text([["", "3.1", "1", "Café", "Baik", "", "1.000", "1/2/2027"]], delimiter=delimiter, encoding=encoding))
    assert counts(job) == (1, 0, 0, 0)
    assert job.rows.get().values["name"] == "Café"


def test_titles_may_stand_below_a_letterhead_and_unknown_ones_are_told(bring):
    rows = [
        ["PEMERINTAH KABUPATEN"],
        [],
        ["NO", "Nama Barang", "KODE BARANG", "Nomor Register", "Warna"],
        [1, 2, 3, 4, 5],
        [1, "PC", "3.1", 1, "hitam"],
    ]
    job = bring(xlsx(rows, head=None))
    assert counts(job) == (1, 0, 0, 0)
    assert job.rows.get().number == 5
    assert job.passed_over == ["Kolom “NO” tidak dikenal dan tidak dibaca.", "Kolom “Warna” tidak dikenal dan tidak dibaca."]


def packed(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def with_entities():
    source = io.BytesIO(xlsx([PC]).read())
    out = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                content = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' + content.partition(b"?>")[2]
            new.writestr(entry, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xlsx", packed(apa=b"x"), "bukan buku kerja XLSX"),
        ("a.xlsx", b"PK\x03\x04" + b"\x00" * 60, "bukan buku kerja XLSX"),
        ("a.xlsx", packed(xl__sharedStrings=b"a" * (61 * 1024 * 1024)), "terlalu besar"),
        ("a.xlsx", with_entities(), "tidak diterima"),
        ("a.xlsx", b"\x00\x01\x02", "bukan XLSX atau CSV"),
        ("a.csv", b"satu;dua\ntiga;empat\n", "baris judul"),
        ("a.csv", b"\xff\xfe\xfa;\n" * 50, "baris judul"),
        ("a.csv", b"Nama barang;Kode barang;Kode\nPC;1;2\n", "ada dua kali"),
        ("a.csv", b'Nama barang;Kode barang\n"' + b"x" * 200_000 + b'";1\n', "tidak dapat dibaca"),
    ],
    ids=range(9),
)
def test_what_is_no_table_of_assets_is_said_so(bring, keeper, name, content, message):
    job = bring(SimpleUploadedFile(name, content))
    assert message in failed(job)
    assert message in text_of(keeper.get(job.get_absolute_url()))


@pytest.mark.parametrize(("name", "content"), [("a.pdf", b"%PDF-1.4"), ("a.xlsx", b""), ("a.csv", b"x" * (11 * 1024 * 1024))])
def test_what_is_refused_at_the_door(keeper, name, content):
    assert keeper.post(reverse("aset-impor"), {"file": SimpleUploadedFile(name, content)}).status_code == 422
    assert not Import.objects.exists()


def test_more_rows_than_a_register_has(bring, monkeypatch):
    monkeypatch.setattr("assets.exchange.reading.MOST_ROWS", 3)
    assert "lebih dari 3 baris" in failed(bring(text([PC] * 4)))


def test_an_import_that_kills_its_worker_is_given_up(bring, keeper, work, monkeypatch):
    monkeypatch.setattr("assets.exchange.jobs.check", lambda job: 1 / 0)
    job = bring(xlsx([PC]))
    from assets.exchange import jobs

    for _attempt in range(3):
        jobs.carry_on(job.pk)
    job.refresh_from_db()
    assert "ZeroDivisionError" in failed(job)


# The command


def test_the_command_exports_checks_and_imports(laptop, people, tmp_path, capsys):
    path = tmp_path / "aset.csv"
    call_command("aset", "export", path, instansi="bps-bengkulu")
    path.write_text(path.read_text(encoding="utf-8") + ";;;3.1;1;Baru\n", encoding="utf-8")

    call_command("aset", "import", path, "--dry-run", instansi="bps-bengkulu")
    assert "1 baru, 0 berubah, 1 sama, 0 salah." in capsys.readouterr().out
    assert not Import.objects.exists()
    assert Asset.objects.count() == 1

    call_command("aset", "import", path, "--oleh", "admin.bps", instansi="bps-bengkulu")
    assert Asset.objects.get(name="Baru").changed_by.username == "admin.bps"
    call_command("aset", "export", tmp_path / "kib.xlsx", "--kib-b", instansi="bps-bengkulu")
    assert (tmp_path / "kib.xlsx").read_bytes()[:2] == b"PK"


def test_the_command_says_what_is_wrong_and_writes_nothing(offices, people, tmp_path, capsys):
    path = tmp_path / "aset.csv"
    path.write_text("Nama barang;Kode barang;NUP\nPC;3.1;1\nTanpa nomor;;\n")
    with pytest.raises(CommandError, match="Tidak ada yang dicatat"):
        call_command("aset", "import", path, instansi="bps-bengkulu")
    assert "Baris 3, Kode barang “”: Wajib diisi." in capsys.readouterr().err
    assert not Asset.objects.exists()
    call_command("aset", "import", path, "--lewati-salah", instansi="bps-bengkulu")
    assert Asset.objects.get().name == "PC"
    for arguments in (["import", "tidak-ada.csv"], ["import", path, "--oleh", "hantu"]):
        with pytest.raises(CommandError):
            call_command("aset", *arguments, instansi="bps-bengkulu")
    with pytest.raises(CommandError, match="Yang ada"):
        call_command("aset", "export", path, instansi="lain")
