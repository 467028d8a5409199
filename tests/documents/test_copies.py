"""Copies that come back signed: kept as they are, read for what they carry, and never taken for something they are not."""

import html
import io

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from documents.book import clerks
from documents.models import SignedCopy
from documents.signing.certificate import OfficeCertificate
from tickets.models import StagedUpload

from .certificates import PASSWORD, Authority, authority, bsre

pytestmark = pytest.mark.once


@pytest.fixture
def letter(finished):
    return finished.letters.get()


@pytest.fixture
def bsre_is_known(settings, tmp_path):
    path = tmp_path / "bsre.pem"
    path.write_bytes(bsre().pem())
    settings.TRUST_ROOTS = str(path)


@pytest.fixture
def staff(as_person):
    return as_person("teknisi.bps")


def content_of(row):
    with row.file.open("rb") as file:
        return file.read()


def signed(content, by=None, name="Hendra Saputra"):
    return OfficeCertificate.load((by or bsre()).archive(name), PASSWORD).sign(content, reason="TTE", place="Bengkulu")


def rewritten(content):
    """As an application leaves it that writes a file anew."""
    writer, out = pypdf.PdfWriter(clone_from=io.BytesIO(content)), io.BytesIO()
    writer.write(out)
    return out.getvalue()


def flipped(content, at=2000):
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def upload(client, letter, content=None, name="tte.pdf", **data):
    files = {} if content is None else {"berkas": SimpleUploadedFile(name, content, "application/pdf")}
    return client.post(reverse("surat-salinan", args=[letter.uuid]), data | files)


def says(answer):
    return html.unescape(answer.content.decode())


def public(letter):
    return says(Client().get(reverse("surat-periksa", args=[letter.token])))


def page(client, letter):
    return says(client.get(reverse("surat", args=[letter.uuid])))


def test_a_copy_signed_by_bsre_is_kept_as_it_is_and_said_to_be(letter, staff, bsre_is_known):
    content = signed(content_of(letter))
    assert upload(staff, letter, content).status_code == 302

    copy = SignedCopy.objects.get()
    assert content_of(copy) == content
    assert (copy.same, copy.by_bsre, copy.uploaded_by.username) == (True, True, "teknisi.bps")
    assert "Balai Besar Sertifikasi Elektronik (BSrE)" in page(staff, letter)
    assert "Hendra Saputra" in page(staff, letter)
    said = public(letter)
    assert "diterbitkan oleh Balai Besar Sertifikasi Elektronik (BSrE), Badan Siber dan Sandi Negara" in said
    assert "Hendra Saputra" not in said
    letter.refresh_from_db()
    assert content_of(letter) != content, "what was issued stays what it was"


def test_without_that_root_nothing_is_said_of_bsre(letter, staff):
    upload(staff, letter, signed(content_of(letter)))
    copy = SignedCopy.objects.get()
    assert (copy.by_bsre, copy.is_electronic) == (False, True)
    assert "Badan Siber" not in public(letter)
    assert "membawa tanda tangan elektronik" in public(letter)
    assert "penerbit itu tidak dikenal" in page(staff, letter)


def test_both_files_are_offered_and_the_public_page_knows_the_copy(letter, staff, as_person):
    content = signed(content_of(letter))
    upload(staff, letter, content)
    copy = SignedCopy.objects.get()
    for who, code in (("pegawai.bps", 200), ("pegawai2.bps", 404), ("kadis.karanganyar", 404)):
        assert as_person(who).get(copy.get_absolute_url()).status_code == code
    answer = as_person("pegawai.bps").get(copy.get_absolute_url())
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    panel = says(as_person("pegawai.bps").get(reverse("surat-panel", args=[letter.ticket.number])))
    assert copy.get_absolute_url() in panel
    assert letter.get_absolute_url() in panel
    asked = Client().post(reverse("surat-periksa-berkas"), {"berkas": SimpleUploadedFile("a.pdf", content)})
    assert "salinan bertanda tangan yang disimpan kantor penerbit" in says(asked)


def test_one_changed_byte_is_refused(letter, staff):
    answer = upload(staff, letter, flipped(signed(content_of(letter))))
    assert answer.status_code == 422
    assert "isinya berubah setelah ditandatangani" in says(answer)
    assert not SignedCopy.objects.exists()


