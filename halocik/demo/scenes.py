"""The tickets of the demo. Each scene: office, procedure, who opens, how many working days ago, and how it goes.

`path`: {act: [action codes in order; the last repeats]}. `late`: steps that miss their limit. `until`: the act it still waits at.
`then`: what happens at the end of the scene (hold, cancel, comment). The rest follows the SOP's main way.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Scene:
    office: str
    procedure: str
    by: str
    days_ago: float
    answers: dict = field(default_factory=dict)
    path: dict = field(default_factory=dict)
    late: tuple = ()
    until: str | None = None
    then: str = ""
    opening: dict = field(default_factory=dict)
    comments: tuple = ()


BPS, KRA, TBU, PSL = "bps-bengkulu", "diskominfo-karanganyar", "diskominfo-tanah-bumbu", "dukcapil-pesisir-selatan"


def _network(days_ago, by, device, room, complaint, **kwargs):
    return Scene(BPS, "setting-jaringan", by, days_ago, {"perangkat": device, "lokasi": room, "keluhan": complaint}, **kwargs)


SCENES = [
    _network(24, "pegawai.bps", "PC", "Ruang Statistik Sosial", "PC baru belum tersambung ke jaringan kantor."),
    _network(23, "pegawai2.bps", "Laptop", "Bagian Umum", "Laptop dinas tidak mendapat alamat IP dari kabel LAN.", path={"5a": ["gagal", "berhasil"]}),
    _network(22, "pegawai3.bps", "PC", "Ruang Pengolahan", "Printer bersama tidak terlihat dari PC nomor 3.", late=("4",)),
    _network(20, "pegawai.bps", "Laptop", "Ruang Rapat Lantai 2", "Sambungan putus-putus saat rapat daring.", comments=(("pegawai.bps", "Terjadi lagi tadi pagi pukul 09.20.", False),)),
    _network(19, "pegawai2.bps", "PC", "Bagian Umum", "Pindah meja, perlu titik jaringan baru.", path={"1b": ["tolak"]}),
    _network(17, "pegawai3.bps", "PC", "Ruang Pengolahan", "Tidak dapat masuk ke folder bersama pengolahan.", late=("1", "4")),
    _network(15, "admin.bps", "Laptop", "Ruang Tamu Pimpinan", "Tamu pusat perlu sambungan ke jaringan tamu.", opening={"contact": {"name": "Tim Supervisi Pusat", "unit": "BPS Pusat", "contact": "0811-0000-2222"}, "channel": "langsung"}),
    _network(14, "pegawai.bps", "PC", "Ruang Statistik Sosial", "Kecepatan unggah sangat lambat sejak kemarin.", path={"5a": ["gagal", "gagal", "berhasil"]}, late=("4",)),
    _network(12, "pegawai2.bps", "Laptop", "Bagian Umum", "Setelah pembaruan Windows, Wi-Fi tidak muncul."),
    _network(10, "pegawai3.bps", "PC", "Ruang Pengolahan", "IP bentrok dengan PC sebelah."),
    _network(9, "admin.bps", "PC", "Perpustakaan", "PC layanan pengunjung tidak dapat membuka laman.", opening={"requester": "pegawai2.bps", "channel": "telepon"}),
    _network(7, "pegawai.bps", "Laptop", "Ruang Kepala", "VPN ke pusat tidak tersambung.", path={"6b": ["belum", "konfirmasi"]}),
    _network(6, "pegawai3.bps", "PC", "Ruang Pengolahan", "Perlu dipindahkan ke grup jaringan pengolahan.", then="cancel"),
    _network(4, "pegawai2.bps", "Laptop", "Bagian Umum", "Laptop pengganti perlu pengaturan jaringan.", until="6b"),
    _network(3, "pegawai.bps", "PC", "Ruang Statistik Sosial", "Kabel jaringan putus digigit tikus.", until="4a", then="hold", comments=(("teknisi.bps", "Menunggu kabel Cat 6, stok habis.", True),)),
    _network(1.2, "pegawai3.bps", "PC", "Ruang Pengolahan", "Sambungan lambat hanya di jam siang.", until="4a"),
    _network(0.6, "pegawai2.bps", "Laptop", "Bagian Umum", "Tidak dapat mencetak lewat jaringan.", until="3a"),
    _network(0.3, "pegawai.bps", "PC", "Ruang Statistik Sosial", "PC magang perlu disambungkan ke jaringan.", until="2a"),
    _network(0.2, "pegawai3.bps", "Laptop", "Ruang Pengolahan", "Mohon pengaturan IP tetap untuk laptop pengolahan.", until="1b"),
    _network(0.1, "pegawai2.bps", "PC", "Bagian Umum", "PC bendahara tidak dapat membuka aplikasi keuangan.", until="1b"),
    Scene(BPS, "setting-jaringan", "pegawai.bps", 0.2, {"perangkat": "Laptop", "lokasi": "Aula"}, then="draft"),
    Scene(BPS, "pemeliharaan-peladen", "admin.bps", 18, {"peladen": "Server basis data (srv-db-01)", "petunjuk": "Penambahan server cadangan dan UPS untuk basis data."}, path={"2b": ["penambahan"]}),
    Scene(BPS, "pemeliharaan-peladen", "admin.bps", 11, {"petunjuk": "Pembaruan layanan basis data pada server aplikasi internal."}, path={"2b": ["service"]}),
    Scene(BPS, "pemeliharaan-peladen", "admin.bps", 5, {"peladen": "Switch inti dan server cadangan", "petunjuk": "Pembaruan firmware switch inti di luar jam sibuk."}, path={"2b": ["perangkat"]}, until="4b"),
    Scene(KRA, "pemeliharaan-server", "pemohon.karanganyar", 26, path={"8a": ["diganti"]}),
    Scene(KRA, "pemeliharaan-server", "pemohon2.karanganyar", 24, {"nomor_surat": "000.1.2/217/2026", "server": "Server SIMPATEN (10.10.4.33)", "kebutuhan": "Pembersihan perangkat dan pembaruan keamanan."}, path={"8a": ["tidak_diganti"]}, late=("3", "9")),
    Scene(KRA, "pemeliharaan-server", "pemohon.karanganyar", 12, {"nomor_surat": "000.1.2/224/2026", "kebutuhan": "Penambahan memori server arsip."}, until="10a"),
    Scene(KRA, "pemeliharaan-server", "pemohon2.karanganyar", 8, {"nomor_surat": "000.1.2/231/2026", "kebutuhan": "Penggantian catu daya yang rusak."}, path={"2a": ["tolak"]}),
    Scene(KRA, "pemeliharaan-server", "pemohon.karanganyar", 5, {"nomor_surat": "000.1.2/238/2026", "kebutuhan": "Pemindahan server ke rak baru."}, until="5b"),
    Scene(KRA, "pemeliharaan-server", "pemohon2.karanganyar", 1.5, {"nomor_surat": "000.1.2/245/2026", "kebutuhan": "Pemeriksaan rutin server kecamatan."}, until="2a"),
    Scene(KRA, "pemeliharaan-server", "pemohon.karanganyar", 0.4, {"nomor_surat": "000.1.2/252/2026", "kebutuhan": "Penggantian baterai RAID controller."}, until="2a"),
    Scene(TBU, "rencana-kebutuhan-aset", "kasi.tanahbumbu", 22, {"perangkat_baru": [
        {"nama": "Laptop kerja", "merk": "Lenovo ThinkPad E14", "nomor_seri": "PF5A7K01, PF5A7K02, PF5A7K03, PF5A7K04", "jumlah": "4", "harga_satuan": "14250000"},
        {"nama": "Access point", "merk": "Ruijie RG-AP820", "jumlah": "6", "harga_satuan": "2290000"}]}, path={"4a": ["tidak", "ya"]}),
    Scene(TBU, "rencana-kebutuhan-aset", "kasi.tanahbumbu", 3, {"alasan": "Penambahan perangkat untuk pusat kendali."}, until="3b"),
    Scene(TBU, "pemindahtempatan-aset", "kasi.tanahbumbu", 15),
    Scene(TBU, "pemindahtempatan-aset", "kasi.tanahbumbu", 2, {"lokasi_tujuan": "Ruang Command Center"}, until="2b"),
    Scene(TBU, "penggunaan-aset", "kasi.tanahbumbu", 13),
    Scene(TBU, "penggunaan-aset", "kasi.tanahbumbu", 1, {"lokasi_tujuan": "Bidang Informasi Publik"}, until="2b"),
    Scene(TBU, "perbaikan-aset", "pengelola-aset.tanahbumbu", 16, late=("5",)),
    Scene(TBU, "perbaikan-aset", "pengelola-aset.tanahbumbu", 4, {"perangkat": "Projektor ruang rapat"}, until="3a"),
    Scene(TBU, "penghapusan-aset", "pengelola-aset.tanahbumbu", 20, path={"2a": ["tidak", "ya"]}),
    Scene(TBU, "penghapusan-aset", "pengelola-aset.tanahbumbu", 2, until="2a"),
    Scene(TBU, "evaluasi-aset", "kasi.tanahbumbu", 14),
    Scene(TBU, "evaluasi-aset", "kasi.tanahbumbu", 3, until="3b"),
    Scene(PSL, "maintenance-jaringan", "adb.pesisirselatan", 15, {"keluhan": "Aplikasi SIAK lambat di semua loket."}),
    Scene(PSL, "maintenance-jaringan", "adb2.pesisirselatan", 12, {"keluhan": "Perekaman KTP-el terputus dari server.", "pelapor": "Loket perekaman"}, path={"7a": ["tidak"]}),
    Scene(PSL, "maintenance-jaringan", "adb.pesisirselatan", 9, {"keluhan": "Kantor camat tidak tersambung ke dinas.", "pelapor": "Operator kecamatan"}, path={"7a": ["tidak", "ya"], "11b": ["uji_ulang"]}, late=("2",)),
    Scene(PSL, "maintenance-jaringan", "adb2.pesisirselatan", 5, {"keluhan": "Loket 2 tidak dapat mencetak kartu keluarga."}),
    Scene(PSL, "maintenance-jaringan", "adb.pesisirselatan", 2, {"keluhan": "Jaringan ke pusat data terputus."}, path={"7a": ["tidak"]}, until="11b"),
    Scene(PSL, "maintenance-jaringan", "adb.pesisirselatan", 0.3, {"keluhan": "Loket 1 kehilangan sambungan."}, until="5a"),
]  # fmt: skip
