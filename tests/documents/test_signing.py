"""The office's own signature on its letters: valid to pyHanko's and poppler's own eyes, broken by one byte, and never silently missing."""

import base64
import datetime as dt
import hashlib
import html
import io
import shutil
import subprocess

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from documents import letters, rendering
from documents.models import Letter
from documents.signing import backend, certificate, examining
from documents.signing.certificate import OfficeCertificate

from .certificates import NOW, PASSWORD, Authority, StampServer, authority, rsa_key
from .samples import facts

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def installed(settings, tmp_path):
    """`installed(archive)` names that PKCS#12 file (bytes) as the certificate of every office; returns its path."""

    def install(archive=None, password=PASSWORD):
        path = tmp_path / "kantor.p12"
        path.write_bytes(authority().archive() if archive is None else archive)
        settings.SIGNING_CERTIFICATE, settings.SIGNING_PASSWORD = str(path), password
        return path

    return install


@pytest.fixture
def trusted(settings, tmp_path):
    """The invented authority is among those this portal trusts."""
    path = tmp_path / "induk.pem"
    path.write_bytes(authority().pem())
    settings.TRUST_ROOTS = str(path)


@pytest.fixture(scope="module")
def unsigned():
    return rendering.pdf(facts(), check_url="http://127.0.0.1/dokumen/periksa/x/")


def signed(pdf, archive=None):
    own = OfficeCertificate.load(archive or authority().archive(), PASSWORD)
    return own.sign(pdf, reason="Berita Acara 001", place="Bengkulu")


def flipped(content, at):
    changed = bytearray(content)
    changed[at] ^= 1
    return bytes(changed)


def content_of(letter):
    with letter.file.open("rb") as file:
        return file.read()


# On the letter


@pytest.mark.parametrize("key", [None, rsa_key], ids=["P-256", "RSA-2048"])
def test_a_letter_is_signed_and_others_say_it_is_valid(installed, ended, tmp_path, key):
    installed(authority().archive(key=key and key()))
    letters.produce(ended.letters.get().pk)

    letter = ended.letters.get()
    content = content_of(letter)
    assert letter.certificate == "Segel Elektronik Kantor Contoh"
    assert letter.sha256 == hashlib.sha256(content).hexdigest()
    (embedded,) = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures
    assert embedded.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert embedded.sig_object["/Reason"] == f"{letter.title} {letter.number}"
    roots = [cert(authority())]
    status = validate_pdf_signature(embedded, ValidationContext(trust_roots=roots, allow_fetching=False))
    assert status.bottom_line, status.summary()
    if shutil.which("pdfsig"):
        said = pdfsig(tmp_path, content)
        assert "Signature is Valid." in said
        assert "Total document signed" in said
        assert "Signature is Valid." not in pdfsig(tmp_path, flipped(content, 2000))


def cert(by):
    from asn1crypto import pem, x509

    return x509.Certificate.load(pem.unarmor(by.pem())[2])


def pdfsig(folder, content):
    path = folder / "surat.pdf"
    path.write_bytes(content)
    return subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, timeout=60).stdout


def test_signing_only_adds_to_the_letter(unsigned):
    assert signed(unsigned).startswith(unsigned)


def test_a_time_stamp_server_is_asked_when_one_is_named(unsigned, settings, trusted):
    with StampServer(authority()) as settings.TIMESTAMP_URL:
        content = signed(unsigned)
    (found,) = examining.examine(content).signatures
    assert (found.holds, found.known, found.stamped) == (True, True, True)
    assert abs(found.at - timezone.now()) < dt.timedelta(minutes=5)


def test_without_a_certificate_letters_go_out_as_before(quick, ended):
    letters.produce(ended.letters.get().pk)
    assert (ended.letters.get().is_issued, ended.letters.get().certificate) == (True, "")


# Where the certificate is


def test_every_office_may_have_its_own(settings, tmp_path, offices):
    (tmp_path / "bps-bengkulu.p12").write_bytes(authority().archive("Segel BPS"))
    settings.SIGNING_CERTIFICATE, settings.SIGNING_PASSWORD = str(tmp_path), PASSWORD
    assert backend.signer_of(offices["bps-bengkulu"]).subject == "Segel BPS"
    assert backend.signer_of(offices["diskominfo-karanganyar"]) is None


def test_it_may_come_from_the_environment_itself(settings, offices):
    settings.SIGNING_CERTIFICATE = "base64:" + base64.b64encode(authority().archive("Segel BPS", password="")).decode()
    assert backend.signer_of(offices["bps-bengkulu"]).subject == "Segel BPS"


