"""How each SOP goes: who does what, in the words of its buttons. Data only; test_every_procedure.py walks them.

Answers are given where they steer or where the portal could not make them up (numbers, tables); all else that is required is made up.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Journey:
    """One ticket to its end. `acts`: [(who, button, answers)], the first opens; `rows`: the SOP's rows in the order they were entered."""

    office: str
    service: str
    rows: str
    letter: str
    acts: list = field(hash=False)
    deviations: int = 0
    versions: int = 1


def act(who, button, **answers):
    return who, button, answers


# Karanganyar: four roles, both exits of row 8

KARANGANYAR_UNTIL_8 = [
    act(
        "pemohon",
        "Ajukan permohonan",
        nomor_surat="045/123/2026",
        server="Server arsip",
        kebutuhan="Pembersihan dan penggantian catu daya.",
    ),
    act("kadis", "Disposisikan ke Kepala Bidang", sifat="Segera", instruksi_kadis="Tindak lanjuti sesuai SOP."),
    act("kabid", "Tunjuk tim teknis", petugas_teknis="Fajar Nugroho", instruksi_kabid="Periksa dan dampingi."),
    act("tim-teknis", "Simpan hasil pemeriksaan", ip="10.10.4.33", domain="arsip.contoh.go.id"),
    act("tim-teknis", "Minta pemohon mengisi kelengkapan"),
    act("pemohon", "Kirim dokumen kelengkapan", perangkat=[{"nama": "Server", "jumlah": "1"}]),
    act("tim-teknis", "Terbitkan pengumuman", layanan="Aplikasi arsip"),
    act("pemohon", "Konfirmasi pengumuman disebarkan", saluran="Surat edaran"),
    act("tim-teknis", "Mulai pendampingan", pelaksana_maintenance="CV Andal"),
    act(
        "pemohon",
        "Laporkan hasil maintenance",
        hasil_maintenance=[{"perangkat": "Catu daya", "kegiatan": "Diganti", "hasil": "Rusak diganti"}],
    ),
]
KARANGANYAR_FROM_9 = [
    act("tim-teknis", "Kirim laporan hasil pelaksanaan", ringkasan="Server berjalan normal."),
    act("kabid", "Teruskan ke Kepala Dinas"),
    act("kadis", "Terima hasil reviu"),
    act("kadis", "Nyatakan selesai"),
]
WITHDRAWN = [{"nama": "Catu daya", "kondisi": "Rusak berat", "alasan": "Rusak diganti"}]

KARANGANYAR = {
    "karanganyar-server-diganti": Journey(
        "karanganyar", "Pemeliharaan Server", "1 2 3 4 5 6 7 8 9 10 11 12", "Berita Acara Pemeliharaan Server",
        [
            *KARANGANYAR_UNTIL_8,
            act("tim-teknis", "Diganti"),
            act("pemohon", "Kirim formulir penarikan", perangkat_ditarik=WITHDRAWN, pembawa="Agus, CV Andal"),
            *KARANGANYAR_FROM_9,
        ],
        versions=2,
    ),
    "karanganyar-server-tidak-diganti": Journey(
        "karanganyar", "Pemeliharaan Server", "1 2 3 4 5 6 7 8 9 10 11 12", "Berita Acara Pemeliharaan Server",
        [*KARANGANYAR_UNTIL_8, act("tim-teknis", "Tidak diganti"), *KARANGANYAR_FROM_9],
        versions=2,
    ),
}  # fmt: skip


# Tanah Bumbu: six procedures

