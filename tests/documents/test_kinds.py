"""Every kind of letter, issued by a real walk of its procedure: its parts, who signs, and how it is drawn."""

import contextlib
import copy
import http.server
import io
import logging
import re
import threading

import pypdf
import pytest

from documents import rendering
from documents.kinds import KINDS
from documents.kinds.base import FORMS
from sop.registry import LETTER_KINDS
from tickets import registry

from .walking import WAYS, Walk

pytestmark = pytest.mark.once

URL = "http://127.0.0.1:8000/dokumen/periksa/kX2lq0y8J0m4QJzv3w2q1A/"
LONG = "Prof. Dr. Ir. Raden Mas Haryo Sastronegoro Wiryokusumo Adiningrat, S.T., M.Sc., M.Eng., Ph.D., IPU., ASEAN Eng."


def text_of(facts, **options):
    pdf = pypdf.PdfReader(io.BytesIO(rendering.pdf(facts, check_url=URL, **options)))
    return [re.sub(r"\s+", " ", page.extract_text().replace("\u200b", "")) for page in pdf.pages]


@pytest.fixture
def walk(people, sops):
    def walked(code, **more):
        return Walk(sops[code], **({"way": WAYS[code]} | more))

    return walked


def test_every_kind_of_the_sop_language_is_made():
    assert set(KINDS) == set(LETTER_KINDS)
    assert all(registry.makes_letter(kind) for kind in LETTER_KINDS)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_declaration_is_whole(kind):
    codes = [part.code for part in kind.parts]
    assert len(codes) == len(set(codes))
    assert all(part.form in FORMS for part in kind.parts)
    assert [part.code for part in kind.parts if part.editable and not part.name] == []
    assert kind.paper in ("A4", "F4")


# What each letter says.
SAYS = {
    "disposisi": [
        "LEMBAR DISPOSISI", "Surat dari", "Nomor surat", "Tanggal surat", "Diterima tanggal", "Nomor agenda", "Sifat", "Sangat segera",
        "Diteruskan kepada Sdr.", "Dengan hormat harap", "Tanggapan dan saran", "Proses lebih lanjut", "Catatan",
    ],
    "isian-kelengkapan": [
        "DOKUMEN ISIAN KELENGKAPAN", "Identitas pemohon", "Data server", "Spesifikasi", "Alamat IP", "Nama domain", "Perangkat yang akan dipelihara",
        "Diterima oleh,", "Yang mengisi,",
    ],
    "pengumuman": ["PENGUMUMAN", "TENTANG", "PENGHENTIAN LAYANAN SEMENTARA", "Layanan", "Mulai", "pukul 09.30 WIB", "Selesai", "Narahubung"],
    "formulir-penarikan": [
        "FORMULIR PENARIKAN PERANGKAT SERVER", "Perangkat daerah pemilik", "Server", "Perangkat yang ditarik", "Kondisi", "Alasan", "Penarikan",
        "Yang membawa perangkat", "Data pada media penyimpanan", "Yang menyerahkan,", "Yang membawa,", "Mengetahui,",
    ],
    "laporan-kegiatan": ["LAPORAN", "I. PENDAHULUAN", "A. Umum", "C. Maksud dan Tujuan", "D. Ruang Lingkup", "II. PELAKSANAAN", "III. SIMPULAN DAN SARAN", "IV. PENUTUP"],
    "berita-acara": ["BERITA ACARA", "NOMOR", "Pada hari ini", "bertempat di", "selanjutnya disebut", "Pelaksanaan", "Demikian berita acara"],
    "berita-acara-pemindahtempatan": [
        "BERITA ACARA PEMINDAHTEMPATAN ASET", "Pada hari ini", "PIHAK PERTAMA", "Dasar", "Aset yang dipindahkan", "Lokasi asal", "Lokasi baru", "Mengetahui,",
    ],
    "bast": [
        "BERITA ACARA SERAH TERIMA BARANG", "PIHAK KESATU", "PIHAK KEDUA", "menyerahkan", "Kondisi", "tanggung jawab", "memindahtangankan", "mengembalikan",
        "rangkap dua", "Mengetahui,",
    ],
    "surat-tugas": ["SURAT PENUGASAN", "NOMOR", "TENTANG", "Menimbang", "Dasar", "MENUGASKAN", "Kepada", "Pangkat/Golongan", "Untuk", "Melaporkan hasil", "Demikian surat tugas"],
    "persetujuan": ["PERSETUJUAN", "TENTANG", "Berdasarkan", "yang bertanda tangan di bawah ini", "MENYETUJUI", "Dengan ketentuan", "Demikian persetujuan"],
    "nota-dinas": ["NOTA DINAS", "Kepada", "Yth. Kepala Bidang", "Dari", "Tanggal", "Nomor", "Sifat", "Lampiran", "Hal", "Rencana kegiatan", "Demikian nota dinas"],
    "telaahan": ["TELAAHAN STAF", "TENTANG", "Kepada", "Dari", "A. Persoalan", "B. Praanggapan", "C. Fakta yang Memengaruhi", "D. Analisis", "E. Simpulan", "F. Saran"],
    "identifikasi-penghapusan": ["DOKUMEN IDENTIFIKASI PENGHAPUSAN ASET", "A. Daftar aset yang diusulkan", "Alasan penghapusan", "Keputusan Penghapusan"],
    "rencana-kebutuhan": ["RENCANA KEBUTUHAN ASET", "Tahun anggaran", "A. Usulan kebutuhan", "Alasan kebutuhan", "Disusun oleh", "Disetujui oleh", "Disahkan oleh"],
    "laporan-instalasi": ["LAPORAN", "INSTALASI DAN KONFIGURASI", "Aset yang diterima", "Penggunaan", "Instalasi dan konfigurasi"],
    "hasil-evaluasi": ["HASIL EVALUASI", "Kurun waktu", "Dasar", "Rekap kegiatan", "Temuan", "Rekomendasi", "Disusun oleh", "Disetujui oleh"],
    "rencana-aksi": ["RENCANA", "Tindak lanjut", "penanggung jawab masing-masing"],
    "surat-permohonan": ["Nomor", "Sifat", "Lampiran", "Hal", "Permohonan Reparasi", "Yth.", "di Tempat", "kami mohon bantuan Saudara"],
    "surat-balasan": ["Nomor", "Hal", "Balasan Permohonan Pemeliharaan Server", "Yth.", "Menindaklanjuti surat Saudara Nomor", "belum dapat kami penuhi"],
    "hasil-tes": ["HASIL TEST KONEKSI JARINGAN", "Yang diuji", "Pelaksanaan tes dan uji coba", "Berhasil", "hasil_tes.pdf", "Simpulan"],
}  # fmt: skip


