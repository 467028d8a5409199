"""The public page: by QR code, and by a file somebody holds. It says what is true of the letter and names nobody."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from documents import checking, letters
from documents.book import clerks
from documents.signing.certificate import OfficeCertificate

from .certificates import PASSWORD, Authority, authority

pytestmark = pytest.mark.once


@pytest.fixture
def office_signs(settings, tmp_path):
    path = tmp_path / "kantor.p12"
    path.write_bytes(authority().archive())
    settings.SIGNING_CERTIFICATE, settings.SIGNING_PASSWORD = str(path), PASSWORD


@pytest.fixture
def signed(office_signs, ended):
    """A berita acara that the office signed."""
    letters.produce(ended.letters.get().pk)
    return ended.letters.get()


@pytest.fixture
def unsigned(finished):
    return finished.letters.get()


def content_of(letter):
    with letter.file.open("rb") as file:
        return file.read()


def hand_in(content=None, token=None, client=None, name="surat.pdf"):
    """(status, text) of the public page for a file."""
    url = reverse("surat-periksa", args=[token]) if token else reverse("surat-periksa-berkas")
    data = {} if content is None else {"berkas": SimpleUploadedFile(name, content, "application/pdf")}
    answer = (client or Client()).post(url, data)
    return answer.status_code, text(answer)


def text(answer):
    page = re.sub(r"<[^>]+>", " ", html.unescape(answer.content.decode()))
    return " ".join(page.split())


def flipped(content, at=2000):
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


# The file that was issued


@pytest.mark.parametrize("which", ["signed", "unsigned"])
def test_the_file_that_was_issued_is_recognised_with_and_without_its_address(request, which):
    letter = request.getfixturevalue(which)
    for token in (None, letter.token):
        code, said = hand_in(content_of(letter), token)
        assert code == 200
        assert "sama persis dengan yang kami terbitkan" in said
        assert "asli dan berlaku" in said
        assert letter.number in said


def test_one_changed_byte_is_said_to_be_changed_as_the_signature_is_broken(signed):
    code, said = hand_in(flipped(content_of(signed)))
    assert code == 200
    assert "Berkas ini sudah diubah" in said
    assert "Tidak sah: isi yang ditandatangani sudah berubah." in said
    assert "sama persis" not in said


def test_one_changed_byte_of_an_unsigned_letter_makes_it_a_stranger(unsigned):
    _code, said = hand_in(flipped(content_of(unsigned)), unsigned.token)
    assert "Ini bukan berkas yang kami terbitkan" in said
    assert "tidak membawa tanda tangan elektronik" in said


def test_a_letter_superseded_or_void_since_is_not_called_valid(unsigned, finished):
    clerks.void(unsigned, "Salah perangkat.", actor=finished.people["pengelola.bps"])
    _code, said = hand_in(content_of(unsigned))
    assert "sama persis" in said
    assert "sudah membatalkannya" in said
    assert "asli dan berlaku" not in said
    assert "Salah perangkat" not in said


def test_another_letters_file_does_not_pass_for_this_one(unsigned, ask):
    other = ask().until_confirmation()
    other.confirm()
    _code, said = hand_in(content_of(unsigned), other.letters.get().token)
    assert "Berkas ini asli, tetapi surat yang lain" in said


# Signatures put on it elsewhere


def put_on(content, by=None):
    own = OfficeCertificate.load((by or Authority()).archive("Bima Prasetya"), PASSWORD)
    return own.sign(content, reason="Tanda tangan", place="Bengkulu")


def test_a_signature_put_on_it_since_leaves_it_our_letter(unsigned):
    _code, said = hand_in(put_on(content_of(unsigned)))
    assert "Isi surat ini sama dengan yang kami terbitkan" in said
    assert "Sah: isinya tidak berubah sejak ditandatangani." in said
    assert "penerbit itu tidak dikenal portal ini" in said
    assert "Bima Prasetya" not in said, "the page names nobody, not even from the file itself"


def test_anything_else_put_on_it_makes_it_changed(unsigned):
    content = content_of(unsigned)
    for added in (b"\n", b"% catatan\n%%EOF\n", b"\n1 0 obj\n<< >>\nendobj\n%%EOF\n"):
        _code, said = hand_in(content + added)
        assert "Berkas ini sudah diubah" in said, added


# What is no letter


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"bukan PDF", b"%PDF-1.7\nkosong\n%%EOF\n", b"\x89PNG\r\n\x1a\n", b"<html><script>alert(1)</script>"])
def test_what_is_no_letter_of_ours_is_said_to_be_a_stranger(content):
    code, said = hand_in(content)
    assert code == 200
    assert "Ini bukan berkas yang kami terbitkan" in said
    assert "bukan PDF yang dapat dibaca" in said
    assert "alert(1)" not in said


@pytest.mark.django_db
def test_without_a_file_it_asks_for_one():
    assert hand_in()[0] == 422
    assert "Pilih berkas PDF" in hand_in()[1]


@pytest.mark.django_db
def test_a_file_that_is_too_large_is_not_looked_at(settings, monkeypatch):
    settings.ATTACHMENT_MAX_BYTES = 1000
    monkeypatch.setattr(checking, "judge", None)
    code, said = hand_in(b"%PDF" + b"x" * 1000)
    assert (code, "terlalu besar" in said) == (422, True)


@pytest.mark.django_db
def test_whoever_asks_too_often_has_to_wait(monkeypatch):
    monkeypatch.setattr(checking, "judge", lambda content: checking.Verdict(checking.FOREIGN))
    codes = [hand_in(b"%PDF")[0] for _time in range(checking.PER_MINUTE + 2)]
    assert codes == [200] * checking.PER_MINUTE + [429, 429]
    assert hand_in(b"%PDF", client=Client(REMOTE_ADDR="10.9.8.7"))[0] == 200


def test_nothing_of_the_file_is_kept(unsigned, settings, tmp_path):
    def files():
        return sorted(path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())

    before = files()
    hand_in(flipped(content_of(unsigned)))
    hand_in(content_of(unsigned))
    assert files() == before


# The page itself


@pytest.mark.django_db
def test_the_page_without_an_address_asks_for_a_file():
    answer = Client().get(reverse("surat-periksa-berkas"))
    assert answer.status_code == 200
    assert "Surat tidak dikenal" not in text(answer)
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]


def test_qr_codes_of_before_still_lead_there(unsigned):
    answer = Client().get(f"/periksa/{unsigned.token}/")
    assert answer.status_code == 301
    assert answer["Location"] == reverse("surat-periksa", args=[unsigned.token]) == f"/dokumen/periksa/{unsigned.token}/"


def test_a_signed_letter_says_so_and_not_by_whom(signed):
    said = text(Client().get(reverse("surat-periksa", args=[signed.token])))
    assert "dengan sertifikat elektronik kantor" in said
    assert "Segel Elektronik Kantor Contoh" not in said
    assert "BSrE" not in said


def test_the_page_and_the_answer_cost_the_same_however_many_letters_there_are(unsigned, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        Client().get(reverse("surat-periksa", args=[unsigned.token]))
    content = content_of(unsigned)
    with django_assert_max_num_queries(3):
        assert checking.judge(content).is_genuine
