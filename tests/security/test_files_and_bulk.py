"""S4, S5, S6, S7, S16, S26: files that are not what they say, and too much of everything."""

import io
import os
import struct
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from sop import loader
from tests.tickets.filling import PDF, pdf
from tickets.models import Attachment, StagedUpload, Ticket

pytestmark = pytest.mark.django_db

HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
XML = b'<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>'
NOT_TAKEN = {
    "a page": ("halaman.html", HTML, "text/html"),
    "a page that says it is a PDF": ("surat.pdf", HTML, "application/pdf"),
    "a page behind two endings": ("surat.pdf.html", HTML, "application/pdf"),
    "a PDF named as a page": ("surat.html", PDF, "application/pdf"),
    "a drawing with a script": ("logo.svg", SVG, "image/png"),
    "a drawing that says it is a picture": ("logo.png", SVG, "image/png"),
    "XHTML": ("data.xhtml", XML, "text/plain"),
    "XML": ("data.xml", XML, "text/xml"),
    "no ending": ("surat", PDF, "application/pdf"),
    "a program": ("setel.exe", b"MZ" + b"\0" * 100, "application/pdf"),
    "a script": ("setel.js", b"alert(1)", "text/plain"),
    "a name turned round": ("surat\u202efdp.exe", b"MZ" + b"\0" * 100, "application/pdf"),
    "a page as text with zero bytes": ("catatan.txt", b"\0" + HTML, "text/plain"),
    "an archive": ("semua.zip", b"PK\x05\x06" + b"\0" * 18, "application/zip"),
    "nothing": ("kosong.pdf", b"", "application/pdf"),
}


@pytest.mark.parametrize("what", NOT_TAKEN)
def test_s04_a_file_that_is_not_what_it_says_is_not_taken(bps, visit, what):
    name, content, kind = NOT_TAKEN[what]

    answer = said(visit, bps, SimpleUploadedFile(name, content, kind))

    assert answer.status_code == 422
    assert (Attachment.objects.count(), StagedUpload.objects.count()) == (0, 0)


def picture():
    made = io.BytesIO()
    Image.new("P", (2, 2)).save(made, "GIF")
    return made.getvalue()


POLYGLOTS = {
    "a PDF that is a page, too": ("surat.pdf", PDF + HTML, "text/html"),
    "text that is a page": ("catatan.txt", HTML, "text/html"),
    "a table that is a page": ("data.csv", HTML, "text/html"),
    "a picture with a page behind it": ("foto.gif", picture() + HTML, "text/html"),
}


@pytest.mark.parametrize("what", POLYGLOTS)
def test_s04_what_is_taken_is_only_ever_saved_never_shown(bps, visit, what):
    """Whatever a browser might make of the bytes: it is told to save them, in a box without script, origin or network."""
    name, content, declared = POLYGLOTS[what]
    said(visit, bps, SimpleUploadedFile(name, content, declared))

    attachment = Attachment.objects.get()
    answer = visit("admin.bps").get("tiket-berkas", bps.ticket, attachment.token)

    assert answer.getvalue() == content
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"].split(";")[0] in ("application/pdf", "text/plain", "text/csv", "image/gif")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def said(visit, world, *files, who="pegawai.bps", text="Lihat lampiran."):
    return visit(who).post("tiket-komentar", world.ticket, data={"text": text, "berkas": list(files)})


@pytest.mark.parametrize("order", ["good first", "bad first", "bad between"])
def test_s05_every_file_of_a_request_is_checked(bps, visit, order):
    good, bad = [pdf("satu.pdf"), pdf("dua.pdf")], SimpleUploadedFile("surat.pdf", HTML, "application/pdf")
    files = {"good first": [*good, bad], "bad first": [bad, *good], "bad between": [good[0], bad, good[1]]}[order]

    answer = said(visit, bps, *files)

    assert answer.status_code == 422
    assert Attachment.objects.count() == 0


def test_s05_more_files_than_a_form_takes_are_refused(bps, visit):
    assert said(visit, bps, *[pdf(f"{n}.pdf") for n in range(11)]).status_code == 422
    assert Attachment.objects.count() == 0


