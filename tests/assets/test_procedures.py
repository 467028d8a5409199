"""Each procedure changes a real asset, through the pages, in the step that says so and in no other."""

import datetime as dt

import pytest
import time_machine

from assets.models import Asset, AssetEvent, Location, Status, TicketAsset
from tests.tickets.browsing import text_of
from tests.tickets.conftest import MONDAY
from tickets import audit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


def told(asset):
    return list(asset.events.values_list("kind", flat=True))


def test_a_needs_plan_becomes_planned_assets_and_what_arrives_completes_them(walk, tanah_bumbu):
    needs = [{"nama": "Laptop kerja", "spesifikasi": "RAM 16 GB", "jumlah": "2", "satuan": "unit", "harga_satuan": "14500000"}]
    way = walk("rencana-kebutuhan-aset", kebutuhan=needs, tahun_anggaran="2027").until("5a")
    assert not Asset.objects.exists()

    assert way.take(sumber_anggaran="APBD 2027").status_code == 302
    planned = list(Asset.objects.filter(status=Status.PLANNED))
    assert [(a.name, a.specification, a.value, a.source) for a in planned] == [("Laptop kerja", "RAM 16 GB", 14_500_000, "APBD 2027")] * 2

    came = [
        {"nama": "laptop kerja", "merk": "Lenovo E14", "nomor_seri": "PF01, PF02", "jumlah": "2", "harga_satuan": "14250000"},
        {"nama": "Tas laptop", "jumlah": "1"},
    ]
    response = way.take(
        perangkat_baru=came, tanggal_terima="2026-11-13", penyedia="CV Contoh", garansi_sampai="2029-11-13", nomor_kontrak="SPK-7"
    )
    assert response.status_code == 302, text_of(response)
    assert sorted(Asset.objects.values_list("name", "serial_number", "status", "acquired_year")) == [
        ("Tas laptop", "", "tersedia", 2026), ("laptop kerja", "PF01", "tersedia", 2026), ("laptop kerja", "PF02", "tersedia", 2026)
    ]  # fmt: skip
    first = Asset.objects.get(serial_number="PF01")
    assert (first.pk in {a.pk for a in planned}, first.contract, first.warranty_until) == (True, "SPK-7, CV Contoh", dt.date(2029, 11, 13))
    assert told(first) == ["aset.rencana", "aset.terima"]
    assert TicketAsset.objects.filter(ticket=way.ticket).count() == 3


def test_what_was_received_is_not_entered_twice_when_the_step_is_taken_again(walk, sops):
    came = [{"nama": "UPS", "merk": "APC", "nomor_seri": "AS1", "lokasi": "Rak B-01"}]
    way = walk("pemeliharaan-peladen").until("2b")
    way.take("penambahan")
    way.until("3b").take(perangkat_baru=came)
    assert Asset.objects.get().location.path == "Rak B-01"

    way.take("lengkapi", _catatan="Foto belum ada.")
    way.take(perangkat_baru=[came[0] | {"merk": "APC SRT3000"}])

    assert Asset.objects.get().brand == "APC SRT3000"


@pytest.mark.parametrize("count", ["0", "1,5", "201"])
def test_a_count_that_is_no_count_of_assets_is_refused(walk, count):
    way = walk("rencana-kebutuhan-aset").until("6a")
    there = Asset.objects.count()
    response = way.take(perangkat_baru=[{"nama": "Kabel", "jumlah": count}], tanggal_terima="2026-11-13")
    assert response.status_code == 422
    assert "aset" in text_of(response).lower()
    assert (Asset.objects.count(), way.now.position) == (there, "6a")


