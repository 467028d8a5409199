"""S38: a chat server of the office's own network may be reached where that was allowed; this machine and its link never. And none is read dry."""

import contextlib
import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from django.core.exceptions import ValidationError

from notifications.channels import NotSent, chat, guard
from notifications.models import ChatAddress
from notifications.secrets import seal
from tests.plugins import network

OURS = ["10.0.0.8", "172.16.3.4", "192.168.1.9", "100.64.0.7", "fd12:3456::8", "::ffff:10.0.0.8", "93.184.216.34"]
NOBODYS = [
    "127.0.0.1", "127.8.8.8", "::1", "0.0.0.0", "::", "169.254.169.254", "fe80::1", "fe80::1%eth0", "::ffff:127.0.0.1", "::ffff:169.254.1.1",
    "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "fd00:ec2::254", "100.100.100.200", "168.63.129.16", "224.0.0.1", "255.255.255.255", "ff02::1",
]  # fmt: skip


@pytest.mark.parametrize("address", OURS)
def test_a_server_of_the_office_may_be_reached(address):
    assert guard.is_reachable(address)


@pytest.mark.parametrize("address", NOBODYS)
def test_s38_this_machine_and_its_link_may_not(address):
    assert not guard.is_reachable(address)
    assert not guard.is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1:6379", "localhost", "169.254.169.254/latest", "[fe80::1]", "2130706433"])
def test_s38_no_channel_to_the_portals_own_machine_is_taken(host, settings, monkeypatch):
    settings.CHAT_ALLOW_PRIVATE = True
    monkeypatch.setattr("socket.getaddrinfo", network._getaddrinfo)  # only figures are looked up here, which asks nobody
    with pytest.raises(ValidationError, match="server portal sendiri"):
        chat.check(f"json://{host}/")


@pytest.mark.django_db
def test_s38_a_name_that_leads_to_this_machine_is_stopped_where_the_connection_is_made(people, settings, monkeypatch):
    settings.CHAT_ALLOW_PRIVATE = True
    with server(lambda handler: handler.answer(b"baik")) as listener:
        address = f"json://obrolan.kantor:{listener.server_address[1]}/"
        row = ChatAddress.objects.create(person=people["pegawai.bps"], name="Uji", service="JSON", secret=seal(address))
        monkeypatch.setattr("socket.getaddrinfo", lambda host, port, *args, **kwargs: [(2, 1, 6, "", ("127.0.0.1", port))])
        with pytest.raises(NotSent):
            chat.send(row, "uji")
        assert listener.asked == 0


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.asked += 1
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with contextlib.suppress(OSError):
            self.server.respond(self)

    do_GET = do_POST

    def answer(self, body, status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@contextlib.contextmanager
def server(respond):
    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.respond, listener.asked = respond, 0
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    try:
        yield listener
    finally:
        listener.shutdown()
        listener.server_close()


def pour(handler):
    """An answer without end."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 65536)


def pour_in_chunks(handler):
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    while True:
        handler.wfile.write(b"8000\r\n" + b"x" * 0x8000 + b"\r\n")


def lead_on(handler):
    """A redirect whose own body breaks off after much: `requests` would read the rest in one piece."""
    handler.protocol_version = "HTTP/1.1"
    handler.send_response(302)
    handler.send_header("Location", "/lagi")
    handler.send_header("Content-Encoding", "gzip")
    handler.end_headers()
    while True:
        handler.wfile.write(b"bukan gzip" * 1000)


@pytest.mark.parametrize(
    "respond", [pour, pour_in_chunks, lambda handler: handler.answer(gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip")]
)
def test_an_answer_is_read_only_so_far(respond, monkeypatch):
    monkeypatch.setattr(guard, "NEVER", [])
    monkeypatch.setattr(guard, "MOST_BYTES", 100_000)
    with server(respond) as listener, guard.visiting(public_only=False, seconds=30):
        answer = requests.post(f"http://127.0.0.1:{listener.server_address[1]}/", data="uji", timeout=10)
    assert answer.status_code == 200
    assert 100_000 <= len(answer.content) < 300_000


def test_not_even_one_that_breaks_off(monkeypatch):
    monkeypatch.setattr(guard, "NEVER", [])
    monkeypatch.setattr(guard, "MOST_BYTES", 100_000)
    read = []
    monkeypatch.setattr(guard, "_read", lambda *args, _read=guard._read, **kwargs: read.append(_read(*args, **kwargs)) or read[-1])
    with server(lead_on) as listener, guard.visiting(public_only=False, seconds=30), pytest.raises(requests.RequestException):
        requests.post(f"http://127.0.0.1:{listener.server_address[1]}/", data="uji", timeout=10)
    assert sum(map(len, read)) < 300_000


@pytest.mark.django_db
def test_a_service_that_says_too_much_has_still_taken_the_message(people, settings, monkeypatch):
    settings.CHAT_ALLOW_PRIVATE = True
    monkeypatch.setattr(guard, "NEVER", [])
    with server(pour) as listener:
        address = f"json://127.0.0.1:{listener.server_address[1]}/"
        row = ChatAddress.objects.create(person=people["pegawai.bps"], name="Uji", service="JSON", secret=seal(address))
        chat.send(row, "uji")
        assert listener.asked == 1
