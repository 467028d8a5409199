"""What a new office sees first: a network request of BPS from the form to the berita acara, as the first issue tells it."""

import hashlib

import pytest

from documents.models import Letter
from tests.tickets.filling import PDF, pdf
from tickets.models import Ticket

from .portal import Story
from .test_every_procedure import says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people", "sops")]


@pytest.fixture
def story():
    return Story("bps")


def asked_for(story):
    return story.begin(
        "pegawai",
        "Permintaan Setting Jaringan",
        "Ajukan",
        perangkat="Laptop",
        lokasi="R. Rapat",
        keluhan="Laptop tidak mendapat alamat IP dari kabel LAN.",
    )


def test_from_request_to_berita_acara(story, work):
    with work():
        asked_for(story)
        story.then("admin", "Setujui dan alokasikan", prioritas="Tinggi", teknisi="Yoga Pratama")
        story.then("teknisi", "Terima tugas")
        story.then("teknisi", "Selesaikan langkah", identifikasi="Konektor longgar, kabel tersedia.")
        story.then("teknisi", "Selesaikan langkah", pekerjaan="Memasang konektor baru.")
        failed = story.then("teknisi", "Tidak berhasil", _catatan="Masih putus-putus.")
        assert "kembali ke langkah 4" in failed.text
        story.then("teknisi", "Selesaikan langkah", pekerjaan="Mengganti kabel sampai panel.")
        story.then("teknisi", "Berhasil", hasil_tes=pdf("hasil-ping.pdf"))
        recorded = story.then("teknisi", "Catat perangkat", ip="10.17.0.44", nama_pc="LAPTOP-TU-04", grup="BPS1700")
        assert "Menunggu Rina Wulandari" in recorded.text
        done = story.then("pegawai", "Konfirmasi selesai")

    assert "Tiket selesai. Terima kasih." in done.text
    page = story.person("pegawai").ticket(story.number)
    assert "IP Address 10.17.0.44 Nama PC LAPTOP-TU-04 Nama Group Jaringan BPS1700" in page.text
    assert story.person("pegawai").client.get(page.link("hasil-ping.pdf")).getvalue() == PDF
    response, content = story.person("pegawai").download(story.number, "Berita Acara Setting Jaringan PC/Laptop")
    letter = Letter.objects.get(ticket__number=story.number, kind="berita-acara")
    assert response["Content-Disposition"] == f'attachment; filename="Berita-Acara-{story.number}.pdf"'
    assert hashlib.sha256(content).hexdigest() == letter.sha256
    for words in (
        "10.17.0.44",
        "LAPTOP-TU-04",
        "BPS1700",
        "Masih putus-putus.",
        "pengulangan ke-1",
        "Rina Wulandari",
        "Yoga Pratama",
        "Hendra Saputra",
    ):
        assert says(content, words), words


def test_the_letter_comes_after_the_thanks_not_before(story, tasks, django_capture_on_commit_callbacks):
    """The page does not wait for the PDF: it says that it is being made, and shows it the moment it is there."""
    with django_capture_on_commit_callbacks(execute=True):
        until_confirmation(story)
        story.then("pegawai", "Konfirmasi selesai")

    assert "Sedang dibuat" in story.person("pegawai").ticket(story.number).text
    assert [name for name, _args, _kwargs in tasks.waiting()].count(
        "documents.tasks.render"
    ) == 2  # of the berita acara, and of the test result at row 5
    tasks.run()

    assert "Sedang dibuat" not in story.person("pegawai").ticket(story.number).text
    assert story.person("pegawai").download(story.number, "Berita Acara")[1].startswith(b"%PDF")


def until_confirmation(story):
    asked_for(story)
    story.then("admin", "Setujui dan alokasikan", prioritas="Normal", teknisi="Yoga Pratama")
    story.then("teknisi", "Terima tugas")
    story.then("teknisi", "Selesaikan langkah")
    story.then("teknisi", "Selesaikan langkah")
    story.then("teknisi", "Berhasil")
    story.then("teknisi", "Catat perangkat", ip="10.17.0.44")


def test_a_refused_request_ends_there_and_says_why(story):
    asked_for(story)

    story.then("admin", "Tolak", _catatan="Ruangan itu sudah memiliki titik jaringan.")

    page = story.person("pegawai").ticket(story.number)
    assert "Permintaan ini ditolak." in page.text
    assert "Ruangan itu sudah memiliki titik jaringan." in page.text
    assert not story.person("admin").may(story.number, "Setujui dan alokasikan")


def test_what_the_requester_does_not_accept_is_done_again(story, work):
    with work():
        until_confirmation(story)
        story.then("pegawai", "Belum beres", _catatan="Printer bersama belum terlihat.")
        story.then("teknisi", "Selesaikan langkah")
        story.then("teknisi", "Berhasil", hasil_tes=pdf("tes-kedua.pdf"))
        story.then("teknisi", "Catat perangkat")
        story.then("pegawai", "Konfirmasi selesai")

    ticket = Ticket.objects.get(number=story.number)
    assert [run.step for run in ticket.runs.all()] == ["1", "2", "3", "4", "5", "6", "4", "5", "6"]
    assert "di luar SOP" in story.person("pegawai").ticket(story.number).text


def test_a_technician_who_was_not_named_waits_with_everybody_else(story):
    asked_for(story)
    story.then("admin", "Setujui dan alokasikan", prioritas="Normal", teknisi="Yoga Pratama")

    assert story.person("teknisi").may(story.number, "Terima tugas")
    assert not story.person("teknisi2").may(story.number, "Terima tugas")
    assert "Menunggu Yoga Pratama" in story.person("teknisi2").ticket(story.number).text
