"""The ten seed procedures against a table of what the documents print."""

import json
import re
from pathlib import Path

import pytest

from sop import loader, registry
from sop.definition import DONE, REJECTED

ROOT = Path(__file__).resolve().parents[2]
DEFINITIONS = sorted((ROOT / "sop" / "definitions").glob("*/*.yaml"))
EXPECTED = json.loads((Path(__file__).parent / "files" / "expected_rows.json").read_text())

# Titles of the columns, in their order.
COLUMNS = {
    "bps-bengkulu/setting-jaringan": ["No", "Kegiatan", "Pelaksana", "Kelengkapan", "Waktu", "Output", "Keterangan"],
    "bps-bengkulu/pemeliharaan-peladen": ["No", "Kegiatan", "Pelaksana", "Output", "Waktu", "Keterangan"],
    "diskominfo-karanganyar/pemeliharaan-server": ["No.", "Uraian Prosedur", "Pelaksana", "Kelengkapan", "Waktu", "Output"],
    "diskominfo-tanah-bumbu/pemeliharaan-infrastruktur": ["No", "Aktivitas", "Pelaksana", "Persyaratan dan Kelengkapan", "Waktu", "Output", "Ket"],
    "dukcapil-pesisir-selatan/maintenance-jaringan": ["No.", "Kegiatan", "Pelaksana", "Kelengkapan", "Waktu", "Output", "Keterangan"],
}  # fmt: skip

# (number, made, revised, in force, who approved, NIP, how many entries of dasar hukum)
HEADERS = {
    "bps-bengkulu/setting-jaringan": ("SOP-053/17000/2025", "2021-01-08", "2025-05-26", "2025-06-02", "Ir. Win Rizal, M.E.", "19660825 198802 1 001", 10),
    "bps-bengkulu/pemeliharaan-peladen": ("SOP-043/17000/2025", "2021-01-08", "2025-05-26", "2025-06-02", "Ir. Win Rizal, M.E.", "19660825 198802 1 001", 10),
    "diskominfo-karanganyar/pemeliharaan-server": ("555/017/IV/2022", "2022-04-08", "", "2022-04-15", "Drs. SUJARNO, M.Si", "19630107 199003 1 004", 6),
    "diskominfo-tanah-bumbu/pemeliharaan-infrastruktur": ("B/800.3/83/DiskominfoSP.2/I/2024", "2024-01-18", "", "2024-02-05",
        "Al Husain Mardani, S.E.", "19830511 200701 1 005", 11),
    "dukcapil-pesisir-selatan/maintenance-jaringan": ("800/490/DKPS-PS/2022", "2022-01-10", "", "2022-01-10", "EVAFAUZA YULIASMAN, SE, M.Si", "19670712 199202 1 001", 6),
}  # fmt: skip


def name_of(path):
    return f"{path.parent.name}/{path.stem}"


RESULTS = {name_of(path): loader.parse_file(path) for path in DEFINITIONS}
PROCEDURES = {p.code: p for result in RESULTS.values() if result.sop for p in result.sop.procedures}


def steps_of(code):
    return PROCEDURES[code].steps


# The documents


@pytest.mark.parametrize("path", DEFINITIONS, ids=name_of)
def test_the_checker_finds_no_error(path):
    assert [f"{p.line}: {p}" for p in RESULTS[name_of(path)].errors] == []


@pytest.mark.parametrize("path", DEFINITIONS, ids=name_of)
def test_the_checker_only_warns_where_the_paper_itself_does_not_chain(path):
    assert [str(p) for p in RESULTS[name_of(path)].warnings if "Output langkah" not in p.message] == []


def test_there_are_ten_procedures_with_67_steps_and_no_code_is_taken_twice():
    assert len(PROCEDURES) == 10 and set(PROCEDURES) == set(EXPECTED)
    assert sum(len(p.steps) for p in PROCEDURES.values()) == 67
    assert loader.clashes(list(RESULTS.values())) == {}


@pytest.mark.parametrize("name", HEADERS)
def test_the_header_is_the_printed_one(name):
    sop = RESULTS[name].sop
    number, made, revised, in_force, approver, nip, laws = HEADERS[name]

    assert sop.organisation == name.split("/")[0]
    assert (sop.number, sop.created_on, sop.revised_on, sop.effective_on) == (number, made, revised, in_force)
    assert (sop.approval.name, sop.approval.nip, len(sop.legal_basis)) == (approver, nip, laws)
    assert sop.unit and sop.approval.position and sop.qualifications and sop.equipment
    assert [column.title for column in sop.columns] == COLUMNS[name]


def test_only_the_server_document_of_bps_carries_the_electronic_signature():
    assert [name for name, result in RESULTS.items() if result.sop.electronically_signed] == ["bps-bengkulu/pemeliharaan-peladen"]


# The rows


@pytest.mark.parametrize("code", EXPECTED)
def test_every_row_reads_as_the_document_prints_it(code):
    rows = [
        {
            "no": step.no,
            "kegiatan": step.activity,
            "kelengkapan": list(step.requirements),
            "waktu": step.duration
            and {"teks": step.duration.text, "min": step.duration.least, "maks": step.duration.most, "satuan": step.duration.unit},
            "output": list(step.output),
            "keterangan": step.remark,
        }
        for step in steps_of(code)
    ]
    expected = [{key: value for key, value in row.items() if key != "pelaksana"} for row in EXPECTED[code]["langkah"]]

    assert rows == expected


