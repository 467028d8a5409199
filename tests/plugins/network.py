"""No test calls another host: the portal runs on an intranet, and a test that needs the world fails on somebody else's machine."""

import ipaddress
import os
import socket
from urllib.parse import urlsplit

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_getaddrinfo = socket.getaddrinfo

# Where CI keeps its servers, if not on this machine.
_SERVERS = {urlsplit(os.environ.get(name, "")).hostname for name in ("HALOCIK_TEST_REDIS", "HALOCIK_TEST_POSTGRES", "DATABASE_URL")} - {
    None
}


class OutsideCall(AssertionError):
    """A test (or the code under it) tried to reach a host outside this machine."""


def install():
    socket.socket.connect = _guarded(_connect)
    socket.socket.connect_ex = _guarded(_connect_ex)
    socket.getaddrinfo = _resolve


def is_local(host):
    """Whether `host` (name or address, as sockets take it) is this machine or a test server named in the environment."""
    if host in ("", "localhost") or host in _SERVERS:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _guarded(method):
    def connect(self, address):
        if isinstance(address, tuple) and not _allowed(address[0]):
            raise OutsideCall(f"a test called {address[0]}:{address[1]}")
        return method(self, address)

    return connect


_resolved = set()


def _allowed(host):
    return is_local(host) or host in _resolved


def _resolve(host, *args, **kwargs):
    name = host.decode() if isinstance(host, bytes) else host
    if name is not None and not is_local(name):
        raise OutsideCall(f"a test looked up {name}")
    found = _getaddrinfo(host, *args, **kwargs)
    _resolved.update(answer[4][0] for answer in found)
    return found
