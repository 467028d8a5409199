"""CSV, JSON and XLSX: real numbers, dates and lengths, nothing that a program takes for a formula; the command writes the same."""

import csv
import datetime as dt
import io
import json

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts import cells
from reports import jobs, register, sheets
from reports.figures import Period, build
from reports.models import Job
from tickets.models import Ticket

from .conftest import NOVEMBER
from .test_pages import client_of

FORMULAS = ["=1+1", '=HYPERLINK("http://x")', "+62811", "-2+3", "@SUM(A1)", "\t=1", " =1", "|calc", "%0A"]
FORMULAS += [
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(A1)",
    "\tteks",
    "\rteks",
    "\u200b=1",
    "\ufeff=1",
    "\u2060\u00a0-1",
    "\u200d\uff1d1",
]


@pytest.fixture
def office(story):
    return story.procedure.organisation


@pytest.fixture
def november(office):
    return Period.parse(NOVEMBER, office.zone)


def rows_of(book, sheet):
    return [[cell.value for cell in row] for row in book[sheet].iter_rows()]


@pytest.fixture
def book(office, november, tmp_path):
    path = tmp_path / "laporan.xlsx"
    sheets.write(path, office, november, build(office, november))
    return openpyxl.load_workbook(path)


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_like_a_formula_wears_an_apostrophe(text):
    assert cells.text(text).startswith("'")


@pytest.mark.parametrize("text", ["Wi-Fi lambat", "10 menit", "", "A=B", "\u200bteks", "１０"])
def test_other_texts_stay_as_they_are(text):
    assert cells.text(text) == text


@pytest.mark.django_db
def test_no_cell_of_any_file_is_a_formula(office, november, tmp_path, people):
    first = Ticket.objects.filter(organisation=office).first()
    Ticket.objects.filter(pk=first.pk).update(subject='=HYPERLINK("http://x","klik")\x01', requester_name="@SUM(1)", requester_unit="-1")
    type(office).objects.filter(pk=office.pk).update(name="=Kantor")
    office.refresh_from_db()

    lines = list(csv.reader(io.StringIO("".join(register.csv_lines(office, november)))))
    sheets.write(tmp_path / "l.xlsx", office, november, build(office, november))
    book = openpyxl.load_workbook(tmp_path / "l.xlsx")

    values = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in values if cell.data_type == "f"] == []
    texts = [cell.value for cell in values if isinstance(cell.value, str)] + [text for line in lines for text in line]
    assert [text for text in texts if text.startswith(("=", "+", "-", "@"))] == []
    assert any(text.startswith("'=HYPERLINK") for text in texts)


@pytest.mark.django_db
def test_the_workbook_holds_what_the_page_says(book, office, november):
    figures = build(office, november)

    assert book.sheetnames == ["Ringkasan", "Per layanan", "Per langkah", "Terlewat", "Teknisi", "Masalah", "SKM", "Tiket"]
    summary = {row[0]: row[1] for row in rows_of(book, "Ringkasan") if row[0]}
    assert summary["Tiket diterima"] == figures.flow.received == 3
    assert summary["Bagian tepat waktu"] == pytest.approx(figures.keeping.kept / figures.keeping.judged)
    assert len(rows_of(book, "Terlewat")) - 1 == figures.keeping.missed > 0
    assert len(rows_of(book, "Per langkah")) - 1 == len(figures.steps) == 6


@pytest.mark.django_db
def test_lengths_and_moments_are_real_ones(book, office, november):
    head, *tickets = book["Tiket"].iter_rows()
    at = {cell.value: place for place, cell in enumerate(head)}

    opened, worked = tickets[0][at["Diterima"]], tickets[0][at["Lama langkah"]]

    assert opened.value == dt.datetime(2026, 11, 16, 8, 0)  # of the office's own clock
    assert opened.is_date
    assert isinstance(worked.value, dt.timedelta)
    assert worked.number_format == "[h]:mm"
    row = next(row for row in book["Per langkah"].iter_rows(min_row=2) if row[1].value == "2")
    assert row[8].value == dt.timedelta(seconds=next(s for s in build(office, november).steps if s.step == "2").median)
    assert row[7].number_format == "0.0%"


@pytest.mark.django_db
def test_the_register_is_read_in_pieces_and_whole(office, november, monkeypatch):
    whole = list(register.entries(office, november))
    monkeypatch.setattr(register, "CHUNK", 1)

    assert list(register.entries(office, november)) == whole
    assert len(whole) == register.size(office, november) == 3
    assert [entry.missed for entry in whole] == [0, 1, 1]


@pytest.mark.django_db
def test_files_at_once(story, people):
    client = client_of(people["admin.bps"])

    table = client.get(reverse("laporan-csv"), {"periode": NOVEMBER})
    figures = client.get(reverse("laporan-json"), {"periode": NOVEMBER})

    lines = list(csv.DictReader(io.StringIO(b"".join(table.streaming_content).decode())))
    assert [line["Nomor"] for line in lines] == list(Ticket.objects.order_by("pk").values_list("number", flat=True))
    assert lines[0]["Diterima"] == "2026-11-16 08:00"
    assert json.loads(figures.content)["flow"]["received"] == 3
    assert 'filename="laporan-bps-2026-11.csv"' in table["Content-Disposition"]


