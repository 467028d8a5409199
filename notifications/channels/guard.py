"""No chat message reaches into the office's own network: connections are checked where they are made.

An address that looked public when it was saved may lead inside later (another DNS answer, a redirect). So the check sits at the one place
through which every HTTP connection of `requests` goes, and the address that was checked is the one connected to.
"""

import ipaddress
import socket
from contextlib import contextmanager
from contextvars import ContextVar

from urllib3.util import connection as urllib3_connection

_guarded = ContextVar("only_public_hosts", default=False)
_create_connection = urllib3_connection.create_connection


class PrivateAddress(OSError):
    """The host is this machine or one of the local network."""


@contextmanager
def only_public_hosts(active=True):
    """Inside, HTTP connections to other than public addresses raise PrivateAddress (`requests` turns it into its ConnectionError)."""
    token = _guarded.set(active)
    try:
        yield
    finally:
        _guarded.reset(token)


def public_addresses(host, port=443):
    """Addresses of `host`, all of them public; PrivateAddress if one is not, OSError if there is none."""
    found = [answer[4][0] for answer in socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)]
    if not found or not all(is_public(address) for address in found):
        raise PrivateAddress("not a public address")
    return found


def is_public(address):
    ip = ipaddress.ip_address(address.split("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return ip.is_global and not ip.is_multicast


def _checked_connection(address, *args, **kwargs):
    if not _guarded.get():
        return _create_connection(address, *args, **kwargs)
    host, port = address
    last = None
    for numeric in public_addresses(host, port):
        try:
            return _create_connection((numeric, port), *args, **kwargs)
        except OSError as error:
            last = error
    raise last


def install():
    urllib3_connection.create_connection = _checked_connection
