"""A mail server and an HTTP listener of this machine, as real as a test needs: they listen, answer and remember."""

import contextlib
import email
import email.policy
import socketserver
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class MailServer:
    """`letters`: [(sender, [recipients], EmailMessage)]. `refusing`: a line answered to every RCPT instead of taking it, such as "451 later"."""

    port: int = 0
    letters: list = field(default_factory=list)
    refusing: str = ""
    attempts: int = 0
    gate: threading.Event | None = None  # while it is not set, every RCPT waits: a worker is in the middle of a mail
    reached: threading.Event = field(default_factory=threading.Event)


class _Conversation(socketserver.StreamRequestHandler):
    timeout = 10

    def handle(self):
        server = self.server.mail
        self.say("220 uji")
        sender, recipients = "", []
        while line := self.rfile.readline():
            text = line.decode().rstrip("\r\n")
            verb = text[:4].upper()
            if verb in ("EHLO", "HELO"):
                self.say("250 uji")
            elif verb == "MAIL":
                sender, recipients = _address(text), []
                self.say("250 baik")
            elif verb == "RCPT":
                server.attempts += 1
                server.reached.set()
                if server.gate is not None:
                    server.gate.wait(30)
                if not server.refusing:
                    recipients.append(_address(text))
                self.say(server.refusing or "250 baik")
            elif verb == "DATA":
                self.say("354 silakan")
                server.letters.append((sender, recipients, self.letter()))
                self.say("250 diterima")
            elif verb == "QUIT":
                self.say("221 sampai jumpa")
                return
            else:
                self.say("250 baik")

    def letter(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        return email.message_from_bytes(b"".join(lines), policy=email.policy.default)

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")


def _address(line):
    return line[line.index("<") + 1 : line.index(">")]


class _TCPServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextlib.contextmanager
def mail_server(port=0):
    """A MailServer listening on 127.0.0.1 inside the block."""
    server = _TCPServer(("127.0.0.1", port), _Conversation)
    server.mail = MailServer(port=server.server_address[1])
    with _serving(server):
        yield server.mail


class _Listener(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.server.heard.append((self.path, body))
        status, headers = self.server.answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST

    def log_message(self, *args):
        pass


@contextlib.contextmanager
def http_listener(status=200, headers=None):
    """A server whose `heard` is [(path, body)] and whose `port` is its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Listener)
    server.heard, server.answer, server.port = [], (status, headers or {}), server.server_address[1]
    with _serving(server):
        yield server


@contextlib.contextmanager
def _serving(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