TANAH_BUMBU = {
    "tanah-bumbu-rencana-kebutuhan": Journey(
        "tanahbumbu", "Perencanaan Kebutuhan", "1 2 3 4 1 2 3 4 5 6", "Berita Acara Pengadaan Aset",
        [
            act("kasi", "Ajukan rencana kebutuhan", kebutuhan=[{"nama": "Access point", "jumlah": "4", "satuan": "unit"}]),
            act("kasi", "Minta persetujuan Kabid"),
            act("kabid", "Setujui rencana kebutuhan"),
            act("kabid", "Minta persetujuan Kadis"),
            act("kadis", "Setujui rencana kebutuhan"),
            act("kadis", "Tidak, kembalikan", _catatan="Kurangi menjadi dua unit."),
            act("kasi", "Ajukan rencana kebutuhan", kebutuhan=[{"nama": "Access point", "jumlah": "2", "satuan": "unit"}]),
            act("kasi", "Minta persetujuan Kabid"),
            act("kabid", "Setujui rencana kebutuhan"),
            act("kabid", "Minta persetujuan Kadis"),
            act("kadis", "Setujui rencana kebutuhan"),
            act("kadis", "Ya, tindak lanjuti"),
            act("kabid", "Akomodir dan anggarkan", sumber_anggaran="APBD 2027", pagu="12500000"),
            act("kasi", "Laporkan pengadaan selesai", perangkat_baru=[{"nama": "Access point", "jumlah": "2"}]),
        ],
    ),
    "tanah-bumbu-pemindahtempatan": Journey(
        "tanahbumbu", "Pemindahtempatan Aset", "1 2 3 4 5 6", "Berita Acara Kegiatan Pemindahtempatan Aset",
        [
            act("kasi", "Ajukan rencana pemindahtempatan", aset_dipindah=[{"nama": "PC All-in-One", "kondisi": "Baik"}], lokasi_tujuan="Ruang Rapat"),
            act("kasi", "Minta persetujuan Kabid"),
            act("kabid", "Setujui rencana"),
            act("kabid", "Minta persetujuan Kadis"),
            act("kadis", "Setujui dan sahkan rencana"),
            act("kabid", "Tugaskan Kepala Seksi"),
            act("kasi", "Terima penugasan"),
            act("kasi", "Catat pemindahan selesai"),
            act("kasi", "Sampaikan laporan ke Kabid"),
            act("kabid", "Terima laporan"),
        ],
    ),
    "tanah-bumbu-penggunaan": Journey(
        "tanahbumbu", "Penggunaan dan Pemanfaatan Aset", "1 2 3", "Berita Acara Penggunaan dan Pemanfaatan Aset",
        [
            act("kasi", "Serahkan aset", pengguna="Nurul Hikmah", aset_diserahkan=[{"nama": "Laptop", "jumlah": "1", "kondisi": "Baik"}]),
            act("pengguna-aset", "Terima aset"),
            act("pengguna-aset", "Catat instalasi dan konfigurasi", instalasi=[{"perangkat": "Laptop", "pekerjaan": "Pasang VPN", "hasil": "Baik"}]),
            act("pengguna-aset", "Sampaikan laporan ke Kepala Seksi"),
            act("kasi", "Terima laporan"),
        ],
    ),
    "tanah-bumbu-perbaikan": Journey(
        "tanahbumbu", "Perbaikan dan Pemeliharaan Aset", "1 2 3 4 5 6", "Berita Acara Perbaikan/Pemeliharaan Aset",
        [
            act("pengelola-aset", "Ajukan telaahan", jenis_kegiatan="Perbaikan", perangkat="Projektor ruang rapat"),
            act("kasi", "Kirim nota dinas"),
            act("kabid", "Setujui kegiatan"),
            act("kasi", "Terbitkan surat penugasan", pengelola="M. Syarif"),
            act("pengelola-aset", "Catat hasil pelaksanaan", hasil=[{"perangkat": "Projektor", "tindakan": "Ganti lampu", "kondisi": "Baik"}]),
            act("pengelola-aset", "Sampaikan laporan"),
        ],
    ),
    "tanah-bumbu-penghapusan": Journey(
        "tanahbumbu", "Penghapusan Aset", "1 2 1 2 3 4 5 6", "Berita Acara Penghapusan Aset",
        [
            act("pengelola-aset", "Ajukan identifikasi penghapusan", aset_diusulkan=[{"nama": "PC rakitan", "kondisi": "Rusak berat"}]),
            act("kasi", "Tidak, kembalikan", _catatan="Lengkapi tahun perolehannya."),
            act("pengelola-aset", "Ajukan identifikasi penghapusan", aset_diusulkan=[{"nama": "PC rakitan", "tahun": "2014", "kondisi": "Rusak berat"}]),
            act("kasi", "Ya, syarat terpenuhi"),
            act("kabid", "Setujui penghapusan"),
            act("kasi", "Terbitkan surat penugasan", pengelola="M. Syarif"),
            act("pengelola-aset", "Catat hasil penghapusan", hasil=[{"perangkat": "PC rakitan", "tindakan": "Dimusnahkan", "data": "Dihapus"}]),
            act("pengelola-aset", "Sampaikan laporan"),
        ],
    ),
    "tanah-bumbu-evaluasi": Journey(
        "tanahbumbu", "Evaluasi Pengelolaan Aset", "1 2 3 4 5 6", "Berita Acara Evaluasi Pengelolaan Aset",
        [
            act("kasi", "Kirim rekap kegiatan", kurun="Semester", rekap=[{"kegiatan": "Pemindahan", "jumlah": "3"}]),
            act("kabid", "Simpan hasil evaluasi"),
            act("kabid", "Minta persetujuan Kadis"),
            act("kadis", "Setujui dan sahkan hasil evaluasi"),
            act("kabid", "Sampaikan rencana tindak lanjut"),
            act("kasi", "Terima rencana tindak lanjut"),
            act("kasi", "Simpan rencana aksi", rencana_aksi=[{"kegiatan": "Labeli aset", "penanggung_jawab": "Kasi", "target": "2027-01-31"}]),
            act("kasi", "Laporkan rencana aksi"),
        ],
    ),
}  # fmt: skip


