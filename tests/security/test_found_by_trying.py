"""What was found by attacking the portal as it stood, each once, so that it stays mended."""

import datetime as dt
import io
import random
import socketserver
import threading

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import Counter, Delegation, User
from accounts.roles import office_day
from notifications.channels import NotSent, chat, guard
from notifications.forms import MOST_CHATS
from notifications.models import ChatAddress
from notifications.secrets import seal
from sop.definition import Field
from tests.plugins import flush
from tests.tickets.browsing import text_of
from tests.tickets.filling import pdf
from tests.worktime.test_ics import calendar
from tickets import attachments, audit, fields, metadata
from tickets.models import Attachment, StagedUpload, Ticket
from worktime import ics

pytestmark = pytest.mark.django_db

SECRET = "Gaji saya dipotong tanpa alasan"

# A konsep that was called off


@pytest.fixture
def called_off(bps, visit):
    """A konsep with a file, cancelled by its writer before anybody was asked anything."""
    writer = visit("pegawai.bps")
    data = {"_konsep": "1", "perangkat": "PC", "lokasi": "Ruang TU", "keluhan": SECRET}
    writer.post("layanan-ajukan", bps.code, data=data)
    ticket = Ticket.objects.get(status="konsep", opened_by=writer.user)
    assert writer.move(ticket, "batal", {"catatan": "tidak jadi"}).status_code == 302
    return Ticket.objects.get(pk=ticket.pk)


@pytest.mark.parametrize("reader", ["admin.bps", "teknisi.bps", "pengelola.bps"])
def test_a_konsep_called_off_stays_with_its_writer(called_off, visit, reader):
    visitor = visit(reader)
    assert visitor.get("tiket", called_off.number).status_code == 404
    assert SECRET not in visitor.get("tiket-daftar", q="gaji").content.decode()
    assert called_off.number not in visitor.get("tiket-daftar", status="dibatalkan").content.decode()


def test_its_writer_still_reads_it(called_off, visit):
    assert SECRET in visit("pegawai.bps").page(called_off)


def test_a_request_called_off_after_it_was_sent_is_still_the_offices(bps, visit):
    ticket = Ticket.objects.get(number=bps.ticket)
    visit("pegawai.bps").move(ticket, "batal", {"catatan": "tidak jadi"})
    assert visit("admin.bps").get("tiket", ticket.number).status_code == 200


# Rows changed behind the portal's back


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("requester_id = {other}", "requester"),
        ("opened_by_id = {other}", "opened_by"),
        ("requester_name = 'Orang Lain'", "requester_name"),
        ("subject = 'Beli laptop baru'", "subject"),
        ("number = 'BPS-2026-999999'", "number"),
        ("created_at = '2020-01-01 00:00:00+00:00'", "created_at"),
        ("confidential = (1 = 1)", "confidential"),
    ],
)
def test_who_asked_for_what_is_checked_against_the_events(bps, people, change, named):
    ticket = Ticket.objects.get(number=bps.ticket)
    assert audit.verify(ticket.organisation) == []
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE tickets_ticket SET {change.format(other=people['pegawai2.bps'].pk)} WHERE id = %s", [ticket.pk])
    assert any(f": {named}." in finding.message for finding in audit.verify(ticket.organisation))


@pytest.mark.parametrize(
    "change", ["UPDATE {t} SET internal = (1 = 0)", "UPDATE {t} SET sha256 = 'x'", "UPDATE {t} SET name = 'y'", "DELETE FROM {t}"]
)
def test_a_file_changed_or_taken_away_is_found(bps, change):
    ticket = Attachment.objects.get(token=bps.internal_attachment).ticket
    assert audit.verify(ticket.organisation) == []
    with connection.cursor() as cursor:
        cursor.execute(change.format(t="tickets_attachment"))
    assert any("Berkas tidak sesuai" in finding.message for finding in audit.verify(ticket.organisation))


def test_a_file_exchanged_in_the_store_is_found_when_asked_for(bps, capsys):
    row = Attachment.objects.get(token=bps.attachment)
    call_command("audit", "verify", "--berkas")
    row.file.storage.delete(row.file.name)
    row.file.storage.save(row.file.name, ContentFile(b"lain"))
    call_command("audit", "verify")
    with pytest.raises(CommandError, match="ketidaksesuaian"):
        call_command("audit", "verify", "--berkas")
    assert f"Isi berkas {row.name} telah diubah" in capsys.readouterr().out


def test_a_ticket_that_is_gone_with_all_it_had_is_missed(bps, capsys):
    ticket = Ticket.objects.get(number=bps.ticket)
    Counter.next(ticket.organisation, "tiket", ticket.created_at.year)  # as though a later one had been removed
    assert [finding.message for finding in audit.verify(ticket.organisation)] == [
        f"1 tiket tahun {ticket.created_at.year} hilang, nomor urut 2."
    ]
    with pytest.raises(CommandError):
        call_command("audit", "verify", "--instansi", "bps-bengkulu")
    assert "bps-bengkulu: 1 tiket" in capsys.readouterr().out


