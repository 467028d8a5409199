"""What a file of the SOP language means, and that nothing of it is lost in the database, in YAML or in JSON."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop.definition import Approval, Column, Duration, Field, Letter, Performer, Rung, Schedule
from sop.loader import from_content, parse, to_content, to_json, to_yaml
from sop.problems import Report
from sop.reader import read
from sop.yaml_writer import write

FILES = Path(__file__).parent / "files"
DEFINITIONS = Path(__file__).parents[2] / "sop" / "definitions"
VALID = [FILES / "setting-jaringan.yaml", FILES / "lengkap.yaml", *sorted(DEFINITIONS.glob("**/*.yaml"))]


def sop_of(path):
    result = parse(path.read_bytes(), path)
    assert result.sop is not None, [f"{p.line}: {p}" for p in result.errors]
    return result.sop


def small(rows, more=""):
    text = f"sop: {{nama: Contoh, instansi: contoh}}\nprosedur:\n  - kode: contoh\n    nama: Contoh\n    pelaksana: {{a: A, b: B}}\n{more}    langkah:\n"
    result = parse(text + "".join(f"      - {row}\n" for row in rows))
    assert result.sop is not None, [f"{p.line}: {p}" for p in result.errors]
    return result.sop.procedures[0]


@pytest.fixture(scope="module")
def example():
    return sop_of(FILES / "setting-jaringan.yaml")


@pytest.fixture(scope="module")
def whole():
    return sop_of(FILES / "lengkap.yaml")


# Reading


def test_the_example_of_the_manual_is_read_as_it_is_printed(example):
    procedure = example.procedure("setting-jaringan")

    assert (example.number, example.organisation, example.effective_on) == ("SOP-053/17000/2025", "bps-bengkulu", "2025-06-02")
    assert example.approval == Approval("Kepala BPS Provinsi Bengkulu", "Ir. Win Rizal, M.E.", "", "19660825 198802 1 001")
    assert [p.code for p in procedure.performers] == ["pegawai", "admin", "teknisi"]
    assert [act.code for act in procedure.acts] == ["1a", "1b", "2a", "3a", "4a", "5a", "6a", "6b"]
    assert [act.shape for act in procedure.acts] == ["mulai", *["proses"] * 4, "keputusan", "proses", "selesai"]
    assert {a.code: a.target for act in procedure.acts for a in act.actions} == {
        "ajukan": "1b",
        "setujui": "2a",
        "tolak": "ditolak",
        "terima": "3a",
        "kembalikan": "1b",
        "lanjut": "5a",
        "berhasil": "6a",
        "gagal": "4a",
        "catat": "6b",
        "konfirmasi": "selesai",
        "belum": "4a",
    }
    assert procedure.reopen_at == "4a"
    assert procedure.opened_by == ("pegawai", "admin")
    assert procedure.act("1b").approval
    assert procedure.fields["perangkat"] == Field("perangkat", "Perangkat", "pilihan", required=True, choices=("PC", "Laptop"))


def test_a_row_with_oleh_is_one_act_with_one_way_on(example):
    act = example.procedure("setting-jaringan").act("3a")

    assert act.roles == ("teknisi",)
    (action,) = act.actions
    assert (action.code, action.label, action.target, action.note) == ("lanjut", "Selesaikan langkah", "4a", "boleh")


def test_every_key_is_read(whole):
    procedure = whole.procedure("aplikasi")

    assert whole.created_on == "2024-01-08"
    assert whole.approval.rank == "Pembina Utama Muda" and whole.approval.place == "Painan"
    assert whole.warning == ("Jika tidak dilaksanakan, layanan terhenti.",)
    assert whole.electronically_signed
    assert (
        whole.columns[0] == Column("no", "No.")
        and whole.columns[2] == Column("pelaksana", "Pelaksana")
        and whole.columns[3].title == "Hasil"
    )
    assert dict(whole.original) == {"nomor": "0O0.8.3.3/15/OR", "disahkan": "Dra Contoh"}
    assert procedure.performers[0] == Performer("warga", "Warga Pemohon", external=True, recorded_by="loket")
    assert procedure.acting_role("warga") == "loket"
    assert procedure.service_hours == "24jam" and procedure.confidential
    assert procedure.reopen_at == "2b"
    assert procedure.escalation == (Rung(75, ("pemegang",)), Rung(200, ("kadis", "pimpinan")))
    assert procedure.schedule == Schedule("triwulan", "07:30", "loket")
    first, second, third, last = procedure.steps
    assert first.remark == "Pukul 10:30, ya: 010"
    assert first.duration == Duration("-")
    assert [field.kind for field in first.acts[0].actions[0].fields] == ["pilihan", "berkas", "aset", "tabel"]
    assert [column.code for column in procedure.fields["daftar"].columns] == ["nama", "jumlah"]
    assert second.planned and second.lapse.target == "selesai" and str(second.lapse.after) == "3 hari"
    assert second.duration.resolve({"berat": "Berat"}).most == 2
    assert second.duration.resolve({"berat": "010"}).limit is None
    assert second.escalation == (Rung(50, ("pembagi", "kadis")),)
    assert second.acts[0].roles == ("loket", "teknisi") and second.acts[0].signature == "paraf"
    assert second.acts[0].checklist == ("Berkas lengkap", "Tanda tangan")
    assert second.acts[1].actions[0].code == "lanjut", "an act without tindakan has one way on"
    assert third.acts[0].actions[0].letters == (Letter("berita-acara", "BA Pemasangan"), Letter("hasil-tes"))
    assert third.acts[0].actions[0].effects == ("aset.catat",)
    assert last.duration is None
    assert last.acts[0].actions[1].condition == ("2", "lengkap")


def test_targets_left_out_are_the_next_act_the_next_row_or_the_end():
    procedure = small(
        [
            "{no: 1, kegiatan: X, alur: [{oleh: a}, {oleh: b}]}",
            "{no: 2, kegiatan: X, oleh: a}",
            "{no: 3, kegiatan: X, alur: [{oleh: a, bentuk: selesai, tindakan: [{kode: x, label: X}, {kode: y, label: Y, ke: 4, di_luar_sop: ya}]}]}",
            "{no: 4, kegiatan: X, oleh: b}",
        ]
    )

    assert [[a.target for a in act.actions] for act in procedure.acts] == [["1b"], ["2a"], ["3a"], ["selesai", "4a"], ["selesai"]]


def test_a_target_names_a_row_an_act_or_an_end():
    procedure = small(
        [
            "{no: 1, kegiatan: X, alur: [{oleh: a}, {oleh: b}]}",
            "{no: 2, kegiatan: X, alur: [{oleh: a, bentuk: keputusan, tindakan: [{kode: q, label: Q, ke: 1}, {kode: r, label: R, ke: 1B},"
            " {kode: s, label: S, ke: selesai}, {kode: t, label: T, ke: Ditolak}]}]}",
        ]
    )

    assert [a.target for a in procedure.act("2a").actions] == ["1a", "1b", "selesai", "ditolak"]


@pytest.mark.parametrize(("rows", "reopened"), [(1, "1a"), (2, "1a"), (3, "2a")])
def test_by_default_a_ticket_is_reopened_at_the_row_before_the_last(rows, reopened):
    assert small([f"{{no: {n}, kegiatan: X, oleh: a}}" for n in range(1, rows + 1)]).reopen_at == reopened


def test_by_default_whoever_does_the_first_act_opens():
    assert small(["{no: 1, kegiatan: X, oleh: [b, a]}"]).opened_by == ("b", "a")


def test_plain_scalars_are_texts_and_mean_what_they_say():
    procedure = small(["{no: 010, kegiatan: 10:30, oleh: a, kelengkapan: [no, yes, null, 0x1F, 1e3, 2025-06-02], keterangan: ~}"])

    step = procedure.steps[0]
    assert (step.no, step.activity, step.remark) == ("010", "10:30", "~")
    assert step.requirements == ("no", "yes", "null", "0x1F", "1e3", "2025-06-02")


def test_long_texts_may_run_over_lines():
    text = (FILES / "setting-jaringan.yaml").read_text().replace("Tes dan uji coba", ">-\n          Tes\n          dan uji coba")

    assert parse(text).sop.procedures[0].step("5").activity == "Tes dan uji coba"


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm():
    text = (FILES / "setting-jaringan.yaml").read_text()

    again = parse(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())

    assert again.sop == parse(text).sop


def test_a_condition_is_followed_when_looking_for_a_way_to_the_end():
    """Work chosen at row 1 and offered by condition at row 2: both choices have their way on, so nobody is stuck."""
    procedure = small(
        [
            "{no: 1, kegiatan: X, alur: [{oleh: a, bentuk: keputusan, tindakan: [{kode: baru, label: Baru}, {kode: lama, label: Lama}]}]}",
            "{no: 2, kegiatan: X, alur: [{oleh: b, bentuk: keputusan, tindakan: [{kode: pasang, label: Pasang, ke: 3, bila: {langkah: 1, tindakan: baru}},"
            " {kode: ganti, label: Ganti, ke: 4, bila: {langkah: 1, tindakan: lama}}]}]}",
            "{no: 3, kegiatan: X, oleh: a, ke: selesai}",
            "{no: 4, kegiatan: X, oleh: a}",
        ]
    )

    assert procedure.act("2a").action("ganti").condition == ("1", "lama")


def test_an_act_reached_only_outside_the_printed_sop_is_reached():
    procedure = small(
        [
            "{no: 1, kegiatan: X, alur: [{oleh: a, tindakan: [{kode: x, label: X, ke: selesai}, {kode: y, label: Y, ke: 2, di_luar_sop: ya}]}]}",
            "{no: 2, kegiatan: X, oleh: b}",
        ]
    )

    assert procedure.act("1a").action("y").deviation


def test_a_lapse_is_a_way_on():
    small(["{no: 1, kegiatan: X, oleh: a, ke: 2}", "{no: 2, kegiatan: X, oleh: a, ke: 2, lewat_waktu: {setelah: 3 hari, ke: selesai}}"])


# Out and in again


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_stored_content_holds_the_whole_document(path):
    sop = sop_of(path)

    stored = json.loads(json.dumps(to_content(sop), sort_keys=True))  # as PostgreSQL gives it back: keys in another order

    assert from_content(stored) == sop
    assert to_content(from_content(stored)) == to_content(sop)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_exported_yaml_reads_back_as_the_same_document(path):
    sop = sop_of(path)

    written = to_yaml(sop)
    again = parse(written)

    assert again.errors == ()
    assert again.sop == sop
    assert to_yaml(again.sop) == written


def test_exported_yaml_says_nothing_that_goes_without_saying(example):
    written = to_yaml(example)

    assert "kolom" not in written and "bentuk: proses" not in written and "catatan: boleh" not in written
    assert "        oleh: teknisi\n" in written


def test_stored_content_says_what_might_one_day_follow_another_rule(example):
    stored = to_content(example)

    third = stored["prosedur"][0]["langkah"][2]
    assert third["alur"][0]["bentuk"] == "proses"
    assert third["alur"][0]["tindakan"][0]["ke"] == "4a"


def test_the_json_of_a_procedure_has_the_promised_shape(example):
    told = to_json(example, "setting-jaringan")

    assert list(told) == ["sop", "kode", "nama", "pelaksana", "langkah"]
    assert told["sop"] == {"nomor": "SOP-053/17000/2025", "nama": example.name, "instansi": "bps-bengkulu"}
    assert told["pelaksana"][1] == {"kode": "admin", "nama": "Admin/PJK TIP"}
    assert told["langkah"][3] == {
        "no": 4,
        "kegiatan": "Pelaksanaan pengaturan/konfigurasi/perbaikan",
        "kelengkapan": ["Proses dimulainya pengaturan/konfigurasi/perbaikan jaringan"],
        "waktu": {"teks": "10-60 menit", "min": 10, "maks": 60, "satuan": "menit", "kalender": False},
        "output": ["Pengaturan/konfigurasi/perbaikan selesai dilakukan"],
        "keterangan": "",
        "alur": [
            {
                "kode": "4a",
                "oleh": "teknisi",
                "bentuk": "proses",
                "tindakan": [{"kode": "lanjut", "label": "Selesaikan langkah", "ke": "5a", "di_luar_sop": False}],
            }
        ],
    }
    assert told["langkah"][0]["alur"][1]["tindakan"][1] == {"kode": "tolak", "label": "Tolak", "ke": "ditolak", "di_luar_sop": True}


def test_in_json_an_empty_time_is_null_and_a_dash_has_no_numbers(whole):
    steps = to_json(whole, "aplikasi")["langkah"]

    assert steps[3]["waktu"] is None
    assert steps[0]["waktu"] == {"teks": "-", "min": None, "maks": None, "satuan": None, "kalender": False}
    assert steps[2]["waktu"] == {"teks": "2x24 jam", "min": 48, "maks": 48, "satuan": "jam", "kalender": True}
    assert steps[1]["waktu"]["menurut"] == "berat" and steps[1]["waktu"]["pilihan"]["Ringan"]["maks"] == 1
    assert steps[1]["alur"][0]["oleh"] == ["loket", "teknisi"]


# The writer

PRINTABLE = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=30).map(lambda text: " ".join(text.split()))


@given(st.recursive(PRINTABLE, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PRINTABLE, inner, max_size=4), max_leaves=12))
def test_whatever_is_written_reads_back_as_it_was(value):
    report = Report()

    node = read(write({"a": value}), report)

    assert report.problems() == ()
    assert plain(node) == {"a": value}


def plain(node):
    if isinstance(node, str):
        return str(node)
    if hasattr(node, "items"):
        return [plain(item) for item in node.items]
    return {str(key): plain(value) for key, value in node.pairs}