def test_a_moved_asset_is_where_the_berita_acara_says_and_with_whom(walk, new_asset, tanah_bumbu, people):
    laptop = new_asset(tanah_bumbu, holder_text="Gudang", status=Status.IN_USE)
    way = walk("pemindahtempatan-aset", aset=[laptop.pk], lokasi_tujuan="Ruang Command Center").until("5a")
    laptop.refresh_from_db()
    assert laptop.location is None

    kasi = people["kasi.tanahbumbu"]
    way.take(aset=[laptop.pk], lokasi_tujuan="ruang command center", pemegang_baru=kasi.name.upper())

    laptop.refresh_from_db()
    assert (laptop.location.path, laptop.holder, laptop.holder_text) == ("ruang command center", kasi, "")
    event = laptop.events.get()
    assert (event.kind, event.ticket_event.act, event.letters) == (
        "aset.pindah",
        "5a",
        ["berita-acara-pemindahtempatan", "laporan-kegiatan"],
    )
    assert event.changes["location"] == [None, {"id": laptop.location_id, "label": "ruang command center"}]


def test_a_known_place_is_used_and_no_second_one_is_made(walk, new_asset, tanah_bumbu):
    from assets.places import save_location

    building = save_location(Location(organisation=tanah_bumbu, kind="gedung", name="Kantor"))
    room = save_location(Location(organisation=tanah_bumbu, parent=building, name="Ruang Rapat"))
    laptop = new_asset(tanah_bumbu)
    walk("pemindahtempatan-aset").until("5a").take(aset=[laptop.pk], lokasi_tujuan="ruang rapat")
    laptop.refresh_from_db()
    assert laptop.location == room
    assert Location.objects.count() == 2


def test_custody_passes_with_the_second_signature(walk, new_asset, tanah_bumbu, people):
    laptop, user = new_asset(tanah_bumbu), people["pengguna-aset.tanahbumbu"]
    way = walk("penggunaan-aset", aset=[laptop.pk], pengguna=str(user.pk), lokasi_tujuan="Bidang Informasi")
    laptop.refresh_from_db()
    assert (laptop.status, laptop.holder) == (Status.AVAILABLE, None)

    way.take(aset=[laptop.pk])

    laptop.refresh_from_db()
    assert (laptop.status, laptop.holder, laptop.location.path, laptop.unit) == (Status.IN_USE, user, "Bidang Informasi", user.unit)
    assert laptop.events.get().letters == ["bast"]

    way.take(aset=[laptop.pk], ip="10.1.2.3")
    laptop.refresh_from_db()
    assert laptop.ip == "10.1.2.3"


def test_what_somebody_has_is_not_handed_to_another(walk, new_asset, tanah_bumbu, people):
    first, second = people["pengguna-aset.tanahbumbu"], people["pengguna-aset2.tanahbumbu"]
    laptop = new_asset(tanah_bumbu, status=Status.IN_USE, holder=first)
    way = walk("penggunaan-aset", aset=[laptop.pk], pengguna=str(second.pk))

    response = way.take(aset=[laptop.pk])

    assert response.status_code == 422
    assert f"masih dipakai {first.name}" in text_of(response)
    laptop.refresh_from_db()
    assert (laptop.holder, way.now.position) == (first, "2a")
    assert not laptop.events.exists()


def test_a_repair_tells_cost_condition_before_and_after_and_the_warranty(walk, new_asset, tanah_bumbu):
    printer = new_asset(tanah_bumbu, "Printer", condition="RR", status=Status.IN_USE, warranty_until=dt.date(2027, 1, 1))
    way = walk("perbaikan-aset", aset=[printer.pk]).until("4a", aset=[printer.pk])
    way.take(aset=[printer.pk])
    printer.refresh_from_db()
    assert (printer.status, printer.busy_with, printer.status_before) == (Status.IN_REPAIR, way.ticket, "dipakai")

    done = [{"perangkat": "Printer", "tindakan": "Ganti catu daya", "kondisi": "Baik"}]
    response = way.take(aset=[printer.pk], hasil=done, biaya="1.250.000,50", klaim_garansi="on")
    assert response.status_code == 302, text_of(response)

    printer.refresh_from_db()
    assert (printer.status, printer.condition, printer.busy_with) == (Status.IN_USE, "B", None)
    event = printer.events.get(kind="aset.selesai-perbaikan")
    assert (str(event.cost), event.warranty_claim, event.note) == ("1250000.50", True, "Ganti catu daya")
    assert event.changes["condition"] == ["RR", "B"]


