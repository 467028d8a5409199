"""A small load generator: people signed in for real, kept-alive connections, one thread each."""

import http.client
import re
import threading
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from accounts.demo_people import PASSWORD

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


class Unexpected(Exception):
    """A page answered something else than it must; the figures would be worth nothing."""


class Person:
    """Somebody signed in at the portal on `port`: the cookies that all their connections send."""

    def __init__(self, port, username):
        self.port, self.username, self.cookies = port, username, {}
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        page = self._send(connection, "GET", "/masuk/")
        form = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": TOKEN.search(page)[1].decode()}
        self._send(connection, "POST", "/masuk/", urlencode(form))
        connection.close()
        if "sessionid" not in self.cookies:
            raise Unexpected(f"{username} could not sign in")

    @property
    def headers(self):
        return {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def _send(self, connection, method, path, body=None):
        connection.request(method, path, body, self.headers)
        response = connection.getresponse()
        for line in response.headers.get_all("Set-Cookie") or ():
            self.cookies.update((name, morsel.value) for name, morsel in SimpleCookie(line).items())
        return response.read()


class Line:
    """One kept-alive connection. `ask` returns (seconds, status)."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method, path, body, headers):
        """Once more on a new connection when the server closed this one between two requests; that try is not counted."""
        for last in (False, True):
            began = time.perf_counter()
            try:
                self.connection.request(method, path, body, headers)
                response = self.connection.getresponse()
                response.read()
                return time.perf_counter() - began, response.status
            except (http.client.RemoteDisconnected, ConnectionError, BrokenPipeError):
                self.connection.close()
                if last:
                    raise
        raise AssertionError

    def close(self):
        self.connection.close()


@dataclass
class Sample:
    """`seconds` of each request, in no order; `wall`: seconds the whole lot took."""

    seconds: list
    wall: float

    def __add__(self, other):
        return Sample(self.seconds + other.seconds, self.wall + other.wall)

    def percentile(self, share):
        """Milliseconds that `share` (0 to 1) of the requests did not exceed."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def rate(self):
        """Requests per second."""
        return len(self.seconds) / self.wall


def fire(lines, requests):
    """Send `requests` [(method, path, body, headers, wanted status)] over the connections `lines`, each taking the next. A Sample."""
    waiting, seconds, wrong = iter(requests), [], []
    turn = threading.Lock()

    def work(line):
        while not wrong:
            with turn:
                request = next(waiting, None)
            if request is None:
                return
            *request, wanted = request
            try:
                took, status = line.ask(*request)
            except OSError as error:
                wrong.append(f"{request[0]} {request[1]}: {error!r}")
                return
            if status != wanted:
                wrong.append(f"{request[0]} {request[1]}: {status} instead of {wanted}")
                return
            seconds.append(took)

    threads = [threading.Thread(target=work, args=[line]) for line in lines]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise Unexpected(wrong[0])
    return Sample(seconds, time.perf_counter() - began)
