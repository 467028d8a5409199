"""A network request of BPS in a real browser, from the form to the downloaded berita acara."""

import hashlib
from pathlib import Path

import pytest

from documents.models import Letter
from tests.tickets.filling import pdf
from tickets.models import Status, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_request_to_berita_acara(browse, tasks):
    rina, hendra, yoga = browse("pegawai.bps"), browse("admin.bps"), browse("teknisi.bps")

    number = rina.ask(
        "Permintaan Setting Jaringan", "Ajukan", perangkat="Laptop", lokasi="R. Rapat", keluhan="Laptop tidak mendapat alamat IP."
    )
    rina.says("Menunggu Admin/PJK TIP")
    tasks.run()
    hendra.act(number, "Setujui dan alokasikan", prioritas="Tinggi", teknisi="Yoga Pratama")
    hendra.says("Menunggu Yoga Pratama")
    yoga.act(number, "Terima tugas")
    yoga.act(number, "Selesaikan langkah", identifikasi="Konektor longgar.")
    yoga.act(number, "Selesaikan langkah")
    yoga.act(number, "Tidak berhasil", _catatan="Masih putus-putus.")
    yoga.says("kembali ke langkah 4")
    yoga.act(number, "Selesaikan langkah", pekerjaan="Mengganti kabel.")
    yoga.act(number, "Berhasil", hasil_tes=pdf("hasil-ping.pdf"))
    yoga.act(number, "Catat perangkat", ip="10.17.0.44", nama_pc="LAPTOP-TU-04", grup="BPS1700")
    tasks.run()
    rina.act(number, "Konfirmasi selesai")
    rina.says("Tiket ini sudah selesai. Terima kasih.")
    rina.says("Sedang dibuat")

    tasks.run()
    button = rina.page.get_by_role("link", name="Unduh Berita Acara")
    button.wait_for()  # the page asks by itself; nobody reloads it
    with rina.page.expect_download() as download:
        button.click()

    content = Path(download.value.path()).read_bytes()
    letter = Letter.objects.get(ticket__number=number, kind="berita-acara")
    assert download.value.suggested_filename == f"Berita-Acara-{number}.pdf"
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == letter.sha256
    assert Ticket.objects.get(number=number).status == Status.DONE
    for told in ("10.17.0.44", "LAPTOP-TU-04", "hasil-ping.pdf", "Masih putus-putus."):
        rina.says(told)