def missing(text, words):
    """The words that are not there. Their order is that of the declaration; what a reader of PDF makes of boxes side by side is not asked."""
    return [word for word in words if word not in text]


@pytest.mark.slow
@pytest.mark.parametrize("code", WAYS)
def test_a_walk_issues_the_letters_its_rows_name(walk, code):
    """Each is drawn, says its parts in their order, and ends with a signature that is not alone on its page."""
    walked = walk(code).until()
    named = {(kind, title) for event in walked.ticket.events.all() for kind, title in event.data.get("letters", [])}
    letters = {(letter.kind, letter.title): letter for letter in walked.letters()}
    assert set(letters) == named
    for (kind, title), letter in letters.items():
        pages = text_of(letter.facts)
        assert letter.facts["form"] == 2
        assert missing(" ".join(pages), SAYS[kind]) == [], title
        assert f"Halaman {len(pages)} dari {len(pages)}" in pages[-1]
        assert letter.number in " ".join(pages).replace(" ", "") or letter.number in " ".join(pages)
        assert "«" not in " ".join(pages)
        signer = letter.facts["signers"][0]["name"]
        assert signer and signer in pages[-1], title


def test_a_refusal_is_answered_by_a_letter(walk):
    walked = walk("pemeliharaan-server", way={"2a": "tolak"}).until()
    [letter] = walked.letters("surat-balasan")
    assert missing(" ".join(text_of(letter.facts)), SAYS["surat-balasan"]) == []
    assert letter.facts["signers"][0]["name"] == "Bambang Wicaksono, S.T., M.Si."
    assert letter.facts["to"][0] == "Kepala Dinas Pangan"


def test_a_letter_goes_to_whose_turn_is_next_and_rests_on_the_letters_before(walk):
    walked = walk("perbaikan-aset").until("3a")
    facts = walked.letters("nota-dinas").get().facts
    assert facts["to"] == ["Kepala Bidang Aplikasi dan Infrastruktur"]
    assert facts["from"] == "Kepala Seksi Infrastruktur TIK"
    assert walked.letters("telaahan").get().number in facts["parts"][0]["content"]


def test_who_approves_puts_their_name_under_the_same_letter(walk):
    """Rencana kebutuhan: made, approved, sanctioned; each is a version with the same number."""
    walked = walk("rencana-kebutuhan-aset").until()
    versions = [
        (letter.version, letter.number, [block["as"] for block in letter.facts["signers"]])
        for letter in walked.letters("rencana-kebutuhan")
    ]
    number = versions[0][1]
    assert versions == [
        (1, number, [""]),
        (2, number, ["Disusun oleh", "Disetujui oleh"]),
        (3, number, ["Disusun oleh", "Disetujui oleh", "Disahkan oleh"]),
    ]