# Nothing goes out unsigned where the office signs


def expired():
    return authority().archive(start=NOW - dt.timedelta(days=30), end=NOW - dt.timedelta(days=1))


LACKING = {
    "habis masa berlakunya": (expired, PASSWORD),
    "baru berlaku mulai": (lambda: authority().archive(start=NOW + dt.timedelta(days=2), end=NOW + dt.timedelta(days=9)), PASSWORD),
    "kata sandinya salah": (lambda: authority().archive(), "bukan ini"),
    "bukan berkas PKCS#12": (lambda: b"bukan apa-apa", PASSWORD),
    "tidak dibuat untuk tanda tangan": (lambda: authority().archive(uses=["key_agreement"]), PASSWORD),
}


@pytest.mark.parametrize("why", LACKING)
def test_a_certificate_that_cannot_sign_lets_the_letter_wait_and_says_why(installed, quick, ended, as_person, why):
    archive, password = LACKING[why]
    installed(archive(), password)
    for _attempt in range(5):
        letters.produce(ended.letters.get().pk, timezone.now() + dt.timedelta(minutes=10 * _attempt))

    letter = ended.letters.get()
    assert (letter.status, letter.attempts) == (Letter.Status.WAITING, 0)
    assert why in letter.error
    panel = html.unescape(as_person("teknisi.bps").get(reverse("surat-panel", args=[ended.ticket.number])).content.decode())
    assert why in panel
    assert "hx-trigger" not in panel, "nobody knows how long that takes: the page does not ask"
    assert reverse("surat-ulang", args=[letter.uuid]) in panel


def test_once_mended_the_letter_is_made(installed, ended, as_person, work):
    path = installed(expired())
    letters.produce(ended.letters.get().pk)
    assert ended.letters.get().held_because

    path.write_bytes(authority().archive())
    with work():
        as_person("teknisi.bps").post(reverse("surat-ulang", args=[ended.letters.get().uuid]))

    letter = ended.letters.get()
    assert (letter.is_issued, letter.error, letter.certificate) == (True, "", "Segel Elektronik Kantor Contoh")


def test_a_held_letter_is_found_again_by_the_sweep(installed, quick, ended, tasks):
    installed(expired())
    letter = ended.letters.get()
    letters.produce(letter.pk)
    assert letters.abandoned() == [], "not at once ..."
    assert letters.abandoned(timezone.now() + dt.timedelta(minutes=3)) == [letter.pk], "... but soon"


def test_a_time_stamp_server_that_is_away_lets_the_letter_wait(installed, quick, ended, settings, monkeypatch):
    installed()
    monkeypatch.setattr(rendering, "pdf", lambda said, **options: rendered)
    rendered = pdf_of_one_page()
    with StampServer(authority()) as url:
        pass  # nobody listens there any more
    settings.TIMESTAMP_URL = url

    letters.produce(ended.letters.get().pk)

    letter = ended.letters.get()
    assert (letter.is_waiting, letter.attempts) == (True, 0)
    assert "stempel waktu belum menjawab" in letter.error
    assert cache.get(certificate.AWAY), "the next letter does not wait for it, too"


def pdf_of_one_page():
    import pypdf

    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


# Reading what a file carries


def test_one_changed_byte_breaks_the_signature(unsigned, trusted):
    content = signed(unsigned)
    whole = examining.examine(content)
    assert (whole.holds, whole.signatures[0].known, whole.signatures[0].covers) == (True, True, True)
    for at in (30, 2000, len(unsigned) - 50):
        changed = examining.examine(flipped(content, at))
        assert not changed.holds, at


def test_who_is_not_trusted_is_not_known(unsigned, trusted):
    (found,) = examining.examine(signed(unsigned, Authority().archive())).signatures
    assert (found.holds, found.known, found.by_bsre) == (True, False, False)


def test_the_name_of_bsre_alone_proves_nothing(unsigned, settings, tmp_path):
    impostor = Authority("BSrE", "Balai Besar Sertifikasi Elektronik")
    content = signed(unsigned, impostor.archive("Kepala Kantor"))
    assert not examining.examine(content).by_bsre

    path = tmp_path / "induk.der"
    path.write_bytes(impostor.pem())
    settings.TRUST_ROOTS = str(tmp_path)
    assert examining.examine(content).by_bsre, "once the office trusts that authority"


