"""No chat message reaches into the office's own network, and none keeps us waiting: connections are checked and timed where they are made.

An address that looked public when it was saved may lead inside later (another DNS answer, a redirect). So the check sits at the one place
through which every HTTP connection of `requests` goes, and the address that was checked is the one connected to. The time-outs of
`requests` are per read: who answers a letter a second would hold a thread of the portal for ever, so each visit has an end of its own.
"""

import contextlib
import ipaddress
import socket
import threading
import time
from contextvars import ContextVar
from dataclasses import dataclass, field

from urllib3.util import connection as urllib3_connection

SECONDS = 15  # for a whole visit, redirects included

_visit = ContextVar("visit", default=None)
_create_connection = urllib3_connection.create_connection

# IPv6 addresses that end in the IPv4 address they lead to: NAT64, IPv4-compatible, IPv4-translated. 6to4 and mapped ones Python knows.
_CARRIERS = [ipaddress.ip_network(text) for text in ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96")]
_LOCAL = [ipaddress.ip_network(text) for text in ("64:ff9b:1::/48", "fec0::/10")]  # local NAT64, site-local


class PrivateAddress(OSError):
    """The host is this machine or one of the local network."""


@dataclass
class _Visit:
    public_only: bool
    until: float  # of time.monotonic()
    ends: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)


@contextlib.contextmanager
def visiting(*, public_only=True, seconds=None):
    """Inside, HTTP connections end after `seconds` in all (SECONDS). `public_only`: those to other than public addresses raise
    PrivateAddress (`requests` turns it into its ConnectionError)."""
    visit = _Visit(public_only, time.monotonic() + (SECONDS if seconds is None else seconds))
    token = _visit.set(visit)
    try:
        with visit.ends:
            yield
    finally:
        _visit.reset(token)


def public_addresses(host, port=443):
    """Addresses of `host`, all of them public; PrivateAddress if one is not, OSError if there is none."""
    found = [answer[4][0] for answer in socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)]
    if not found or not all(is_public(address) for address in found):
        raise PrivateAddress("not a public address")
    return found


def is_public(address):
    ip = _led_to(ipaddress.ip_address(address.split("%")[0]))
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _LOCAL)


def _led_to(ip):
    """The IPv4 address that an IPv6 one carries, else itself."""
    if ip.version == 4:
        return ip
    carried = ip.ipv4_mapped or ip.sixtofour
    if carried is None and any(ip in network for network in _CARRIERS):
        carried = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return carried or ip


def _checked_connection(address, *args, **kwargs):
    visit = _visit.get()
    if visit is None:
        return _create_connection(address, *args, **kwargs)
    if time.monotonic() >= visit.until:
        raise TimeoutError("the visit is over")
    host, port = address
    last = None
    for numeric in public_addresses(host, port) if visit.public_only else [host]:
        try:
            made = _create_connection((numeric, port), *args, **kwargs)
        except OSError as error:
            last = error
        else:
            visit.ends.enter_context(_ended(made, visit.until))
            return made
    raise last


@contextlib.contextmanager
def _ended(connection, until):
    """The other side of `connection` is hung up on at `until`. By a twin: TLS takes the first socket over and leaves it empty."""
    with connection.dup() as twin:
        timer = threading.Timer(max(until - time.monotonic(), 0), _hang_up, [twin])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()


def _hang_up(connection):
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def install():
    urllib3_connection.create_connection = _checked_connection
