"""`manage.py sop check | load | export` as an administrator types it."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Organisation, SettingsChange
from sop.loader import parse
from sop.models import Procedure, Revision

ROOT = Path(__file__).parents[2]
FILES = Path(__file__).parent / "files"
EXAMPLE = FILES / "setting-jaringan.yaml"


def sop(*words):
    """(exit code, standard output, standard error)."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("sop", *map(str, words), stdout=out, stderr=err)
    except SystemExit as stopped:
        return stopped.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_checking_in_a_shell_prints_sentences_and_ends_with_one(tmp_path):
    broken = FILES / "broken" / "peran-tidak-dikenal.yaml"
    environment = os.environ | {
        "HALOCIK_VAR": str(tmp_path),
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "PYTHONIOENCODING": "utf-8",
    }

    done = subprocess.run(
        [sys.executable, "manage.py", "sop", "check", EXAMPLE, broken], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert f"{broken}:8: Peran “teknissi” tidak ada di “pelaksana” prosedur ini. Maksud Anda “teknisi”?" in done.stdout
    assert f"{EXAMPLE}: OK — 1 prosedur (setting-jaringan), 6 langkah, 6 peringatan." in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_loading_before_the_database_is_there_says_what_to_do(tmp_path):
    environment = os.environ | {"HALOCIK_VAR": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    environment.pop("DATABASE_URL", None)

    done = subprocess.run([sys.executable, "manage.py", "sop", "load", EXAMPLE], cwd=ROOT, env=environment, capture_output=True, text=True)

    assert done.returncode == 1
    assert "manage.py migrate" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.django_db
def test_loading_on_the_command_line_stands_in_the_offices_log(offices, people, client):
    for _time in range(2):  # the second time there is nothing to load
        assert sop("load", EXAMPLE)[0] == 0

    client.force_login(people["pengelola.bps"])
    page = client.get(reverse("pengaturan-catatan")).content.decode()
    written = SettingsChange.objects.filter(what__startswith="Memuat SOP")

    assert [(change.organisation.code, change.actor) for change in written] == [("bps-bengkulu", None)]
    assert "Memuat SOP Permintaan Setting Jaringan PC/Laptop BPS Provinsi Bengkulu, revisi 1" in page
    assert "Sistem" in page


@pytest.mark.django_db
class TestLoad:
    def test_a_file_is_loaded_and_said_to_be_in_force(self, offices):
        code, out, _err = sop("load", EXAMPLE)

        assert code == 0
        assert f"{EXAMPLE}: dimuat sebagai revisi 1, berlaku sekarang." in out
        assert "peringatan" not in out

    def test_loading_it_again_changes_nothing(self, offices):
        sop("load", EXAMPLE)

        code, out, _err = sop("load", EXAMPLE)

        assert code == 0
        assert "sama dengan revisi 1 (berlaku); tidak ada yang diubah." in out

    def test_a_superseded_version_is_not_brought_back_by_accident(self, offices, tmp_path):
        newer = tmp_path / "baru.yaml"
        newer.write_text(EXAMPLE.read_text().replace("waktu: 5 menit", "waktu: 7 menit"))
        sop("load", EXAMPLE)
        assert "masih sama dengan revisi sebelumnya" in sop("load", newer)[1]

        assert "sudah digantikan. Untuk memberlakukannya lagi, perbarui tanggal" in sop("load", EXAMPLE)[1]
        assert Revision.objects.in_force().get().sequence == 2

    def test_one_refused_file_does_not_stop_the_others(self, offices, tmp_path):
        broken = FILES / "broken" / "waktu-terbalik.yaml"

        code, out, _err = sop("load", broken, EXAMPLE)

        assert code == 1
        assert f"{broken}:8: Waktu “60-10 menit” terbalik" in out
        assert Procedure.objects.filter(code="setting-jaringan").exists()

    def test_an_unknown_office_is_refused_with_file_and_line(self, offices):
        code, out, _err = sop("load", FILES / "lengkap.yaml")

        assert code == 1
        assert f"{FILES / 'lengkap.yaml'}:5: Instansi “contoh” belum ada" in out

    def test_a_future_day_is_named(self, offices, tmp_path):
        path = tmp_path / "nanti.yaml"
        path.write_text(EXAMPLE.read_text().replace("efektif: 2025-06-02", "efektif: 2999-01-02"))

        assert "revisi 1, berlaku mulai 2999-01-02." in sop("load", path)[1]

    def test_without_files_the_built_in_ones_of_the_offices_that_exist(self, offices):
        for office in Organisation.objects.exclude(code="bps-bengkulu"):
            Organisation.objects.filter(pk=office.pk).update(code=f"kantor-{office.pk}")

        code, out, _err = sop("load")

        assert code == 0
        assert Revision.objects.in_force().count() == 2
        assert out.count("dilewati") == 3

    def test_without_any_office_it_says_how_to_make_one(self, db):
        code, out, err = sop("load")

        assert code == 1
        assert "dilewati" in out and "instansi create" in err

    def test_new_roles_and_dropped_procedures_are_told(self, offices, tmp_path):
        path = tmp_path / "sop.yaml"
        row = "langkah: [{no: 1, kegiatan: X, oleh: satpam}]"
        head = "sop: {nama: A, instansi: bps-bengkulu}\nprosedur:\n"
        one, two = (f"  - {{kode: {code}, nama: {code}, pelaksana: {{satpam: Satpam}}, {row}}}\n" for code in ("jaga", "patroli"))
        path.write_text(head + one + two)
        assert "peran baru: satpam" in sop("load", path)[1]

        path.write_text(head + one)
        assert "tidak ada lagi dalam dokumen ini: patroli" in sop("load", path)[1]


@pytest.mark.django_db
class TestExport:
    @pytest.fixture(autouse=True)
    def loaded(self, offices):
        sop("load", EXAMPLE)

    def test_json(self):
        code, out, _err = sop("export", "setting-jaringan", "--format", "json")

        assert code == 0
        assert [row["no"] for row in json.loads(out)["langkah"]] == [1, 2, 3, 4, 5, 6]

    def test_yaml_reads_back_as_what_was_loaded(self, tmp_path):
        path = tmp_path / "keluar.yaml"

        assert sop("export", "setting-jaringan", "--format", "yaml", "-o", path)[0] == 0

        assert parse(path.read_bytes()).sop == parse(EXAMPLE.read_bytes()).sop

    def test_an_unknown_code_is_answered_with_those_that_exist(self):
        code, _out, err = sop("export", "setting")

        assert code == 1
        assert "setting-jaringan" in err

    def test_one_code_in_two_offices_needs_the_office(self, offices, tmp_path):
        path = tmp_path / "lain.yaml"
        path.write_text(EXAMPLE.read_text().replace("instansi: bps-bengkulu", "instansi: diskominfo-karanganyar"))
        sop("load", path)

        code, _out, err = sop("export", "setting-jaringan")
        assert code == 1 and "--instansi" in err

        code, out, _err = sop("export", "setting-jaringan", "--instansi", "diskominfo-karanganyar")
        assert json.loads(out)["sop"]["instansi"] == "diskominfo-karanganyar"

    @pytest.mark.parametrize(("format", "start"), [("svg", b"<svg"), ("pdf", b"%PDF-")])
    def test_the_sheet_as_a_drawing(self, tmp_path, format, start):
        path = tmp_path / f"lembar.{format}"

        assert sop("export", "setting-jaringan", "--format", format, "-o", path)[0] == 0

        assert start in path.read_bytes()[:200]

    def test_a_file_that_cannot_be_written_is_said(self, tmp_path):
        code, _out, err = sop("export", "setting-jaringan", "-o", tmp_path / "tiada" / "x.json")

        assert code == 1 and "tidak dapat ditulis" in err