def test_who_makes_a_plan_anew_collects_the_approvals_anew(walk):
    walked = walk("rencana-kebutuhan-aset", way={"4a": "tidak"}).until("4a").step()
    walked.way = {}
    walked.step()
    assert [block["as"] for block in walked.letters("rencana-kebutuhan").last().facts["signers"]] == [""]


def test_prices_are_summed_and_written_in_words(walk):
    needed = [
        {"nama": "Laptop", "spesifikasi": "", "jumlah": "4", "satuan": "unit", "harga_satuan": "14500000"},
        {"nama": "Kabel", "spesifikasi": "Cat 6", "jumlah": "2", "satuan": "rol", "harga_satuan": ""},
        {"nama": "Access point", "spesifikasi": "", "jumlah": "6", "satuan": "unit", "harga_satuan": "2350000"},
    ]
    facts = walk("rencana-kebutuhan-aset", given={"kebutuhan": needed}).letters().get().facts
    table = next(part["content"] for part in facts["parts"] if part["code"] == "kebutuhan")
    assert [row[-1] for row in table["rows"]] == ["58.000.000", "", "14.100.000"]
    assert table["total"][-1] == "72.100.000"
    assert "Terbilang: tujuh puluh dua juta seratus ribu rupiah." in [part["content"] for part in facts["parts"]]


def test_a_head_who_disposes_names_the_next_and_what_to_do(walk):
    given = {"sifat": "Segera", "instruksi_kadis": "Jadwalkan di luar jam layanan.\nLaporkan hasilnya."}
    facts = walk("pemeliharaan-server", given=given).until("3a").letters("disposisi").get().facts
    said = {part["code"]: part["content"] for part in facts["parts"]}
    assert said["sifat"]["chosen"] == ["Segera"]
    assert said["kepada"]["rows"] == [["Kepala Bidang Tata Kelola Informatika, Ratna Puspitasari, S.T., M.T.", ""]]
    assert said["catatan"] == "Jadwalkan di luar jam layanan.\nLaporkan hasilnya."
    assert said["surat"][0] == ["Surat dari", "Dinas Pangan"]


# Long, many, none

FROM = {
    "disposisi": "pemeliharaan-server", "isian-kelengkapan": "pemeliharaan-server", "pengumuman": "pemeliharaan-server",
    "formulir-penarikan": "pemeliharaan-server", "laporan-kegiatan": "pemeliharaan-server", "berita-acara": "pemeliharaan-server",
    "rencana-kebutuhan": "rencana-kebutuhan-aset", "berita-acara-pemindahtempatan": "pemindahtempatan-aset", "surat-tugas": "pemindahtempatan-aset",
    "bast": "penggunaan-aset", "laporan-instalasi": "penggunaan-aset", "nota-dinas": "perbaikan-aset", "telaahan": "penghapusan-aset",
    "persetujuan": "penghapusan-aset", "identifikasi-penghapusan": "penghapusan-aset", "hasil-evaluasi": "evaluasi-aset",
    "rencana-aksi": "evaluasi-aset", "surat-permohonan": "maintenance-jaringan", "hasil-tes": "setting-jaringan",
}  # fmt: skip
_walked = {}


@pytest.fixture(params=LETTER_KINDS)
def issued(request, walk):
    """Facts of one letter of each kind; each procedure is walked once for all tests."""
    kind = request.param
    code, way = (FROM[kind], WAYS[FROM[kind]]) if kind in FROM else ("pemeliharaan-server", {"2a": "tolak"})
    name = code, *way.values()
    if name not in _walked:
        _walked[name] = [letter.facts for letter in walk(code, way=way).until().letters()]
    return copy.deepcopy([facts for facts in _walked[name] if facts["kind"] == kind][-1])


def stretched(facts):
    """The letter with names nobody has, and more of everything than anybody writes."""
    for block in facts["signers"]:
        block["name"], block["position"] = LONG, f"Kepala Bidang {LONG}"
    for part in facts["parts"]:
        if part["form"] == "text":
            part["content"] += "\n" + "Kalimat panjang yang mengisi baris demi baris. " * 30
        elif part["form"] == "points":
            part["content"] = part["content"] * 6
        elif part["form"] == "table":
            part["content"]["rows"] = part["content"]["rows"] * 50
    return facts