def test_a_warranty_that_is_over_is_not_claimed(walk, new_asset, tanah_bumbu):
    printer = new_asset(tanah_bumbu, "Printer", warranty_until=dt.date(2025, 1, 1))
    way = walk("perbaikan-aset").until("4a")
    way.take(aset=[printer.pk])
    response = way.take(aset=[printer.pk], klaim_garansi="on")
    assert response.status_code == 422
    assert "Garansi sudah berakhir: Printer" in text_of(response)


def test_rows_of_the_result_find_the_asset_they_name_and_the_cost_is_shared(walk, new_asset, tanah_bumbu):
    printer, projector = new_asset(tanah_bumbu, "Printer", serial_number="E812"), new_asset(tanah_bumbu, "Projektor")
    way = walk("perbaikan-aset").until("4a")
    way.take(aset=[printer.pk, projector.pk])
    rows = [
        {"perangkat": "printer lantai 2", "tindakan": "Dibersihkan", "kondisi": "Baik"},
        {"perangkat": "Projektor", "tindakan": "Lampu mati", "kondisi": "Rusak berat"},
    ]
    way.take(aset=[printer.pk, projector.pk], hasil=rows, biaya="100", klaim_garansi=None)
    assert list(Asset.objects.order_by("pk").values_list("condition", flat=True)) == ["B", "RB"]
    assert [str(cost) for cost in AssetEvent.objects.filter(kind="aset.selesai-perbaikan").order_by("pk").values_list("cost", flat=True)] == [
        "50.00", "50.00"
    ]  # fmt: skip


def test_a_disposal_waits_for_the_decree(walk, new_asset, tanah_bumbu, as_person):
    old = new_asset(tanah_bumbu, "PC 2012", condition="RB", status=Status.WITHDRAWN)
    way = walk("penghapusan-aset", aset=[old.pk])
    old.refresh_from_db()
    assert old.status == Status.DISPOSAL_PROPOSED
    way.until("3a").take(aset=[old.pk])
    old.refresh_from_db()
    assert old.status == Status.DISPOSAL_APPROVED

    way.until("5a")
    refused = way.take(aset=[old.pk], nomor_sk="900/1/2026", tanggal_sk=None)
    assert refused.status_code == 422
    assert "Isi tanggal SK Penghapusan" in text_of(refused)
    refused = way.take(aset=[old.pk], nomor_sk="900/1/2026", tanggal_sk="2026-11-20")
    assert "belum tiba" in text_of(refused)
    way.take(aset=[old.pk], nomor_sk=None, tanggal_sk=None)
    way.until(None)
    old.refresh_from_db()
    assert (old.status, old.busy_with) == (Status.DISPOSAL_APPROVED, None)

    keeper = as_person("pengelola-aset.tanahbumbu")
    assert keeper.post(f"/aset/{old.pk}/sk/", {"number": "900/1/2026", "date": "2026-11-20"}).status_code == 422
    assert keeper.post(f"/aset/{old.pk}/sk/", {"number": "900/1/2026", "date": "2026-11-16"}).status_code == 302
    old.refresh_from_db()
    assert (old.status, old.decree_number, old.decree_date) == (Status.DISPOSED, "900/1/2026", dt.date(2026, 11, 16))


def test_with_number_and_date_of_the_decree_it_is_gone(walk, new_asset, tanah_bumbu):
    old = new_asset(tanah_bumbu, "PC 2012")
    way = walk("penghapusan-aset", aset=[old.pk]).until("3a")
    way.take(aset=[old.pk])
    way.until("5a").take(aset=[old.pk], nomor_sk="900/1/2026", tanggal_sk="2026-11-13")
    old.refresh_from_db()
    assert (old.status, old.decree_number, old.decree_date) == (Status.DISPOSED, "900/1/2026", dt.date(2026, 11, 13))