# Pesisir Selatan: both exits of row 7

COMPLAINT = [
    act("adb", "Catat keluhan", saluran="Telepon", keluhan="Loket 2 tidak dapat mencetak kartu keluarga."),
    act("adb", "Catat hasil pemeriksaan software", hasil_software="Normal"),
    act("adb", "Catat pengaturan alamat IP", pengaturan_ip="Sesuai"),
    act("adb", "Catat hasil ping", hasil_ping="Tidak terhubung"),
    act("adb", "Catat hasil cek service"),
    act("adb", "Catat hasil cek hardware", hasil_hardware="Rusak"),
]

PESISIR_SELATAN = {
    "pesisir-selatan-normal": Journey(
        "pesisirselatan", "Maintenance Jaringan", "1 2 3 4 5 6 7 10", "Berita Acara Maintenance Jaringan",
        [*COMPLAINT, act("adb", "Ya"), act("adb", "Catat dalam agenda", jaringan_normal="on")],
    ),
    "pesisir-selatan-tidak-normal": Journey(
        "pesisirselatan", "Maintenance Jaringan", "1 2 3 4 5 6 7 8 9 11", "Berita Acara Maintenance Jaringan",
        [
            *COMPLAINT,
            act("adb", "Tidak", _catatan="Switch lantai 1 mati."),
            act("adb", "Laporkan ke JF ADB"),
            act("jf-adb", "Terima laporan"),
            act("jf-adb", "Laporkan ke Kabid"),
            act("kabid", "Terima laporan"),
            act("kabid", "Hubungi pihak ketiga", pihak_ketiga="CV Jaringan Nusantara"),
            act("kabid", "Nyatakan selesai", hasil_reparasi="Switch diganti, jaringan normal."),
        ],
    ),
}  # fmt: skip


# BPS servers: three kinds of work, and all of them in one ticket

PREPARED = [
    act("admin", "Tetapkan petunjuk pelaksanaan", peladen="Server basis data", pjk="Arif Budiman"),
    act("pjk-ti", "Tugaskan persiapan bahan", anggota="Novi Lestari"),
]
ADD = [
    act("pjk-ti", "Mulai penambahan perangkat"),
    act("anggota-tip", "Laporkan perangkat terpasang", perangkat_baru=[{"nama": "Switch 24 port", "lokasi": "Rak A2"}]),
]
UPGRADE = [
    act("pjk-ti", "Mulai update/upgrade perangkat"),
    act("anggota-tip", "Laporkan hasil update/upgrade", perangkat_diperbarui=[{"nama": "Server", "sesudah": "Firmware 2.9"}]),
]
SERVICE = [
    act("pjk-ti", "Mulai update/upgrade service/aplikasi"),
    act("anggota-tip", "Laporkan hasil update/upgrade", service_diperbarui=[{"nama": "PostgreSQL", "hasil": "Baik"}]),
]
DONE = act("pjk-ti", "Nyatakan selesai")
SERVER = ("bps", "Pemeliharaan Perangkat Peladen")
SERVER_LETTER = "Berita Acara Pemeliharaan Perangkat Peladen"

BPS_SERVERS = {
    "bps-peladen-penambahan": Journey(*SERVER, "1 2 3", SERVER_LETTER, [*PREPARED, act("anggota-tip", "Penambahan perangkat"), *ADD, DONE]),
    "bps-peladen-perangkat": Journey(*SERVER, "1 2 4", SERVER_LETTER, [*PREPARED, act("anggota-tip", "Update/upgrade perangkat"), *UPGRADE, DONE]),
    "bps-peladen-service": Journey(*SERVER, "1 2 5", SERVER_LETTER, [*PREPARED, act("anggota-tip", "Update/upgrade service/aplikasi"), *SERVICE, DONE]),
    "bps-peladen-ketiganya": Journey(
        *SERVER, "1 2 3 4 5", SERVER_LETTER,
        [
            *PREPARED,
            act("anggota-tip", "Penambahan perangkat"),
            *ADD,
            act("pjk-ti", "Lanjutkan ke update/upgrade perangkat", _catatan="Juga dijadwalkan hari ini."),
            *UPGRADE,
            act("pjk-ti", "Lanjutkan ke update/upgrade service/aplikasi", _catatan="Sesudah perangkatnya diperbarui."),
            *SERVICE,
            DONE,
        ],
        deviations=2,
    ),
}  # fmt: skip

JOURNEYS = KARANGANYAR | TANAH_BUMBU | PESISIR_SELATAN | BPS_SERVERS
