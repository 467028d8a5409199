"""The PDF itself: the same for the same facts, whatever somebody typed, and nothing fetched from outside."""

import io
import re
import time

import pypdf
import pytest

from documents import rendering
from documents.glyphs import printable

from .samples import facts, row

pytestmark = pytest.mark.once

URL = "http://127.0.0.1:8000/periksa/kX2lq0y8J0m4QJzv3w2q1A/"


def drawn(said=None, **options):
    return pypdf.PdfReader(io.BytesIO(rendering.pdf(said or facts(), check_url=URL, **options)))


def text_of(pdf):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pdf.pages).replace("\u200b", ""))


def fonts_of(pdf):
    return {
        font["/BaseFont"].split("+")[-1] for page in pdf.pages for font in (f.get_object() for f in page["/Resources"]["/Font"].values())
    }


def test_the_same_facts_give_the_same_bytes():
    assert rendering.pdf(facts(), check_url=URL) == rendering.pdf(facts(), check_url=URL)


def test_it_reads_like_a_berita_acara():
    text = text_of(drawn())
    for part in (
        "BADAN PUSAT STATISTIK PROVINSI BENGKULU Jl. Adam Malik",
        "BERITA ACARA SETTING JARINGAN PC/LAPTOP NOMOR: 001/BA/17000/XI/2026",
        "Pada hari ini Jumat, tanggal dua puluh bulan November tahun dua ribu dua puluh enam (20-11-2026), bertempat di BPS Provinsi Bengkulu,",
        "kami yang bertanda tangan di bawah ini:",
        "19940809 201903 1 001",
        "selanjutnya disebut PIHAK PERTAMA",
        "selanjutnya disebut PIHAK KEDUA",
        "SOP Nomor SOP-053/17000/2025",
        "tiket nomor BPS-2026-000123",
        "pengulangan ke-1",
        "(di luar alur SOP)",
        "10.17.0.44",
        "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
        "Mengetahui,",
        "Bengkulu, 20 November 2026",
        "keaslian dapat diperiksa melalui kode QR",
        "Halaman 1 dari",
    ):
        assert part in text, part


def test_no_letter_claims_an_electronic_signature_it_does_not_carry():
    text = text_of(drawn()).lower()
    assert "bsre" not in text
    assert "ditandatangani secara elektronik" not in text


def test_it_is_a4_tagged_named_and_in_indonesian_with_its_own_fonts_only():
    pdf = drawn()
    assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == [595, 842]
    assert pdf.metadata.title == "Berita Acara Setting Jaringan PC/Laptop 001/BA/17000/XI/2026"
    assert pdf.trailer["/Root"]["/Lang"] == "id"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert fonts_of(pdf) == {"Surat", "Surat-Bold"}


def test_the_requester_without_an_account_leaves_no_empty_lines():
    second = {"name": "Tamu Loket", "nip": "", "rank": "", "position": "", "unit": ""}
    assert text_of(drawn(facts(second=second))).count("NIP") == 3  # who did it: party and signature; who acknowledges: signature


def test_one_who_did_it_all_signs_alone():
    text = text_of(drawn(facts(second=None, witness=None, relation="sendiri")))
    assert "yang bertanda tangan di bawah ini" in text
    assert "PELAKSANA" in text
    assert "PIHAK" not in text


def test_a_later_version_says_which_it_replaces():
    assert "Versi 2, menggantikan versi tanggal 19 November 2026" in text_of(drawn(facts(version=2, replaces="19 November 2026")))


