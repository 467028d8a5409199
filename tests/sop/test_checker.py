"""Broken files of every kind: a sentence in Indonesian with the line it is about, exit code 1, never a traceback.

Each file of files/broken says in its own comments what must be found where: `# <- words of the sentence`.
"""

import io
import time
from pathlib import Path

import pytest
from django.core.management import call_command

from sop.loader import parse, parse_file

BROKEN = sorted((Path(__file__).parent / "files" / "broken").glob("*.yaml"))
EXAMPLE = Path(__file__).parent / "files" / "setting-jaringan.yaml"
DEFINITIONS = Path(__file__).parents[2] / "sop" / "definitions"


def check(*paths):
    """(exit code, what is printed) of `manage.py sop check`."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("sop", "check", *map(str, paths), stdout=out, stderr=err)
    except SystemExit as stopped:
        return stopped.code, out.getvalue() + err.getvalue()
    return 0, out.getvalue() + err.getvalue()


def told(path):
    """{line: the words its comments expect}."""
    lines = enumerate(path.read_text().splitlines(), 1)
    return {number: [words.strip() for words in line.split("# <- ")[1:]] for number, line in lines if "# <- " in line}


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_is_told_where_and_why_and_nothing_else(path):
    found = {}
    for problem in parse_file(path).errors:
        found.setdefault(problem.line, []).append(problem.message)

    expected = told(path)
    assert sorted(found) == sorted(expected)
    for line, words in expected.items():
        assert len(found[line]) == len(words)
        for one in words:
            assert any(one in sentence for sentence in found[line]), (one, found[line])


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_yields_no_sop(path):
    result = parse_file(path)

    assert result.sop is None and result.content is None


def test_checking_all_broken_files_prints_file_and_line_and_ends_with_one():
    code, printed = check(*BROKEN)

    assert code == 1
    assert "Traceback" not in printed and "Error" not in printed
    for path in BROKEN:
        line = min(told(path))
        assert f"{path}:{line}: " in printed
        assert f"{path}: OK" not in printed


# Faults of the file as a whole: bytes, (line, words)
MEGABYTES = b"# " + b"x" * 98 + b"\n"
WHOLE = {
    "empty": (b"", (1, "kosong")),
    "only comments": (b"# SOP\n\n", (1, "kosong")),
    "tab": (b"sop:\n\tnama: Contoh\n", (2, "menjorok dengan tab")),
    "tab after spaces": (b"sop:\n  nama: Contoh\n  \tinstansi: contoh\n", (3, "menjorok dengan tab")),
    "pasted space": ("sop:\n\u00a0 nama: Contoh\n".encode(), (2, "salin-tempel")),
    "not UTF-8": ("sop:\n  nama: Café\n".encode("latin-1"), (2, "UTF-8")),
    "UTF-16": ("sop: {}".encode("utf-16"), (1, "UTF-16")),
    "Word": (b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)) * 20, (1, "bukan berkas teks")),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", (1, "bukan berkas teks")),
    "binary": (bytes(range(256)) * 40, (1, "bukan berkas teks")),
    "control character": (b"sop:\n  nama: Con\x07toh\n", (2, "karakter kendali")),
    "10 MB": (MEGABYTES * (10 * 1024 * 1024 // len(MEGABYTES)), (1, "paling besar 2 MB")),
    "endless line": (b"sop: {nama: " + b"x" * 100_000 + b"}", (1, "5.000 karakter")),
    "too many nodes": (b"sop:\n" + b"- [a, a, a, a, a, a, a, a, a, a, a, a]\n" * 3_000, (1_540, "20.000 isian")),
    "deep brackets": (b"sop: " + b"[" * 4_000, (1, "terlalu dalam")),
    "deep blocks": (b"".join(b" " * depth + b"a:\n" for depth in range(500)), (21, "terlalu dalam")),
    "bomb": (
        b"a: &a [x, x, x, x, x, x, x, x, x]\n"
        + b"".join(b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % (c, c, *([c - 1] * 9)) for c in b"bcdefghi"),
        (1, "tidak dipakai di berkas SOP"),
    ),
    "self reference": (b"sop: &sop\n  sop: *sop\n", (1, "tidak dipakai di berkas SOP")),
    "merge key": (b"sop:\n  <<: {nama: Contoh}\n", (2, "“<<”")),
    "tags": (b"sop: " + b"!" * 4_000, (1, "tanda kutip")),
}


@pytest.mark.parametrize(("raw", "expected"), WHOLE.values(), ids=WHOLE)
def test_what_is_no_sop_at_all_is_said_in_one_sentence_and_quickly(tmp_path, raw, expected):
    path = tmp_path / "sop.yaml"
    path.write_bytes(raw)
    line, words = expected

    began = time.perf_counter()
    code, printed = check(path)

    assert code == 1
    assert time.perf_counter() - began < 10
    assert "Traceback" not in printed
    assert any(said.startswith(f"{path}:{line}: ") and words in said for said in printed.splitlines()), printed


def test_files_that_cannot_be_opened_are_said_too(tmp_path):
    code, printed = check(tmp_path / "tiada.yaml", tmp_path)

    assert code == 1
    assert "tiada.yaml:1: Berkas ini tidak ada." in printed
    assert f"{tmp_path}:1: Ini folder" in printed


def test_a_broken_file_does_not_hide_a_good_one():
    code, printed = check(BROKEN[0], EXAMPLE)

    assert code == 1
    assert f"{EXAMPLE}: OK" in printed


def test_two_files_of_one_office_may_not_claim_one_procedure(tmp_path):
    copy = tmp_path / "lagi.yaml"
    copy.write_text(EXAMPLE.read_text())

    code, printed = check(EXAMPLE, copy)

    assert code == 1
    assert f"{copy}:10: Kode prosedur “setting-jaringan” sudah dipakai di berkas " in printed


def test_the_manuals_example_passes():
    code, printed = check(EXAMPLE)

    assert code == 0
    assert f"{EXAMPLE}: OK — 1 prosedur (setting-jaringan), 6 langkah" in printed


def test_every_built_in_sop_passes_and_reads_in_a_blink():
    for path in sorted(DEFINITIONS.glob("**/*.yaml")):
        began = time.process_time()
        result = parse_file(path)

        assert result.errors == ()
        assert time.process_time() - began < 0.6, "design: under 300 ms on an idle machine"


def test_the_checker_needs_no_database(django_db_blocker):
    with django_db_blocker.block():
        assert check(EXAMPLE)[0] == 0


def test_many_mistakes_are_listed_up_to_a_limit():
    steps = "".join(f"      - {{no: {n}, kegiatan: Bekerja, oleh: siapa{n}}}\n" for n in range(1, 190))
    result = parse(f"sop: {{nama: A, instansi: a}}\nprosedur:\n  - kode: a\n    nama: A\n    pelaksana: {{a: A}}\n    langkah:\n{steps}")

    assert len(result.problems) == 101
    assert "Masih ada" in result.problems[-1].message
    assert [p.line for p in result.problems] == sorted(p.line for p in result.problems)


def test_what_a_file_says_cannot_forge_a_line_of_the_report():
    result = parse('sop: {nama: A, instansi: a, "x\\e[31m\\nsop.yaml:1: OK": b}\nprosedur: []\n')

    for problem in result.problems:
        assert problem.message.isprintable()


# Warnings: what runs but is worth a look. (change to the example, line, words)
def warned(old="", new="", text=None):
    text = (EXAMPLE.read_text() if text is None else text).replace(old, new)
    result = parse(text)
    assert result.sop is not None, [f"{p.line}: {p}" for p in result.errors]
    return [(p.line, p.message) for p in result.warnings]


def says(warnings, words):
    return [line for line, message in warnings if words in message]


def test_it_warns_of_missing_header_fields_but_not_of_empty_ones():
    assert says(warned(), "dasar_hukum, kualifikasi_pelaksana, keterkaitan, peralatan, peringatan") == [2]

    full = warned(
        "  pencatatan:", "  dasar_hukum: []\n  kualifikasi_pelaksana: []\n  keterkaitan:\n  peralatan: []\n  peringatan:\n  pencatatan:"
    )

    assert not says(full, "Bagian identitas")


def test_it_warns_where_an_output_is_not_among_the_next_requirements():
    words = "Output langkah 1 (Ditindaklanjuti) tidak ada di kelengkapan langkah 2"
    assert says(warned(), words)

    assert not says(warned("kelengkapan: [Approval tiket oleh teknisi]", "kelengkapan: [Tiket yang ditindaklanjuti]"), words)


def test_it_warns_of_a_box_whose_names_are_written_as_one():
    words = "“peralatan” terbaca sebagai satu butir"
    assert says(warned("  pencatatan:", "  peralatan: Komputer, Printer\n  pencatatan:"), words)

    assert not says(warned("  pencatatan:", "  peralatan: [Komputer, Printer]\n  pencatatan:"), words)


def test_it_warns_of_cells_that_an_official_row_has():
    assert says(warned("        waktu: 5 menit\n", ""), "Langkah 2 tidak menyebut “waktu”")

    assert not says(warned("        waktu: 5 menit\n", "        waktu:\n"), "“waktu”")


def test_it_warns_of_rows_out_of_order():
    assert says(warned("no: 3,", "no: 8,"), "Nomor langkah 4 tidak urut")


def test_it_warns_of_a_nip_that_cannot_be():
    assert says(warned("nip: 19660825 198802 1 001", "nip: 19661325 198802 1 001"), "NIP pejabat")


def test_it_warns_of_dates_the_wrong_way_round():
    assert says(warned("efektif: 2025-06-02", "efektif: 2020-06-02"), "efektif lebih awal")


def test_it_warns_of_a_choice_that_is_never_offered():
    new = "{kode: terima, label: Terima tugas}\n              - {kode: lain, label: Lain, di_luar_sop: ya, bila: %s}"
    again, passed_by = "{langkah: 1, tindakan: setujui}", "{langkah: 6, tindakan: catat}"
    words = "tidak pernah ditawarkan"

    assert not says(warned("{kode: terima, label: Terima tugas}", new % again), words)
    assert says(warned("{kode: terima, label: Terima tugas}", new % passed_by), words) == [52], "nobody comes back from row 6 to row 2"


def test_it_warns_of_a_limit_whose_answer_may_be_missing():
    new = "waktu: {menurut: perangkat, pilihan: {PC: 5 menit, Laptop: 7 menit}}"
    assert not says(warned("waktu: 5 menit", new), "dapat dicapai sebelum")

    assert says(
        warned("pilihan: [PC, Laptop], wajib: ya", "pilihan: [PC, Laptop]", EXAMPLE.read_text().replace("waktu: 5 menit", new)),
        "dapat dicapai sebelum",
    )


def test_a_role_that_is_only_told_may_be_one_of_another_document():
    assert says(warned("    buka_kembali: 4\n", "    eskalasi: [{pada: 200%, kepada: kadis}]\n"), "Peran “kadis” tidak ada di dokumen ini")