# Too much

SECONDS = 20  # of a busy machine; what is not bounded takes minutes


@pytest.fixture
def in_time():
    begun = time.process_time()
    yield
    assert time.process_time() - begun < SECONDS


def huge_picture(side):
    """A PNG of `side` × `side` pixels, of which only the head is there."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))


@pytest.mark.parametrize("side", [8_000, 30_000, 2**31 - 1])
def test_s06_a_picture_of_too_many_pixels_is_not_taken(bps, visit, in_time, side):
    assert said(visit, bps, SimpleUploadedFile("foto.png", huge_picture(side), "image/png")).status_code == 422
    assert Attachment.objects.count() == 0


def test_s06_a_document_that_unpacks_to_gigabytes_is_never_unpacked(bps, visit, in_time):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 50_000_000)

    said(visit, bps, SimpleUploadedFile("laporan.docx", packed.getvalue()))

    assert sum(Attachment.objects.values_list("size", flat=True)) < 100_000


def test_s06_a_file_over_the_limit_is_refused(bps, visit, in_time, settings):
    settings.ATTACHMENT_MAX_BYTES = 1024 * 1024

    answer = said(visit, bps, SimpleUploadedFile("besar.txt", b"a" * (1024 * 1024 + 1), "text/plain"))

    assert answer.status_code == 422
    assert "terlalu besar: paling besar 1 MB" in answer.content.decode()


def test_s06_ten_megabytes_of_words_are_refused(bps, visit, in_time):
    for size, codes in ((10_000_000, {400}), (1_000_000, {422})):
        assert visit("pegawai.bps").post("tiket-komentar", bps.ticket, data={"text": "a " * (size // 2)}).status_code in codes
        form = {"perangkat": "PC", "lokasi": "R", "keluhan": "a" * size, "_tindakan": "ajukan"}
        assert visit("pegawai.bps").post("layanan-ajukan", bps.code, data=form).status_code in codes
    assert Ticket.objects.count() == 1


def test_s06_thousands_of_fields_or_rows_are_refused(bps, visit, in_time, people):
    """A table of a form grows by what is posted: its rows are counted before they are looked at."""
    flood = {f"perangkat-{n}-nama": "x" for n in range(900)} | {f"x{n}": "x" for n in range(5000)}
    assert visit("pegawai.bps").post("tiket-komentar", bps.ticket, data=flood).status_code == 400

    admin = visit("admin.bps")
    rows = {f"perangkat_baru-{n}-nama": "x" for n in range(900)}
    assert admin.act(Ticket.objects.get(number=bps.ticket), "setujui", rows).status_code == 422


@pytest.mark.parametrize("name", ["tiket-daftar", "pengaturan-orang", "aset-daftar"])
@pytest.mark.parametrize(
    "q", ["a" * 1_000_000, "a " * 500_000, "%" * 1_000_000, "\x00" * 1000, "'" * 100_000], ids=["word", "words", "%", "zero", "quotes"]
)
def test_s06_a_search_for_a_megabyte_is_answered_soon(bps, visit, in_time, name, q):
    assert visit("pengelola.bps").get(name, q=q).status_code in (200, 400)


@pytest.mark.parametrize(
    "source",
    [
        b"sop: " + b"[" * 200_000,
        b"sop: " + b"{a: " * 50_000,
        b"a: &a [x,x,x,x,x,x,x,x]\n"
        + b"".join(b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % (c, c, *[c - 1] * 8) for c in range(98, 112)),
        b"x" * 10_000_000,
    ],
    ids=["deep list", "deep mapping", "billion laughs", "10 MB"],
)
def test_s06_a_sop_that_would_never_end_is_refused(in_time, source):
    assert loader.parse(source).errors


# Paths

NAMES = [
    "../../../etc/passwd.pdf",
    "..\\..\\windows\\win.pdf",
    "/etc/cron.d/x.pdf",
    "C:\\x.pdf",
    "a/../../b.pdf",
    "\x00.pdf",
    "x\r\nSet-Cookie: a=b.pdf",
    "...pdf",
    "~/.ssh/a.pdf",
]


@pytest.mark.parametrize("name", NAMES)
def test_s07_a_file_name_is_no_path(bps, visit, name):
    upload = pdf("surat.pdf")
    upload._name = name  # past what the test client and Django's own parser clean away

    said(visit, bps, upload)

    for attachment in Attachment.objects.all():
        path = Path(attachment.file.path).resolve()
        assert path.is_relative_to(Path(settings.MEDIA_ROOT).resolve())
        assert path.name == attachment.token.hex
        assert not set("/\\\r\n\x00") & set(attachment.name)
    assert {entry.name for entry in Path(settings.MEDIA_ROOT).iterdir()} <= {
        "assets",
        "attachments",
        "laporan",
        "letters",
        "logo",
        "staged",
    }


def test_s07_a_kept_file_is_asked_for_by_token_only(bps, visit):
    for token in ("../../etc/passwd", "attachments/..", "%2e%2e%2f", str(bps.attachment) + "/.."):
        url = reverse("tiket-berkas", args=[bps.ticket, bps.attachment]).replace(str(bps.attachment), token)
        assert visit("admin.bps").client.get(url).status_code in (404, 301)


# Other people's files


def test_s16_a_file_somebody_else_sent_cannot_be_taken_over(bps, visit):
    """The token of a file kept from a refused form is random and its sender's own."""
    said(visit, bps, pdf("rahasia.pdf"), text="x" * 11_000)
    kept = StagedUpload.objects.get()

    answer = visit("admin.bps").post("tiket-komentar", bps.ticket, data={"text": "lihat", "berkas-simpan": str(kept.token)})

    assert answer.status_code == 302
    assert Attachment.objects.count() == 0
    assert kept.token.version == 4  # 122 random bits