def test_a_disposal_is_not_started_while_a_repair_is_running_and_says_why(walk, new_asset, tanah_bumbu):
    printer = new_asset(tanah_bumbu, "Printer")
    repair = walk("perbaikan-aset").until("4a")
    repair.take(aset=[printer.pk])

    refused = walk("penghapusan-aset", aset=[printer.pk])

    assert refused.response.status_code == 422
    assert refused.ticket is None
    said = text_of(refused.response)
    assert f"Printer sedang diperbaiki pada tiket {repair.ticket.number}" in said

    repair.take(aset=[printer.pk], klaim_garansi=None)
    assert walk("penghapusan-aset", aset=[printer.pk]).response.status_code == 302


def test_and_a_repair_is_not_started_while_a_disposal_is_running(walk, new_asset, tanah_bumbu):
    printer = new_asset(tanah_bumbu, "Printer")
    disposal = walk("penghapusan-aset", aset=[printer.pk])
    response = walk("perbaikan-aset").until("4a").take(aset=[printer.pk])
    assert response.status_code == 422
    assert f"sudah diusulkan untuk dihapus pada tiket {disposal.ticket.number}" in text_of(response)


def test_the_recap_counts_what_really_happened_in_the_period(walk, new_asset, tanah_bumbu, offices, sops):
    laptop = new_asset(tanah_bumbu)
    walk("pemindahtempatan-aset").until("5a").take(aset=[laptop.pk])
    walk("pemindahtempatan-aset").until("5a").take()
    walk("penggunaan-aset", aset=[laptop.pk]).take(aset=[laptop.pk])
    with time_machine.travel(MONDAY - dt.timedelta(days=40), tick=False):
        walk("pemindahtempatan-aset").until("5a").take()

    typed = [{"kegiatan": "Pemindahan", "jumlah": "99", "keterangan": "Termasuk ke gudang"}]
    way = walk("evaluasi-aset", tanggal_mulai="2026-11-01", tanggal_selesai="2026-11-30", rekap=typed)

    rows = {row["kegiatan"]: (row["jumlah"], row["keterangan"]) for row in way.now.answers["rekap"]}
    assert rows["Pemindahan"] == ("2", "1 aset pada daftar aset; Termasuk ke gudang")
    assert rows["Pemanfaatan"] == ("1", "1 aset pada daftar aset")
    assert rows["Penghapusan"] == ("0", "0 aset pada daftar aset")
    assert audit.verify_ticket(way.now) == []


def test_a_recap_needs_a_period_that_runs_forward(walk):
    way = walk("evaluasi-aset", tanggal_mulai="2026-11-30", tanggal_selesai="2026-11-01", rekap=None)
    assert way.response.status_code == 422
    assert "mendahului" in text_of(way.response)


def test_a_server_withdrawn_at_row_8_stays_withdrawn(walk, new_asset, offices):
    server = new_asset(offices["diskominfo-karanganyar"], "Server arsip", kind="server", status=Status.IN_USE)
    way = walk("pemeliharaan-server").until("4a")
    way.take(aset=[server.pk], spesifikasi="2× Xeon, RAM 64 GB", ip="10.10.4.21", domain="Tidak ada")
    server.refresh_from_db()
    assert (server.specification, server.ip, server.domain) == ("2× Xeon, RAM 64 GB", "10.10.4.21", "")

    way.until("7a").take(aset=[server.pk])
    way.until("8a").take("diganti", aset_ditarik=[server.pk])
    row = {"nama": "Server arsip", "merk": "Dell", "nomor_seri": "X", "kondisi": "Rusak berat", "alasan": "Dibawa ke luar", "pengganti": ""}
    way.take(aset_ditarik=[server.pk], perangkat_ditarik=[row], pembawa="Sdr. Contoh", data_dihapus="on")
    server.refresh_from_db()
    assert (server.status, server.condition, server.busy_with) == (Status.WITHDRAWN, "RB", None)
    assert (
        server.events.get(kind="aset.tarik").note == "Dibawa ke luar. Dibawa oleh Sdr. Contoh. Data pada media penyimpanan sudah diamankan."
    )

    way.until(None, aset=[server.pk])
    server.refresh_from_db()
    assert server.status == Status.WITHDRAWN