def test_a_draft_says_so_on_every_page_and_carries_no_qr_code():
    pdf = drawn(facts(number="....../BA/17000/XI/2026"), draft=True)
    for page in pdf.pages:
        assert "DRAF" in page.extract_text()
    assert "/periksa/" not in text_of(pdf)


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src='file:///etc/passwd'><img src='http://169.254.169.254/latest/'>",
    "<link rel=stylesheet href='http://localhost/x.css'><style>@import url(http://localhost/)</style>",
    "<object data='file:///etc/hostname'></object>",
    "</td></tr></table><h1>Palsu</h1>",
    "{{ 7|add:7 }} {% debug %} {{7*7}}",
    "url(http://localhost/a.png)",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_somebody_typed_is_printed_as_typed(typed):
    said = facts(title="Berita Acara")
    said["second"]["name"] = typed
    said["steps"][0]["note"] = typed
    said["data"][0]["text"] = typed
    pdf = drawn(said)
    text = text_of(pdf).replace(" ", "")
    assert text.count(typed.replace(" ", "")) >= 3
    assert not any("/EmbeddedFiles" in str(page) for page in pdf.pages)


def test_nothing_is_fetched_from_outside(tmp_path):
    """Even markup that got past the escaping reaches no file and no host."""
    secret = tmp_path / "secret.css"
    secret.write_text("h1 { color: red }")
    fetcher = rendering._fetcher()
    for url in (f"file://{secret}", "http://127.0.0.1:1/x", "https://example.org/", "ftp://127.0.0.1/x"):
        with pytest.raises(ValueError, match="disallowed protocol"):
            fetcher(url)
    assert fetcher("data:text/plain,ya")


def test_forty_steps_long_texts_and_endless_words_stay_on_the_page_and_end_soon():
    steps = [
        row(activity=f"Kegiatan {n} " + "yang panjang " * 12, step=str(n), who="Yoga Pratama", role="Teknisi", action="Selesai")
        for n in range(1, 41)
    ]
    steps[2]["note"] = "x" * 5000
    steps[3]["note"] = "kata " * 1000
    said = facts(steps=steps, title="Berita Acara " + "Pemeliharaan " * 14)
    said["data"][0]["text"] = "y" * 10_000
    started = time.process_time()

    pdf = drawn(said)

    assert time.process_time() - started < 30
    text = text_of(pdf)
    assert "Kegiatan 40" in text
    assert re.sub(r"[^x]", "", text).count("x") >= 5000
    assert text.rstrip().endswith(f"Halaman {len(pdf.pages)} dari {len(pdf.pages)}") or "Mengetahui," in text
    for page in pdf.pages:
        assert within(page), "text runs out of the page"


def within(page):
    """Whether every piece of text begins between the margins."""
    places = []
    page.extract_text(visitor_text=lambda text, cm, tm, font, size: places.append(tm[4] * cm[0] + cm[4]) if text.strip() else None)
    return all(80 <= x <= 540 for x in places)


def test_characters_without_a_shape_print_as_a_box_on_every_machine():
    pdf = drawn(facts(title="Berita Acara 😀 नमस्ते 漢字"))
    assert fonts_of(pdf) == {"Surat", "Surat-Bold"}
    assert "□" in text_of(pdf)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Rina\u202e gnp.exe", "Rina gnp.exe"),  # a direction mark that turns names around
        ("a\x00b\x07c", "abc"),
        ("satu\r\ndua\tdua", "satu\ndua dua"),
        ("cafe\u0301", "café"),
        ("👩‍💻", "□□"),
        ("wajar – “dikutip” …", "wajar – “dikutip” …"),
    ],
)
def test_only_what_can_be_seen_is_printed(typed, kept):
    assert printable(typed) == kept


def test_a_long_word_is_offered_places_to_break_and_a_usual_one_is_not():
    assert "\u200b" not in printable("pemindahtempatan Pertanggungjawabannya")
    assert printable("x" * 26) == "\u200b".join(["x" * 10, "x" * 10, "x" * 6])


def test_without_pango_the_error_says_what_to_install(monkeypatch):
    import builtins

    real = builtins.__import__

    def lacking(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", lacking)
    with pytest.raises(rendering.CannotRender, match="libpango"):
        rendering.pdf(facts(), check_url=URL)