def test_a_ticket_without_any_event_was_never_opened_here(bps):
    ticket = Ticket.objects.get(number=bps.ticket)
    Ticket.objects.filter(pk=ticket.pk).update(event_count=0, head="")
    connection.check_constraints()
    with flush.lifted_triggers(), connection.cursor() as cursor:
        for table in ("notifications_delivery", "notifications_notice"):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("DELETE FROM tickets_ticketevent WHERE ticket_id = %s", [ticket.pk])
        connection.check_constraints()
    assert [finding.message for finding in audit.verify(ticket.organisation)] == ["Tiket ini tidak punya satu kejadian pun."]


# Chat addresses


@pytest.mark.parametrize("address", ["64:ff9b::a00:8", "2002:7f00:1::", "::10.0.0.8", "::ffff:0:10.0.0.8", "64:ff9b:1::1", "fec0::1"])
def test_s38_an_address_inside_is_not_hidden_in_another(address):
    assert not guard.is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822", "::ffff:93.184.216.34"])
def test_a_public_address_stays_one(address):
    assert guard.is_public(address)


class Dripping(socketserver.BaseRequestHandler):
    """Answers a letter now and then; `server.dripped` when it could say all of it, `server.hung_up` when nobody listened any more."""

    def handle(self):
        self.request.recv(65536)
        self.request.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n")
        try:
            for _letter in range(400):
                self.request.sendall(b"x")
                if self.server.stop.wait(0.05):
                    return
            self.server.dripped.set()
        except OSError:
            self.server.hung_up.set()


def test_an_answer_that_never_ends_holds_nobody(bps, people, settings, monkeypatch):
    """A test message is sent by the web process itself: eight of these would have been the end of it."""
    settings.CHAT_ALLOW_PRIVATE = True
    monkeypatch.setattr(guard, "NEVER", [])
    monkeypatch.setattr(guard, "SECONDS", 0.5)
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Dripping)
    server.stop, server.dripped, server.hung_up = threading.Event(), threading.Event(), threading.Event()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"json://127.0.0.1:{server.server_address[1]}/"
        row = ChatAddress.objects.create(person=people["pegawai.bps"], name="Uji", service="JSON", secret=seal(address))
        with pytest.raises(NotSent):
            chat.send(row, "uji")
        assert server.hung_up.wait(10)
        assert not server.dripped.is_set()
    finally:
        server.stop.set()
        server.shutdown()
        server.server_close()


# Odd input that ended in an error of the server


@pytest.mark.parametrize(
    "event", ["DTSTART:99991231\r\nDURATION:P999D", "DTSTART:20261201\r\nDTEND:00010101", "DTSTART:00010101\r\nDTEND:00010101"]
)
def test_a_calendar_at_the_ends_of_time_is_read_to_its_end(visit, event):
    page = visit("pengelola.bps").post(
        "kalender-impor", data={"kind": "lokal", "file": SimpleUploadedFile("a.ics", calendar(f"{event}\r\nSUMMARY:Libur"))}
    )
    assert page.status_code == 200


def test_an_end_before_the_start_means_one_day():
    assert len(ics.read(calendar("DTSTART:20261201\r\nDTEND:00010101\r\nSUMMARY:Libur")).events[0].days) == 1


def test_a_null_character_in_a_cookie_is_refused(people):
    client = Client(HTTP_COOKIE='sessionid="\\000abcdefghijk"')
    assert client.get(reverse("tiket-daftar")).status_code == 400


def test_s30_every_wrong_try_can_be_counted_however_long_its_name(people):
    """ "İ" takes two characters in lower case: the table of attempts could not keep 150 of them, and the try went uncounted."""
    answer = Client().post(reverse("masuk"), {"username": "İ" * 150, "password": "salah"})
    assert answer.status_code == 200
    assert "tidak cocok" in text_of(answer)


# What a picture tells about its maker


def picture(kind, **more):
    told = Image.Exif()
    told[0x010E] = SECRET
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, kind, exif=told, **more)
    return out.getvalue()


def after_start(jpeg, inserted):
    return jpeg[:2] + inserted + jpeg[2:]


