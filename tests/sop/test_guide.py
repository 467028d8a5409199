"""docs/sop.md against the language it teaches: who has only this guide can write, check, load and run a SOP."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from documents import letters
from sop import loader, registry, schema
from sop.models import Procedure
from tests.tickets.filling import pdf
from tickets import permissions, transitions
from tickets.models import Status, Ticket

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "sop.md").read_text()

BLOCKS = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.M | re.S)
EXAMPLE = next(block for block in BLOCKS if block.startswith("# peminjaman-zoom.yaml"))


def test_every_fragment_of_the_guide_reads_within_a_sop():
    """Fragments are put where they belong; only what they leave out may be complained of."""
    wrapped = {
        "pelaksana": "prosedur:\n  - kode: a\n    nama: A\n{}\n    langkah: []\n",
        "- no": "prosedur:\n  - kode: a\n    nama: A\n    pelaksana: {{}}\n    langkah:\n{}\n",
        "kolom": "sop:\n{}\n",
        "tindakan": "prosedur:\n  - langkah:\n      - alur:\n          - oleh: kabid\n{}\n",
        "- {kode": "prosedur:\n  - langkah:\n      - alur:\n          - oleh: kabid\n            tindakan:\n{}\n",
        "isi": "prosedur:\n  - langkah:\n      - oleh: kabid\n{}\n",
        "waktu": "prosedur:\n  - langkah:\n      - oleh: kabid\n{}\n",
        "eskalasi": "prosedur:\n  - langkah:\n      - oleh: kabid\n{}\n",
    }
    depths = {"pelaksana": 4, "- no": 6, "kolom": 2, "tindakan": 12, "- {kode": 14, "isi": 8, "waktu": 8, "eskalasi": 8}
    for block in BLOCKS:
        if block == EXAMPLE:
            continue
        key = next(key for key in wrapped if block.startswith(key))
        indented = "\n".join(" " * depths[key] + line for line in block.splitlines())
        told = [str(p) for p in loader.parse(wrapped[key].format(indented)).errors]
        assert not [message for message in told if re.search("tidak dikenal|tidak dapat|diharapkan|dua kali|kutip|jorok", message)], block


def test_the_guide_names_every_key_kind_and_word_of_the_language():
    keys = {key for level in (schema.SOP, schema.PROCEDURE, schema.STEP, schema.ACT, schema.ACTION, schema.FIELD) for key in level}
    keys |= {*schema.DATES, *schema.APPROVAL, *schema.PERFORMER, *schema.RUNG, *schema.LAPSE, *schema.SCHEDULE, *schema.BY_ANSWER}
    words = {*schema.SHAPES, *schema.NOTES, *schema.SIGNATURES, *schema.SERVICE_HOURS, *schema.TOLD, *schema.PERIODS, *schema.COLUMNS}
    names = {*registry.FIELD_KINDS, *registry.EFFECTS, *registry.LETTER_KINDS}
    prose = re.sub(r"^```.*?^```", "", GUIDE, flags=re.M | re.S)
    inside = "\n".join([*re.findall(r"`([^`\n]+)`", prose), *BLOCKS])

    assert sorted(word for word in keys | words | names if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", inside)) == []


def test_the_guide_says_which_letters_are_really_made():
    said = dict(re.findall(r"^\| `([\w-]+)` \| .+ \| (tersedia|belum tersedia) \|$", GUIDE, re.M))

    assert said.keys() == registry.LETTER_KINDS.keys()
    assert {kind for kind, state in said.items() if state == "tersedia"} == set(letters.BUILT)


# Each slip a reader of the guide may make in its example: (what is there, what they write instead).
SLIPS = [
    ("  - kode: peminjaman-zoom\n", "\t- kode: peminjaman-zoom\n"),
    ('waktu: "-"', "waktu: -"),
    ('"Nama Pejabat, M.Si."', "Nama Pejabat, M.Si."),
    ('waktu: "-"', "waktu: “-”"),
    ("kegiatan: Mendampingi rapat", "kegiatn: Mendampingi rapat"),
    ("waktu: 5 menit\n", "waktu: 5 menit\n        waktu: 6 menit\n"),
    ("        kegiatan: Mendampingi rapat\n", ""),
    ("        oleh: teknisi\n", "        oleh: tekniksi\n"),
    ("        oleh: teknisi\n", ""),
    ("ke: 3", "ke: 9"),
    ("waktu: 15 menit", "waktu: setengah jam"),
    ("            bentuk: keputusan\n", ""),
    ("              - {kode: tidak_tersedia, label: Tidak tersedia, ke: 1, catatan: wajib}\n", ""),
    ("            daftar_periksa:", "            bentuk: mulai\n            daftar_periksa:"),
    ("        oleh: teknisi\n", "        oleh: teknisi\n        ke: 3\n"),
    ("jenis: berita-acara", "jenis: berita_acara"),
    ("Perkiraan jumlah peserta, jenis: angka", "Kondisi, jenis: pilihan"),
    ("jenis: petugas, peran: teknisi", "jenis: petugas"),
    ("  keterkaitan: [SOP Permintaan Setting Jaringan PC/Laptop]\n", ""),
    ("output: [Permintaan peminjaman]", "output: [Permintaan peminjaman]", "kelengkapan: [Permintaan peminjaman]", "kelengkapan: [Jadwal]"),
    ("waktu: 1 hari", "waktu: {menurut: acara, pilihan: {Ringan: 120 menit}}", "jenis: teks,", "jenis: pilihan, pilihan: [Ringan, Berat],"),
]  # fmt: skip


def spoil(slip):
    text = EXAMPLE
    for old, new in zip(slip[::2], slip[1::2], strict=True):
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def test_the_sentences_the_guide_explains_are_those_the_checker_says():
    explained = re.findall(r"^\| (.+?) \| .+\|$", GUIDE[GUIDE.index("| pesan |") :], re.M)[1:]
    told = [problem.message for slip in SLIPS for problem in loader.parse(spoil(slip)).problems]

    on_loading = [sentence for sentence in explained if sentence.startswith("Instansi ")]
    assert len(explained) > 15 and len(on_loading) == 1
    assert [s for s in explained if s not in on_loading and not any(message.startswith(s) for message in told)] == []


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip[1][:40])
def test_each_slip_is_told_with_its_line(slip):
    problems = loader.parse(spoil(slip)).problems
    assert problems and all(problem.line >= 1 for problem in problems)


# Used as written


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The example in a file of the name that the guide gives it, in the folder one stands in."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "peminjaman-zoom.yaml"
    path.write_text(EXAMPLE)
    return path.name


def test_the_commands_answer_what_the_guide_shows(file, offices, capsys):
    call_command("sop", "check", file)
    call_command("sop", "load", file)

    said = capsys.readouterr().out.splitlines()
    assert len(said) == 2
    for line in said:
        assert f"\n{line}\n" in GUIDE


def test_the_example_runs_from_request_to_berita_acara(file, people):
    call_command("sop", "load", file)
    pegawai, admin, teknisi = people["pegawai.bps"], people["admin.bps"], people["teknisi.bps"]
    request = {"acara": "Rilis IHK", "tanggal_acara": "2026-12-01", "jam_acara": "10:00", "perkiraan": "40"}
    ticket = transitions.open_ticket(
        Procedure.objects.get(code="peminjaman-zoom"), actor=pegawai, data=request, files={"undangan": [pdf("undangan.pdf")]}
    )

    def take(actor, action, **data):
        now = Ticket.objects.get(pk=ticket.pk)
        assert action in [choice.action.code for choice in permissions.actions(actor, now)], now.position
        return transitions.act(ticket.pk, now.turn, action, actor=actor, data=data)

    take(admin, "tidak_tersedia", _catatan="Ruang dipakai; mohon jam lain.")
    transitions.act(
        ticket.pk,
        Ticket.objects.get(pk=ticket.pk).turn,
        "ajukan",
        actor=pegawai,
        data=request | {"jam_acara": "13:00"},
        files={"undangan": [pdf("undangan.pdf")]},
    )
    take(admin, "tersedia", operator=str(teknisi.pk))
    take(
        teknisi,
        "kirim",
        id_rapat="812 0000 1111",
        tautan="https://contoh.zoom.us/j/1",
        _periksa=["Ruang tunggu diaktifkan", "Perekaman diuji"],
    )
    take(teknisi, "lanjut")
    take(teknisi, "serahkan", peserta="38")
    take(pegawai, "belum", _catatan="Daftar hadir belum ada.")
    take(teknisi, "serahkan", peserta="38")
    done = take(pegawai, "konfirmasi")

    assert Ticket.objects.get(pk=ticket.pk).status == Status.DONE
    assert ["berita-acara", "Berita Acara Peminjaman Ruang Zoom"] in done.data["letters"]