def test_s16_a_file_of_another_ticket_is_not_found_under_this_one(bps, karanganyar, visit):
    """The right token with the wrong ticket: neither of the own office nor of another."""
    own, foreign = bps.draft, karanganyar.ticket

    for number in (own, foreign):
        assert visit("pegawai.bps").get("tiket-berkas", number, bps.attachment).status_code == 404
    assert visit("pegawai.bps").get("tiket-berkas", bps.ticket, bps.attachment).status_code == 200


# Files beside the portal

AROUND = [
    "/media/",
    "/files/",
    "/var/files/",
    "/var/secret.key",
    "/var/halocik.sqlite3",
    "/.env",
    "/.git/config",
    "/manage.py",
    "/halocik/settings.py",
]
STATIC = [
    "/static/../manage.py",
    "/static/..%2fmanage.py",
    "/static/%2e%2e/%2e%2e/etc/passwd",
    "/static/..\\manage.py",
    "/static//etc/passwd",
    "/static/halocik/../../secret.key",
]


@pytest.fixture
def served(settings, tmp_path):
    """A browser before the static files as production serves them, with a secret beside their folder."""
    root = tmp_path / "static"
    (root / "halocik").mkdir(parents=True)
    (root / "halocik" / "halocik.css").write_text("body{}")
    (tmp_path / "secret.key").write_text("RAHASIA")
    (tmp_path / "manage.py").write_text("RAHASIA")
    settings.STATIC_ROOT = root
    settings.MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware", *settings.MIDDLEWARE]
    return Client()


def test_s26_static_files_are_served_and_nothing_around_them(served):
    assert served.get("/static/halocik/halocik.css").status_code == 200
    for url in STATIC:
        answer = served.get(url)
        assert answer.status_code in (400, 404), url
        assert b"RAHASIA" not in answer.content


def test_s26_uploads_have_no_address_of_their_own(served, bps):
    stored = Attachment.objects.get(token=bps.attachment).file

    for url in [*AROUND, *(f"{prefix}{stored.name}" for prefix in ("/media/", "/files/", "/static/", "/"))]:
        assert served.get(url).status_code == 404, url
    assert served.get(stored.url).status_code == 404
    places = [settings.STATIC_ROOT, *settings.STATICFILES_DIRS]
    assert not any(Path(settings.MEDIA_ROOT).resolve().is_relative_to(Path(place).resolve()) for place in places)
    assert os.stat(stored.path).st_mode & 0o077 == 0
