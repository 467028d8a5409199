"""Real mails to a real mail server, real chat messages to a real listener, and what a chat address must never reach."""

import socket

import pytest
from django.core.exceptions import ValidationError

from notifications import outbox
from notifications.channels import NotSent, chat, guard
from notifications.models import ChatAddress, Delivery
from notifications.secrets import seal
from tests.notifications.servers import http_listener, mail_server
from tests.plugins import network
from tests.tickets.conftest import MONDAY

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")


@pytest.fixture
def smtp(settings):
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
        settings.DEFAULT_FROM_EMAIL = "HaloCik <tidak-dibalas@layanan.contoh.go.id>"
        yield server


@pytest.mark.django_db
def test_a_mail_arrives_with_both_its_halves(desk, smtp):
    ticket = desk.open()

    assert outbox.deliver(Delivery.objects.get().pk, MONDAY) == 1

    [(sender, recipients, letter)] = smtp.letters
    assert (sender, recipients) == ("tidak-dibalas@layanan.contoh.go.id", ["admin.bps@contoh.invalid"])
    assert letter["To"] == "admin.bps@contoh.invalid"
    assert letter["Subject"].startswith(f"[{ticket.number}] Giliran Anda: ")
    assert letter["Auto-Submitted"] == "auto-generated"
    text, html = letter.get_body(("plain",)).get_content(), letter.get_body(("html",)).get_content()
    address = f"https://layanan.contoh.go.id/tiket/{ticket.number}/"
    assert address in text and f'href="{address}"' in html
    assert "Batas waktu: 16 November 2026 08.10 WIB" in text


@pytest.mark.django_db
def test_a_server_that_says_later_is_asked_again_and_one_that_says_yes_takes_it(desk, smtp):
    desk.open()
    row = Delivery.objects.get()
    smtp.refusing = "451 4.3.0 coba nanti"
    assert outbox.deliver(row.pk, MONDAY) == 0
    row.refresh_from_db()
    assert (row.state, row.error) == ("menunggu", "Server surat menolak alamat penerima.")

    smtp.refusing = ""
    assert outbox.deliver(row.pk, row.due_at) == 1
    assert len(smtp.letters) == 1


def address_of(person, url):
    return ChatAddress.objects.create(person=person, name="Uji", service="JSON", secret=seal(url))


@pytest.mark.django_db
def test_a_chat_message_carries_number_and_link_and_nobodys_name(desk, people, chat_here):
    with http_listener() as listener:
        address_of(people["admin.bps"], f"json://127.0.0.1:{listener.port}/obrolan")
        ticket = desk.open()
        row = Delivery.objects.get(channel="pesan")

        assert outbox.deliver(row.pk, MONDAY) == 1

    [(path, body)] = listener.heard
    assert path == "/obrolan"
    assert ticket.number in body and f"https://layanan.contoh.go.id/tiket/{ticket.number}/" in body
    for private in ("Hendra", "Rina", "Tidak tersambung", "Ruang TU", "pegawai"):
        assert private not in body


@pytest.mark.django_db
def test_a_listener_that_refuses_is_tried_again(desk, people, chat_here):
    with http_listener(status=503) as listener:
        address_of(people["admin.bps"], f"json://127.0.0.1:{listener.port}/")
        desk.open()
        row = Delivery.objects.get(channel="pesan")

        assert outbox.deliver(row.pk, MONDAY) == 0

    row.refresh_from_db()
    assert (row.state, row.failures, row.error) == ("menunggu", 1, "JSON tidak menerima kiriman.")


# What a chat address must not do


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "syslog://", "dbus://", "mailto://a:b@contoh.invalid", "http://127.0.0.1/", "exec://rm", "telegram token",
        "json://127.0.0.1:5432/", "jsons://localhost/", "json://2130706433/", "json://[::1]/", "json://[::ffff:10.0.0.1]/", "json://0x7f.1/",
        "json://169.254.169.254/latest", "mmost://10.0.0.8/token", "tgram://123456789:abcdefg_hijklmnop/1?template=/etc/passwd",
        "json://contoh.invalid/%3Ftemplate=x", "json://contoh.invalid/, file:///etc/passwd", "tgram://", "JSON://127.0.0.1/",
    ],
)  # fmt: skip
def test_an_address_that_reads_files_or_reaches_inside_is_refused(address, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", network._getaddrinfo)  # only figures are looked up here, which asks nobody
    with pytest.raises(ValidationError):
        chat.check(address)


def test_usual_addresses_are_taken(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, **kwargs: [(2, 1, 6, "", ("93.184.216.34", port))])
    assert chat.check("tgram://123456789:AAEabcdefghijklmnopqrstuvwxyz012345/987654321") == "Telegram"
    assert chat.check("ntfys://ntfy.contoh.id/halocik") == "ntfy"


@pytest.mark.django_db
def test_a_name_that_later_leads_inside_is_stopped_where_the_connection_is_made(people, monkeypatch):
    """DNS rebinding: public when it was saved, 127.0.0.1 when it is used."""
    with http_listener() as listener:
        row = address_of(people["admin.bps"], f"json://obrolan.contoh.id:{listener.port}/")
        monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, *args, **kwargs: [(2, 1, 6, "", ("127.0.0.1", port))])

        with pytest.raises(NotSent):
            chat.send(row, "uji")

    assert listener.heard == []


@pytest.mark.django_db
def test_the_guard_lets_the_portals_own_connections_be(people, settings):
    """Only chat messages are guarded, and only while one is sent."""
    import requests

    with http_listener() as listener:
        assert requests.post(f"http://127.0.0.1:{listener.port}/", timeout=5).status_code == 200
        with guard.visiting(), pytest.raises(requests.ConnectionError):
            requests.post(f"http://127.0.0.1:{listener.port}/", timeout=5)
    assert len(listener.heard) == 1


@pytest.mark.django_db
def test_a_changed_secret_key_is_said_not_crashed_over(people, settings):
    row = address_of(people["admin.bps"], "json://127.0.0.1/")
    settings.SECRET_KEY = "sebuah kunci lain"

    with pytest.raises(NotSent, match="kunci portal berganti"):
        chat.send(row, "uji")