@pytest.mark.django_db
def test_what_a_reader_may_not_open_keeps_its_subject_in_every_file(story, people, office, november):
    story.procedure.__class__.objects.filter(pk=story.procedure.pk).update(roles=["teknisi"])
    Ticket.objects.update(confidential=True)
    reader = type(people["admin.bps"]).objects.get(username="admin.bps")

    kept_back = "".join(register.csv_lines(office, november, reader))

    assert "Wi-Fi" not in kept_back
    assert "Wi-Fi" in "".join(register.csv_lines(office, november))


@pytest.mark.django_db
@pytest.mark.parametrize("format", ["json", "csv", "xlsx", "pdf"])
def test_the_command_writes_every_format(format, office, tmp_path):
    path = tmp_path / f"laporan.{format}"

    call_command("report", "bps-bengkulu", NOVEMBER, "--format", format, "--output", str(path))

    content = path.read_bytes()
    assert content.startswith({"json": b"{", "csv": b"Nomor", "xlsx": b"PK", "pdf": b"%PDF-"}[format])


@pytest.mark.django_db
def test_the_command_speaks_to_standard_output(office, capsys):
    call_command("report", "bps", NOVEMBER)

    assert json.loads(capsys.readouterr().out)["flow"]["received"] == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lain", "2026-11"], "Tidak ada instansi"),
        (["bps", "2026-13"], "tidak dikenal"),
        (["bps", "2026-11", "-o", "/tidak/ada/x"], "tidak dapat ditulis"),
    ],
)
def test_the_command_says_what_is_wrong(office, arguments, said):
    with pytest.raises(CommandError, match=said):
        call_command("report", *arguments)


# Files made by a task


def asked(client, kind, **more):
    answer = client.post(reverse("laporan-buat"), {"periode": NOVEMBER, "jenis": kind} | more)
    return answer, Job.objects.order_by("pk").last()


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF-"), ("xlsx", b"PK")])
def test_a_file_is_made_by_a_task_and_fetched_by_who_asked(kind, begins, story, people, work):
    client = client_of(people["admin.bps"])
    with work():
        answer, job = asked(client, kind)

    page = client.get(answer["Location"])

    assert "Berkas sudah siap" in page.content.decode()
    fetched = client.get(reverse("laporan-unduh", args=[job.uuid]))
    assert b"".join(fetched.streaming_content).startswith(begins)
    assert fetched["Content-Disposition"] == f'attachment; filename="laporan-bps-2026-11.{kind}"'
    assert client_of(people["pengelola.bps"]).get(reverse("laporan-unduh", args=[job.uuid])).status_code == 404


@pytest.mark.django_db
def test_the_page_asks_until_the_file_is_there(story, people):
    client = client_of(people["admin.bps"])
    _answer, job = asked(client, "xlsx")

    before = client.get(job.get_absolute_url(), headers={"HX-Request": "true", "HX-Target": "berkas"}).content.decode()
    jobs.make(job.pk)
    after = client.get(job.get_absolute_url(), headers={"HX-Request": "true", "HX-Target": "berkas"}).content.decode()

    assert 'hx-trigger="every 1s"' in before
    assert "hx-trigger" not in after
    assert "<html" not in after


@pytest.mark.django_db
def test_a_file_asked_for_twice_is_made_once(story, people, tasks):
    client = client_of(people["admin.bps"])
    first, second = asked(client, "xlsx")[1], asked(client, "xlsx")[1]

    assert first == second
    assert jobs.make(first.pk)
    assert not jobs.make(first.pk)


@pytest.mark.django_db
def test_what_fails_three_times_is_given_up_and_can_be_tried_again(story, people, monkeypatch):
    client = client_of(people["admin.bps"])
    _answer, job = asked(client, "pdf")
    monkeypatch.setattr("reports.paper.of", lambda *args: 1 / 0)
    for _attempt in range(5):
        jobs.make(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (Job.State.FAILED, 3, "ZeroDivisionError")
    monkeypatch.setattr("reports.paper.of", lambda *args: b"%PDF-")
    client.post(reverse("laporan-ulang", args=[job.uuid]))
    assert jobs.make(job.pk)


@pytest.mark.django_db
def test_a_lost_message_and_a_killed_worker_are_found_by_the_sweep(story, people):
    _answer, job = asked(client_of(people["admin.bps"]), "xlsx")
    assert jobs.abandoned() == [job.pk]

    now = job.asked_at
    for _death in range(3):  # claimed, then nothing more is heard
        assert jobs._claim(job.pk, now) is not None
        assert jobs.abandoned(now + dt.timedelta(minutes=1)) == []
        now += jobs.CLAIMED_FOR + dt.timedelta(seconds=1)

    assert jobs.abandoned(now) == []
    job.refresh_from_db()
    assert job.has_failed


@pytest.mark.django_db
def test_old_files_are_forgotten(story, people):
    _answer, job = asked(client_of(people["admin.bps"]), "xlsx")
    jobs.make(job.pk)
    job.refresh_from_db()
    storage, name = job.file.storage, job.file.name
    assert storage.exists(name)

    jobs.tidy(job.asked_at + dt.timedelta(days=8))

    assert not Job.objects.exists()
    assert not storage.exists(name)


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "code"), [("zip", 400), ("", 400), ("tutup", 400), ("spbe", 403)])
def test_nobody_asks_for_what_is_not_offered(kind, code, story, people):
    assert asked(client_of(people["admin.bps"]), kind)[0].status_code == code