def test_what_bps_records_at_the_end_is_written_to_the_device(laptop, walk):
    way = walk("setting-jaringan").until("6a")
    way.take(aset=str(laptop.pk), ip="10.17.0.9", nama_pc="PC-TU-07", grup="BPS1700-LAN")
    laptop.refresh_from_db()
    assert (laptop.ip, laptop.hostname, laptop.network_group) == ("10.17.0.9", "PC-TU-07", "BPS1700-LAN")


def test_one_address_is_not_written_to_two_devices(walk, new_asset, offices):
    servers = [new_asset(offices["diskominfo-karanganyar"], name).pk for name in ("Server A", "Server B")]
    response = walk("pemeliharaan-server").until("4a").take(aset=servers)
    assert response.status_code == 422
    assert "pilih satu aset" in text_of(response)


def test_without_a_chosen_asset_nothing_changes(walk, new_asset, tanah_bumbu):
    laptop = new_asset(tanah_bumbu)
    walk("pemindahtempatan-aset", aset=[laptop.pk]).until("5a").take()
    laptop.refresh_from_db()
    assert (laptop.location, laptop.version, laptop.events.count()) == (None, 1, 0)
    assert not TicketAsset.objects.exists()  # the later answer took it off the ticket


def test_a_ticket_called_off_lets_go_of_what_it_had_in_hand(walk, new_asset, tanah_bumbu, people):
    from tickets import transitions

    printer = new_asset(tanah_bumbu, "Printer", status=Status.IN_USE)
    way = walk("penghapusan-aset", aset=[printer.pk])
    transitions.cancel(way.ticket.pk, way.now.turn, actor=way.now.opened_by, note="Salah pilih.")
    printer.refresh_from_db()
    assert (printer.status, printer.busy_with, printer.status_before) == (Status.IN_USE, None, "")
    assert told(printer) == ["aset.usul-hapus", "dilepas"]


def test_an_asset_comes_back_by_a_procedure_of_the_offices_own(new_asset, tanah_bumbu, people):
    """aset.kembali is in no built-in SOP."""
    from sop import loader, services
    from tickets import transitions

    text = """
sop: {nama: Pengembalian, instansi: diskominfo-tanah-bumbu}
prosedur:
  - kode: pengembalian-aset
    nama: Pengembalian Aset
    pelaksana: {pengelola-aset: Pengelola Aset}
    dibuka_oleh: [pengelola-aset]
    langkah:
      - no: 1
        kegiatan: Mengembalikan aset
        alur:
          - oleh: pengelola-aset
            bentuk: mulai
            tindakan:
              - kode: kembalikan
                label: Kembalikan
                efek: [aset.kembali]
                isi:
                  - {kode: aset, label: Aset, jenis: aset, banyak: ya, wajib: ya}
                  - {kode: lokasi_tujuan, label: Disimpan di, jenis: teks}
                  - {kode: kondisi, label: Kondisi, jenis: pilihan, pilihan: [Baik, Rusak ringan, Rusak berat]}
      - {no: 2, kegiatan: Selesai, oleh: pengelola-aset, bentuk: selesai}
"""
    procedure = services.load(loader.parse(text)).revision.sop.procedures.get()
    keeper = people["pengelola-aset.tanahbumbu"]
    laptop = new_asset(tanah_bumbu, status=Status.IN_USE, holder=keeper)
    data = {"aset": [str(laptop.pk)], "lokasi_tujuan": "Gudang", "kondisi": "Rusak ringan"}
    transitions.open_ticket(procedure, actor=keeper, data=data)
    laptop.refresh_from_db()
    assert (laptop.status, laptop.holder, laptop.location.path, laptop.condition) == (Status.AVAILABLE, None, "Gudang", "RR")
