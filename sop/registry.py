"""Names the SOP language may use. All are declared from the first day, so that a SOP never changes because a feature arrived.

What an upper floor implements it registers at start-up in `tickets.registry` (effects) or `documents` (letter kinds).
"""

# kind: Indonesian name shown on pages
FIELD_KINDS = {
    "teks": "Teks",
    "paragraf": "Paragraf",
    "angka": "Angka",
    "tanggal": "Tanggal",
    "jam": "Jam",
    "pilihan": "Pilihan",
    "centang": "Centang",
    "ip": "Alamat IP",
    "berkas": "Berkas",
    "petugas": "Petugas",
    "aset": "Aset",
    "prioritas": "Prioritas",
    "tabel": "Tabel",
}

EFFECTS = {
    "aset.rencana": "mencatat rencana kebutuhan",
    "aset.terima": "menerima aset baru",
    "aset.pindah": "memindahkan lokasi aset",
    "aset.serah-terima": "menyerahkan aset",
    "aset.kembali": "mengembalikan aset",
    "aset.mulai-perbaikan": "menandai aset dalam perbaikan",
    "aset.selesai-perbaikan": "menandai perbaikan selesai",
    "aset.tarik": "menarik perangkat",
    "aset.usul-hapus": "mengusulkan penghapusan aset",
    "aset.setujui-hapus": "menyetujui penghapusan",
    "aset.hapus": "mencatat penghapusan",
    "aset.catat": "mencatat data pada perangkat",
    "aset.rekap": "merekap kegiatan aset",
}

LETTER_KINDS = {
    "berita-acara": "Berita Acara",
    "berita-acara-pemindahtempatan": "Berita Acara Pemindahtempatan",
    "bast": "Berita Acara Serah Terima",
    "disposisi": "Lembar Disposisi",
    "nota-dinas": "Nota Dinas",
    "telaahan": "Telaahan Staf",
    "surat-tugas": "Surat Tugas",
    "surat-permohonan": "Surat Permohonan",
    "surat-balasan": "Surat Balasan",
    "formulir-penarikan": "Formulir Penarikan Perangkat",
    "isian-kelengkapan": "Dokumen Isian Kelengkapan",
    "pengumuman": "Pengumuman",
    "rencana-kebutuhan": "Rencana Kebutuhan",
    "laporan-kegiatan": "Laporan Kegiatan",
    "laporan-instalasi": "Laporan Instalasi dan Konfigurasi",
    "identifikasi-penghapusan": "Identifikasi Penghapusan",
    "hasil-evaluasi": "Hasil Evaluasi",
    "rencana-aksi": "Rencana Aksi",
    "hasil-tes": "Hasil Tes",
    "persetujuan": "Lembar Persetujuan",
}