@pytest.mark.slow
def test_fifty_devices_and_long_names_run_over_pages_and_nobody_signs_an_empty_page(issued):
    pages = text_of(stretched(issued))
    last = pages[-1]
    assert LONG.split(",")[0] in last
    body = last.split(issued["city"] + ", ")[0]
    assert len(body.strip()) > 20 or issued["kind"] == "disposisi", body


def test_a_letter_without_its_optional_parts_still_stands(issued):
    """Nothing but what somebody must have: no address, no logo, no NIP, and only the last part."""
    said = issued
    said["head"] |= {"address": "", "reach": "", "logo": ""}
    said["city"], said["parts"], said["copies"], said["to"] = "", said["parts"][-1:], [], said["to"][:1]
    for block in said["signers"]:
        block |= {"nip": "", "rank": "", "unit": ""}
    text = " ".join(text_of(said))
    assert said["signers"][0]["name"] in text
    assert "NIP " not in text
    assert "None" not in text


def test_more_people_than_fit_stand_in_an_attachment(walk):
    team = "\n".join(f"Pegawai {n}" for n in range(1, 9))
    facts = walk("pemindahtempatan-aset", given={"tim_pelaksana": team}).until("5a").letters("surat-tugas").get().facts
    pages = text_of(facts)
    assert "9 orang yang namanya tercantum dalam lampiran" in " ".join(pages)
    assert "Lampiran SURAT PENUGASAN" in pages[-1] or "Lampiran Surat Penugasan" in pages[-1]
    assert "Pegawai 8" in pages[-1]


def test_who_gets_a_copy_stands_below_the_signature(walk):
    facts = walk("perbaikan-aset").until("4a").letters("persetujuan").get().facts
    facts["copies"] = ["Kepala Dinas", "Arsip"]
    last = text_of(facts)[-1]
    assert last.index("NIP") < last.index("Tembusan:") < last.index("Arsip")


@pytest.mark.parametrize(("paper", "size"), [("surat-tugas", (595, 935)), ("persetujuan", (595, 842))])
def test_paper_is_what_the_kind_says(walk, paper, size):
    facts = walk("perbaikan-aset").until("5a").letters(paper).get().facts
    pdf = pypdf.PdfReader(io.BytesIO(rendering.pdf(facts)))
    assert tuple(round(float(side)) for side in pdf.pages[0].mediabox[2:]) == size
    assert pdf.xmp_metadata is not None


# Nothing is fetched, nothing is read


class Listener(http.server.BaseHTTPRequestHandler):
    asked: list = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def listener():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    Listener.asked = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def poisoned(value, text):
    """`value` with `text` at the end of every text in it."""
    if isinstance(value, str):
        return value + text
    if isinstance(value, list):
        return [poisoned(item, text) for item in value]
    if isinstance(value, dict):
        return {key: item if key in KEPT else poisoned(item, text) for key, item in value.items()}
    return value


KEPT = ("kind", "form", "chapter", "heading", "on", "code", "place", "logo", "of", "right", "number", "ticket", "relation")


def test_nothing_anybody_writes_makes_the_engine_fetch_or_read(issued, listener, tmp_path, monkeypatch):
    """Every text of every letter tries; and even if none were escaped, the engine has no way out."""
    canary = tmp_path / "kenari.txt"
    canary.write_text("KENARI-7731")
    here = f"http://127.0.0.1:{listener}"
    bait = (
        f"<img src='{here}/gambar'><link rel=stylesheet href='{here}/gaya.css'><style>@import url({here}/impor.css);"
        f" p {{ background: url({here}/latar) }}</style><object data='file://{canary}'></object><img src='file://{canary}'>"
        f"<a rel=attachment href='file://{canary}'>lampiran</a><link rel=attachment href='file://{canary}'>"
    )
    drawn = [rendering.pdf(poisoned(issued, bait), check_url=URL)]
    logging.disable(logging.CRITICAL)  # it says of every attempt that it was refused
    with monkeypatch.context() as patch:  # as if somebody had marked everything safe
        patch.setattr(rendering, "printable", lambda value: value)
        patch.setattr("django.template.base.conditional_escape", lambda text: text)
        issued["signers"][0]["name"] += bait
        issued["office"] += bait
        with contextlib.suppress(Exception):  # what it makes of the markup is its own business
            drawn.append(rendering.pdf(issued, check_url=URL))
    logging.disable(logging.NOTSET)
    assert Listener.asked == []
    for content in drawn:
        pdf = pypdf.PdfReader(io.BytesIO(content))
        assert b"KENARI-7731" not in content
        assert not pdf.attachments
        assert "KENARI-7731" not in "".join(page.extract_text() for page in pdf.pages)
