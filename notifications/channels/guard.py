"""No chat message reaches into the office's own network, and none keeps us waiting: connections are checked and timed where they are made.

An address that looked public when it was saved may lead inside later (another DNS answer, a redirect). So the check sits at the one place
through which every HTTP connection of `requests` goes, and the address that was checked is the one connected to. The time-outs of
`requests` are per read: who answers a letter a second would hold a thread of the portal for ever, so each visit has an end of its own.
Nor is an answer read any further than MOST_BYTES: what it says does not matter, and it would all be kept in memory.
"""

import contextlib
import ipaddress
import socket
import threading
import time
from contextvars import ContextVar
from dataclasses import dataclass, field

from urllib3.response import HTTPResponse
from urllib3.util import connection as urllib3_connection

SECONDS = 15  # for a whole visit, redirects included
MOST_BYTES = 1024 * 1024  # of all answers in a visit

_visit = ContextVar("visit", default=None)
_create_connection = urllib3_connection.create_connection
_stream, _read = HTTPResponse.stream, HTTPResponse.read

# IPv6 addresses that end in the IPv4 address they lead to: NAT64, IPv4-compatible, IPv4-translated. 6to4 and mapped ones Python knows.
_CARRIERS = [ipaddress.ip_network(text) for text in ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96")]
_LOCAL = [ipaddress.ip_network("fec0::/10")]  # site-local
# This machine, its link (where clouds keep the keys of the machine), and nobody: no chat server of any office is there.
NEVER = [
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3", "::/128", "::1/128", "fe80::/10", "ff00::/8", "64:ff9b:1::/48",
        "100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32", "fd00:ec2::254/128",  # clouds that keep them elsewhere
    )
]  # fmt: skip


class PrivateAddress(OSError):
    """The host is this machine or one of the local network."""


@dataclass
class _Visit:
    public_only: bool
    until: float  # of time.monotonic()
    left: int = MOST_BYTES
    ends: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)


@contextlib.contextmanager
def visiting(*, public_only=True, seconds=None):
    """Inside, HTTP connections end after `seconds` in all (SECONDS), and answers after MOST_BYTES. Those to other than public addresses
    raise PrivateAddress (`requests` turns it into its ConnectionError); without `public_only` those that are NEVER right do."""
    visit = _Visit(public_only, time.monotonic() + (SECONDS if seconds is None else seconds), left=MOST_BYTES)
    token = _visit.set(visit)
    try:
        with visit.ends:
            yield
    finally:
        _visit.reset(token)


def addresses(host, port=443, *, public_only=True):
    """Addresses of `host`, all of them allowed; PrivateAddress if one is not, OSError if there is none."""
    found = [answer[4][0] for answer in socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)]
    allowed = is_public if public_only else is_reachable
    if not found or not all(allowed(address) for address in found):
        raise PrivateAddress("not an address to send messages to")
    return found


def is_reachable(address):
    """Whether a chat server may be there: a public address, or one of the office's own network."""
    ip = _led_to(_parsed(address))
    return not any(ip in network for network in NEVER)


def is_public(address):
    ip = _led_to(_parsed(address))
    return is_reachable(address) and ip.is_global and not ip.is_multicast and not any(ip in network for network in _LOCAL)


def _parsed(address):
    return ipaddress.ip_address(address.split("%")[0])


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
    for numeric in addresses(host, port, public_only=visit.public_only):
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


def _measured_stream(response, *args, **kwargs):
    """The pieces of an answer; it ends where the visit has read enough."""
    visit = _visit.get()
    if visit is None:
        yield from _stream(response, *args, **kwargs)
        return
    pieces = _stream(response, *args, **kwargs)
    while visit.left > 0 and (piece := next(pieces, None)) is not None:
        visit.left -= len(piece)
        yield piece
    response.close()


def _measured_read(response, amt=None, decode_content=None, cache_content=False):
    if amt is not None or _visit.get() is None:
        return _read(response, amt, decode_content, cache_content)
    return b"".join(_measured_stream(response, decode_content=decode_content))


def install():
    urllib3_connection.create_connection = _checked_connection
    HTTPResponse.stream, HTTPResponse.read = _measured_stream, _measured_read