def segment(marker, words):
    return b"\xff" + marker + (len(words) + 2).to_bytes(2, "big") + words


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", picture("JPEG")),
        ("progressive.jpg", picture("JPEG", progressive=True)),
        ("restarts.jpg", picture("JPEG", restart_marker_blocks=2)),
        ("filled.jpg", after_start(picture("JPEG"), b"\xff\xff")),
        ("iptc.jpg", after_start(picture("JPEG"), segment(b"\xed", b"Photoshop 3.0\0" + SECRET.encode()))),
        ("comment.jpg", after_start(picture("JPEG"), segment(b"\xfe", SECRET.encode()))),
        ("two.jpg", picture("JPEG") + picture("JPEG")),
        ("a.png", picture("PNG")),
        ("behind.png", picture("PNG") + SECRET.encode()),
        ("a.webp", picture("WEBP", xmp=SECRET.encode())),
        ("lossless.webp", picture("WEBP", lossless=True)),
    ],
)
def test_a_picture_is_kept_without_words_and_with_every_pixel(name, content):
    assert SECRET.encode() in content
    kept = attachments.check(SimpleUploadedFile(name, content)).file.read()
    assert SECRET.encode() not in kept
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(kept)) as after:
        assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize("clean", metadata.CLEANED.values())
def test_a_broken_picture_breaks_nothing(clean):
    chance = random.Random(5)
    whole = [picture("JPEG"), picture("PNG"), picture("WEBP")]
    for _time in range(300):
        content = bytearray(chance.choice(whole))
        for _place in range(4):
            content[chance.randrange(len(content))] = chance.randrange(256)
        content = bytes(content[: chance.randrange(len(content))])
        assert len(clean(content)) <= len(content) + 12


# More than anybody needs


def test_refused_forms_do_not_fill_the_disk(people, monkeypatch):
    monkeypatch.setattr(attachments, "MOST_STAGED", 3)
    for number in range(5):
        attachments.stage(people["pegawai.bps"], pdf(f"{number}.pdf"))
    other = attachments.stage(people["pegawai2.bps"], pdf("lain.pdf"))

    kept = StagedUpload.objects.filter(owner=people["pegawai.bps"]).order_by("pk")
    assert [row.name for row in kept] == ["2.pdf", "3.pdf", "4.pdf"]
    assert StagedUpload.objects.filter(pk=other.pk).exists()


def test_a_table_too_long_for_any_letter_is_refused(bps):
    table = Field("hasil", "Hasil", "tabel", columns=(Field("temuan", "Temuan", "paragraf"),))
    made = fields.build(table, fields.Context(bps.organisation))
    assert made.clean([{"temuan": "x" * 9_000}] * 6)
    with pytest.raises(fields.ValidationError, match="terlalu panjang"):
        made.clean([{"temuan": "x" * 9_000}] * 7)


def test_the_portal_hammers_nobody_with_test_messages(people, visit, monkeypatch):
    sent, visitor = [], visit("pegawai.bps")
    monkeypatch.setattr(chat, "send", lambda row, text: sent.append(row.pk))
    row = ChatAddress.objects.create(person=visitor.user, name="Uji", service="JSON", secret=seal("json://contoh.invalid/"))
    pages = [text_of(visitor.client.post(reverse("pemberitahuan-saluran-uji", args=[row.pk]), follow=True)) for _time in range(3)]
    assert sent == [row.pk]
    assert "Tunggu" not in pages[0] and "Tunggu 10 detik" in pages[2]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_adding_many_channels_at_once_passes_no_limit(people, visit, monkeypatch):
    monkeypatch.setattr(chat, "check", lambda address: "Uji")
    address = {"name": "Uji", "address": "json://contoh.invalid/"}
    visitors = [visit("pegawai.bps") for _n in range(MOST_CHATS + 3)]
    start = threading.Barrier(len(visitors))

    def add(visitor):
        start.wait()
        visitor.post("pemberitahuan-saluran-tambah", data=address)
        connection.close()

    threads = [threading.Thread(target=add, args=[visitor]) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert people["pegawai.bps"].chat_addresses.count() == MOST_CHATS


# Settings


def test_what_was_in_force_is_ended_but_never_unmade(visit, people):
    """A substitute who decided something last week stays on record as one."""
    pengelola, absent = visit("pengelola.bps"), people["admin.bps"]
    today = office_day(absent.organisation)
    row = Delegation.objects.create(
        organisation=absent.organisation, absent=absent, substitute=people["pegawai.bps"], starts_on=today - dt.timedelta(days=7)
    )
    held = User.objects.get(pk=absent.pk).holdings.get()

    pengelola.post("pengaturan-pengganti-akhiri", row.pk, data={"last_day": (row.starts_on - dt.timedelta(days=1)).isoformat()})
    pengelola.post("pengaturan-pemegang-akhiri", held.pk, data={"last_day": (held.starts_on - dt.timedelta(days=1)).isoformat()})

    assert Delegation.objects.filter(pk=row.pk, ends_on=None).exists()
    assert absent.holdings.filter(pk=held.pk, ends_on=None).exists()
    pengelola.post("pengaturan-pengganti-akhiri", row.pk, data={"last_day": (today - dt.timedelta(days=1)).isoformat()})
    assert Delegation.objects.get(pk=row.pk).ends_on == today - dt.timedelta(days=1)