def test_a_file_written_anew_before_it_was_signed_needs_somebodys_word(letter, staff):
    content = signed(rewritten(content_of(letter)))
    answer = upload(staff, letter, content)
    assert answer.status_code == 422
    assert "Ini bukan berkas yang kami terbitkan, tetapi membawa tanda tangan elektronik yang sah" in says(answer)
    assert not SignedCopy.objects.exists()
    token = str(StagedUpload.objects.get().token)
    assert upload(staff, letter, titipan=token).status_code == 422, "not without the word"

    assert upload(staff, letter, titipan=token, yakin="on").status_code == 302

    copy = SignedCopy.objects.get()
    assert (copy.same, content_of(copy)) == (False, content)
    assert "dicocokkan oleh pengunggah" in page(staff, letter)
    assert not StagedUpload.objects.exists()


def test_a_scan_is_kept_as_a_scan(letter, staff):
    scan = io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(scan)
    answer = upload(staff, letter, scan.getvalue())
    assert "tidak membawa tanda tangan elektronik" in says(answer)
    upload(staff, letter, titipan=str(StagedUpload.objects.get().token), yakin="on")
    assert not SignedCopy.objects.get().is_electronic
    assert "Pindaian" in page(staff, letter)
    assert "membawa tanda tangan elektronik" not in public(letter)


def test_what_was_left_with_us_is_the_uploaders_alone(letter, staff, as_person):
    upload(staff, letter, signed(rewritten(content_of(letter))))
    token = str(StagedUpload.objects.get().token)
    answer = upload(as_person("teknisi2.bps"), letter, titipan=token, yakin="on")
    assert (answer.status_code, "sudah tidak ada" in says(answer)) == (422, True)
    assert not SignedCopy.objects.exists()


def test_what_brings_nothing_new_is_refused(letter, staff):
    answer = upload(staff, letter, content_of(letter))
    assert (answer.status_code, "belum ada tanda tangan" in says(answer)) == (422, True)
    content = signed(content_of(letter))
    upload(staff, letter, content)
    answer = upload(staff, letter, content)
    assert (answer.status_code, "sudah disimpan" in says(answer)) == (422, True)
    assert SignedCopy.objects.count() == 1


@pytest.mark.parametrize(("content", "name"), [(b"<html>", "a.pdf"), (b"%PDF-1.7", "a.html"), (b"", "a.pdf"), (b"catatan", "a.txt")])
def test_what_is_no_pdf_is_refused(letter, staff, content, name):
    assert upload(staff, letter, content, name).status_code == 422
    assert not SignedCopy.objects.exists()
    assert not StagedUpload.objects.exists()


def test_only_staff_brings_copies_and_only_of_letters_that_stand(letter, staff, as_person):
    assert upload(as_person("pegawai.bps"), letter, b"%PDF").status_code == 403
    assert upload(as_person("pegawai2.bps"), letter, b"%PDF").status_code == 404
    clerks.void(letter, "Salah.", actor=letter.ticket.opened_by)
    assert upload(staff, letter, signed(content_of(letter))).status_code == 404


def test_beside_the_offices_own_signature_the_other_one_counts(settings, tmp_path, ended, staff, bsre_is_known):
    from documents import letters

    path = tmp_path / "kantor.p12"
    path.write_bytes(authority().archive())
    settings.SIGNING_CERTIFICATE, settings.SIGNING_PASSWORD = str(path), PASSWORD
    letters.produce(ended.letters.get().pk)
    letter = ended.letters.get()
    content = second_signature(content_of(letter))

    assert upload(staff, letter, content).status_code == 302

    copy = SignedCopy.objects.get()
    assert [found["subject"] for found in copy.findings] == ["Hendra Saputra"]
    assert (copy.same, copy.by_bsre) == (True, True)


def second_signature(content):
    from unittest.mock import patch

    from documents.signing import certificate

    with patch.object(certificate, "FIELD", "BSrE"):
        return signed(content)


def test_an_impostor_is_not_bsre(letter, staff, bsre_is_known):
    upload(staff, letter, signed(content_of(letter), Authority("BSrE Contoh", "Balai Besar Sertifikasi Elektronik")))
    assert not SignedCopy.objects.get().by_bsre
    assert "Badan Siber" not in public(letter)
