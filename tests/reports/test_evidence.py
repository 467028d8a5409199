"""Bukti dukung SPBE: everything is in it, and each hash is right."""

import hashlib
import io
import zipfile

import pytest
from django.urls import reverse

from documents import letters
from documents.models import Letter
from reports.models import Job

from .conftest import NOVEMBER
from .test_pages import client_of


@pytest.fixture
def archive(story, people, work):
    for pk in Letter.objects.values_list("pk", flat=True):
        letters.produce(pk)
    client = client_of(people["pengelola.bps"])
    with work():
        client.post(reverse("laporan-buat"), {"periode": NOVEMBER, "jenis": "spbe"})
    job = Job.objects.get()
    fetched = client.get(reverse("laporan-unduh", args=[job.uuid]))
    content = b"".join(fetched.streaming_content)
    assert hashlib.sha256(content).hexdigest() == job.sha256
    return zipfile.ZipFile(io.BytesIO(content))


@pytest.mark.django_db
def test_every_file_has_its_hash_and_every_hash_its_file(archive):
    sums = dict(reversed(line.split("  ", 1)) for line in archive.read("SHA256SUMS").decode().splitlines())

    assert set(sums) == set(archive.namelist()) - {"SHA256SUMS"}
    assert {name: hashlib.sha256(archive.read(name)).hexdigest() for name in sums} == sums


@pytest.mark.django_db
def test_sops_register_and_letters_are_in_it(archive):
    names = archive.namelist()
    issued = list(Letter.objects.issued())

    assert len([n for n in names if n.startswith("sop/")]) == 2
    assert all(archive.read(n).startswith(b"%PDF-") for n in names if n.endswith(".pdf"))
    assert len(issued) >= 2
    assert {hashlib.sha256(archive.read(n)).hexdigest() for n in names if n.startswith("surat/")} == {x.sha256 for x in issued}
    assert archive.read("register/register-tiket.csv").decode().count("BPS-2026-") == 3
    index = archive.read("README.txt").decode()
    assert all(letter.number in index for letter in issued)
    assert "sha256sum -c SHA256SUMS" in index


@pytest.mark.django_db
def test_a_letter_that_is_not_what_was_issued_is_named(story, people, tmp_path):
    from reports import evidence
    from reports.figures import Period

    for pk in Letter.objects.values_list("pk", flat=True):
        letters.produce(pk)
    changed, gone = Letter.objects.issued()[:2]
    with open(changed.file.path, "ab") as file:
        file.write(b"x")
    gone.file.storage.delete(gone.file.name)
    reader = type(people["pengelola.bps"]).objects.get(username="pengelola.bps")

    evidence.write(tmp_path / "e.zip", story.procedure.organisation, Period.parse(NOVEMBER, "Asia/Jakarta"), reader=reader)

    index = zipfile.ZipFile(tmp_path / "e.zip").read("README.txt").decode()
    assert "tidak sama dengan yang diterbitkan" in index
    assert "tidak ditemukan di penyimpanan" in index
