"""Facts of a berita acara as documents.facts takes them, for tests that draw without a ticket."""

import copy

ROW = {"activity": "", "step": "", "repeat": 0, "who": "", "role": "", "day": "20-11-2026", "time": "07.30–07.45 WIB", "action": "", "note": "",
       "deviation": False, "remarks": []}  # fmt: skip


def row(**changes):
    return ROW | changes


FACTS = {
    "form": 1,
    "kind": "berita-acara",
    "title": "Berita Acara Setting Jaringan PC/Laptop",
    "number": "001/BA/17000/XI/2026",
    "version": 1,
    "replaces": "",
    "on": "2026-11-20",
    "head": {
        "line_1": "BADAN PUSAT STATISTIK",
        "line_2": "PROVINSI BENGKULU",
        "address": "Jl. Adam Malik Km. 8, Kota Bengkulu 38225",
        "reach": "Telepon (0736) 349117, Laman bengkulu.bps.go.id, Pos-el bps1700@bps.go.id",
        "logo": "",
    },
    "office": "BPS Provinsi Bengkulu",
    "city": "Bengkulu",
    "ticket": "BPS-2026-000123",
    "opened_on": "20 November 2026",
    "activity": "Permintaan Setting Jaringan PC/Laptop",
    "sop": {
        "number": "SOP-053/17000/2025",
        "name": "Permintaan Setting Jaringan PC/Laptop BPS Provinsi Bengkulu",
        "dated": "revisi tanggal 26 Mei 2025",
    },
    "first": {"name": "Yoga Pratama, A.Md.Kom.", "nip": "19940809 201903 1 001", "rank": "Penata Muda (III/a)", "position": "Pranata Komputer Mahir", "unit": "Tim TIP"},
    "second": {"name": "Rina Wulandari, S.ST.", "nip": "19920315 201502 2 001", "rank": "Penata Muda Tk. I (III/b)", "position": "Statistisi Ahli Pertama",
               "unit": "Tim Statistik Sosial"},
    "witness": {"name": "Hendra Saputra, S.Kom.", "nip": "19860418 200902 1 001", "rank": "Penata Tk. I (III/d)", "position": "PJK Tim TIP", "unit": "Tim TIP"},
    "relation": "permohonan",
    "request": [
        {"label": "Perangkat", "text": "PC"},
        {"label": "Ruangan", "text": "R. Tata Usaha"},
        {"label": "Kebutuhan atau keluhan", "text": "PC baru di meja 4 belum tersambung ke jaringan kantor.\nMohon disambungkan sebelum rapat Jumat."},
    ],
    "steps": [
        row(activity="Pengajuan tiket permohonan melalui portal Halo Cik", step="1", who="Rina Wulandari, S.ST.", role="Pegawai", time="07.30 WIB", action="Ajukan"),
        row(who="Plh. Dedi Kurniawan, S.E. a.n. Hendra Saputra, S.Kom.", role="Admin/PJK TIP", time="07.30–07.41 WIB", action="Setujui dan alokasikan"),
        row(activity="Menerima alokasi tugas", step="2", who="Yoga Pratama, A.Md.Kom.", role="Teknisi", time="07.41–07.44 WIB", action="Terima tugas"),
        row(activity="Pelaksanaan pengaturan/konfigurasi/perbaikan", step="4", who="Yoga Pratama, A.Md.Kom.", role="Teknisi", action="Selesaikan langkah"),
        row(activity="Tes dan uji coba", step="5", who="Yoga Pratama, A.Md.Kom.", role="Teknisi", action="Tidak berhasil", note="Kabel di panel lantai 2 longgar.",
            remarks=["Ditunda 20-11-2026 08.10–08.40 WIB (menunggu suku cadang)."]),
        row(activity="Pelaksanaan pengaturan/konfigurasi/perbaikan", step="4", repeat=1, who="Yoga Pratama, A.Md.Kom.", role="Teknisi", action="Selesaikan langkah", day="",
            time="20-11-2026 15.50 s.d. 23-11-2026 08.10 WIB"),
        row(activity="Tes dan uji coba", step="5", repeat=1, who="Yoga Pratama, A.Md.Kom.", role="Teknisi", action="Berhasil"),
        row(activity="Selesai", step="6", who="Yoga Pratama, A.Md.Kom.", role="Teknisi", action="Catat perangkat"),
        row(who="Rina Wulandari, S.ST.", role="Pegawai", action="Belum beres", note="Printer bersama belum terlihat.", deviation=True),
    ],
    "data": [
        {"label": "IP Address", "text": "10.17.0.44"},
        {"label": "Nama PC", "text": "PC-TU-04"},
        {"label": "Nama Group Jaringan", "text": "TU"},
        {"label": "Hasil tes", "files": ["hasil-ping.png"]},
        {"label": "Perangkat baru yang terpasang", "columns": ["Nama perangkat", "Merk/tipe", "Nomor seri", "Lokasi/rak"],
         "rows": [["Switch 24 port", "Cisco C1000", "FOC2431X0AB", "Rak A2"], ["Access point", "Aruba AP-505", "CNK1234", "R. Rapat"]]},
    ],
}  # fmt: skip


def facts(**changes):
    """A copy of FACTS with `changes`."""
    return copy.deepcopy(FACTS) | changes