@pytest.mark.parametrize("code", EXPECTED)
def test_columns_and_who_acts_in_each_row_are_as_read(code):
    assert [p.code for p in PROCEDURES[code].performers] == EXPECTED[code]["pelaksana"]
    acting = {step.no: {role for act in step.acts for role in act.roles} for step in steps_of(code)}
    assert acting == {row["no"]: set(row["pelaksana"]) for row in EXPECTED[code]["langkah"]}


def test_mended_words_are_kept_beside_what_is_printed_now():
    original = {(code, step.no): dict(step.original) for code in PROCEDURES for step in steps_of(code)}
    assert original["evaluasi-aset", "1"] == {"kelengkapan": "Laporan Perimbahan Aset"}
    assert original["penghapusan-aset", "5"] == {"output": "Laporan Kegiatan Perbaikan dan Pemeliharaan Aset"}
    assert dict(RESULTS["diskominfo-karanganyar/pemeliharaan-server"].sop.original)["nomor"] == "555/017/1vV /2022"


@pytest.mark.parametrize("code", EXPECTED)
def test_open_readings_are_told(code):
    assert PROCEDURES[code].assumptions


# The workflows


@pytest.mark.parametrize("code", EXPECTED)
def test_every_printed_ending_issues_a_berita_acara(code):
    endings = [action for act in PROCEDURES[code].acts for action in act.actions if action.target == DONE]

    assert endings
    for action in endings:
        assert [letter.title for letter in action.letters if letter.kind == "berita-acara" and letter.title.startswith("Berita Acara ")]


@pytest.mark.parametrize("code", EXPECTED)
def test_every_move_the_paper_does_not_print_asks_for_the_reason(code):
    for act in PROCEDURES[code].acts:
        for action in act.actions:
            if action.deviation or action.target == REJECTED:
                assert action.deviation and action.note == "wajib", f"{act.code} {action.code}"


@pytest.mark.parametrize("code", EXPECTED)
def test_a_form_never_demands_a_registered_device(code):
    fields = [field for act in PROCEDURES[code].acts for action in act.actions for field in action.fields]
    assert not [field.code for field in fields if field.kind == "aset" and field.required]


@pytest.mark.parametrize("code", EXPECTED)
def test_letters_that_an_ending_supersedes_have_the_same_title(code):
    titles = {letter.title for act in PROCEDURES[code].acts for a in act.actions for letter in a.letters if letter.kind == "berita-acara"}
    assert len(titles) == 1


def test_the_data_that_sop_053_must_record_are_required():
    assert {field.label for field in PROCEDURES["setting-jaringan"].fields.values() if field.required} >= {
        "IP Address",
        "Nama PC",
        "Nama Group Jaringan",
    }
    assert list(RESULTS["bps-bengkulu/setting-jaringan"].sop.records) == ["IP Address", "Nama PC", "Nama Group Jaringan"]


def exits(code, act):
    return {action.label: action.target for action in PROCEDURES[code].act(act).actions if not action.deviation}


def test_printed_decisions_lead_where_they_were_read_to_lead():
    assert exits("setting-jaringan", "5a") == {"Berhasil": "6a", "Tidak berhasil": "4a"}
    assert exits("pemeliharaan-peladen", "2b") == {
        "Penambahan perangkat": "3a",
        "Update/upgrade perangkat": "4a",
        "Update/upgrade service/aplikasi": "5a",
    }
    assert exits("pemeliharaan-server", "8a") == {"Diganti": "8b", "Tidak diganti": "9a"}
    assert exits("rencana-kebutuhan-aset", "4a") == {"Ya, tindak lanjuti": "5a", "Tidak, kembalikan": "1a"}
    assert exits("penghapusan-aset", "2a") == {"Ya, syarat terpenuhi": "3a", "Tidak, kembalikan": "1a"}
    assert exits("maintenance-jaringan", "7a") == {"Ya": "10a", "Tidak": "8a"}


def test_a_finished_vendor_leads_back_to_the_test_outside_the_printed_way():
    retest = PROCEDURES["maintenance-jaringan"].act("11b").action("uji_ulang")
    assert (retest.target, retest.deviation) == ("7a", True)


def test_several_kinds_of_server_work_follow_one_another_outside_the_printed_way():
    reached = {a.target for act in ("3c", "4c", "5c") for a in PROCEDURES["pemeliharaan-peladen"].act(act).actions if a.deviation}
    assert reached >= {"3a", "4a", "5a"}


def test_every_letter_kind_is_issued_by_some_procedure():
    used = {letter.kind for p in PROCEDURES.values() for act in p.acts for action in act.actions for letter in action.letters}
    assert used == set(registry.LETTER_KINDS)


# The guide


def test_the_example_of_the_guide_passes_the_checker_without_a_word():
    blocks = re.findall(r"^```yaml\n(.*?)^```", (ROOT / "docs" / "sop.md").read_text(), re.M | re.S)
    result = loader.parse(next(block for block in blocks if block.startswith("# peminjaman-zoom.yaml")))

    assert result.problems == ()
    assert [(p.code, len(p.steps)) for p in result.sop.procedures] == [("peminjaman-zoom", 5)]
    assert "peminjaman-zoom" not in PROCEDURES