def test_a_certificate_named_like_bsre_is_not_bsre(unsigned, trusted):
    content = signed(unsigned, authority().archive("Balai Sertifikasi Elektronik"))
    found = examining.examine(content)
    assert (found.signatures[0].known, found.by_bsre) == (True, False)


def test_what_was_signed_while_the_certificate_was_valid_stays_known(unsigned, trusted):
    archive = authority().archive(start=NOW - dt.timedelta(days=300), end=NOW - dt.timedelta(days=100))
    with time_machine.travel(NOW - dt.timedelta(days=200)):
        content = signed(unsigned, archive)
    (found,) = examining.examine(content).signatures
    assert (found.holds, found.known, found.ended, found.stamped) == (True, True, True, False)


def test_a_page_changed_after_signing_is_noticed_though_every_signed_byte_is_there(unsigned, trusted):
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    def repainted(content):
        writer = IncrementalPdfFileWriter(io.BytesIO(content))
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 1 rg 0 0 400 400 re f"))
        writer.update_container(page)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    changed = repainted(signed(unsigned))
    assert changed.startswith(signed(unsigned)[: len(unsigned)])
    assert not examining.examine(changed).holds

    unsigned_but_changed = repainted(unsigned)
    signed_afterwards = signed(unsigned_but_changed)
    found = examining.examine(signed_afterwards, base=len(unsigned))
    assert (found.holds, found.pages_untouched) == (True, False), "signed well, but not what we issued"
    assert examining.examine(signed(unsigned), base=len(unsigned)).pages_untouched


def test_a_second_signature_does_not_break_the_first(unsigned, trusted, monkeypatch):
    once = signed(unsigned)
    monkeypatch.setattr(certificate, "FIELD", "Kedua")
    twice = examining.examine(signed(once), base=len(once))
    assert (len(twice.signatures), twice.holds, twice.pages_untouched) == (2, True, True)
    assert [s.covers for s in twice.signatures] == [False, True]


@pytest.mark.parametrize("nonsense", [b"", b"%PDF-1.7", b"%PDF-1.7\n" + b"<<" * 100_000, b"\x00" * 1000, b"PK\x03\x04"])
def test_what_is_no_pdf_is_said_to_be_unreadable(nonsense):
    assert examining.examine(nonsense) == examining.UNREADABLE


def test_a_file_made_to_exhaust_its_reader_costs_us_nothing(monkeypatch, tmp_path):
    limited = examining.EXAMINER.read_text().replace("    json.dump(examined", "    bytearray(MEMORY * 2)\n    json.dump(examined")
    greedy = tmp_path / "greedy.py"
    greedy.write_text(limited)
    monkeypatch.setattr(examining, "EXAMINER", greedy)
    assert examining.examine(b"%PDF-1.7") == examining.UNREADABLE

    sleepy = tmp_path / "sleepy.py"
    sleepy.write_text("import sys, time; sys.stdin.buffer.read(); time.sleep(60)")
    monkeypatch.setattr(examining, "EXAMINER", sleepy)
    monkeypatch.setattr(examining, "SECONDS", 0.5)
    assert examining.examine(b"%PDF-1.7") == examining.UNREADABLE


def test_only_so_many_files_are_looked_at_at_once(monkeypatch):
    monkeypatch.setattr(examining, "PATIENCE", 0)
    for _turn in range(examining.AT_ONCE):
        assert examining._turns.acquire(blocking=False)
    try:
        with pytest.raises(examining.TooBusy):
            examining.examine(b"%PDF-1.7")
    finally:
        for _turn in range(examining.AT_ONCE):
            examining._turns.release()


# The health page


def health(as_person):
    page = as_person("pengelola.bps").get(reverse("pengaturan-kesehatan")).content.decode()
    return html.unescape(page.partition("Tanda tangan elektronik:")[2][:700])


def test_the_health_page_says_whether_letters_are_signed(installed, as_person, settings):
    assert "tidak dipakai" in health(as_person)
    installed()
    said = health(as_person)
    assert "baik" in said
    assert "Segel Elektronik Kantor Contoh" in said
    installed(authority().archive(end=NOW + dt.timedelta(days=5)))
    assert "perlu tindakan" in health(as_person)
    installed(expired())
    assert "habis masa berlakunya" in health(as_person)
    installed()
    settings.TRUST_ROOTS = "tidak-ada.pem"
    assert "HALOCIK_TRUST_ROOTS" in health(as_person)


def test_the_health_page_counts_what_waits(installed, quick, ended, as_person):
    installed(expired())
    letters.produce(ended.letters.get().pk)
    assert "1 surat menunggu." in health(as_person)
