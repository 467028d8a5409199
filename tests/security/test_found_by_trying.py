"""What was found by attacking the portal as it stood, each once, so that it stays mended."""

import pytest

from tickets.models import Ticket

pytestmark = pytest.mark.django_db

SECRET = "Gaji saya dipotong tanpa alasan"

# A konsep that was called off


@pytest.fixture
def called_off(bps, visit):
    """A konsep with a file, cancelled by its writer before anybody was asked anything."""
    writer = visit("pegawai.bps")
    data = {"_konsep": "1", "perangkat": "PC", "lokasi": "Ruang TU", "keluhan": SECRET}
    writer.post("layanan-ajukan", bps.code, data=data)
    ticket = Ticket.objects.get(status="konsep", opened_by=writer.user)
    assert writer.move(ticket, "batal", {"catatan": "tidak jadi"}).status_code == 302
    return Ticket.objects.get(pk=ticket.pk)


@pytest.mark.parametrize("reader", ["admin.bps", "teknisi.bps", "pengelola.bps"])
def test_a_konsep_called_off_stays_with_its_writer(called_off, visit, reader):
    visitor = visit(reader)
    assert visitor.get("tiket", called_off.number).status_code == 404
    assert SECRET not in visitor.get("tiket-daftar", q="gaji").content.decode()
    assert called_off.number not in visitor.get("tiket-daftar", status="dibatalkan").content.decode()


def test_its_writer_still_reads_it(called_off, visit):
    assert SECRET in visit("pegawai.bps").page(called_off)


def test_a_request_called_off_after_it_was_sent_is_still_the_offices(bps, visit):
    ticket = Ticket.objects.get(number=bps.ticket)
    visit("pegawai.bps").move(ticket, "batal", {"catatan": "tidak jadi"})
    assert visit("admin.bps").get("tiket", ticket.number).status_code == 200
