"""Signing in: what somebody may type, and how often they may be wrong.

Wrong tries are kept by django-axes, in the database: every process and machine counts the same ones. It holds a name at one address
(settings.AXES_FAILURE_LIMIT). Here are the two limits that lie across: an address that tries many names, a name tried from many addresses.
"""

import ipaddress
import math
from dataclasses import dataclass
from datetime import timedelta

from axes.helpers import get_client_ip_address, get_cool_off
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.db.models import Max, Sum
from django.shortcuts import render
from django.utils import timezone

from . import nip as nips
from .models import User

LONGEST = User._meta.get_field("username").max_length  # nor could an attempt with a longer one be kept
LONGEST_PAUSE = 300  # seconds between two tries of a name under attack
KNOWN_FOR = timedelta(days=30)  # an address somebody signed in from stays theirs so long
OF_ONES_OWN = 3  # failures that such an address has, whatever others do with the name or the network


@dataclass(frozen=True)
class Hold:
    """No try is taken yet. `kind`: "orang" (this name here), "jaringan" (this address) or "nama" (this name anywhere)."""

    kind: str
    seconds: int

    @property
    def minutes(self):
        return math.ceil(self.seconds / 60)


def canonical_username(typed):
    """The user name that `typed` stands for; unknown ones come back in lower case.

    Everything that counts failed attempts sees this form only, else each spelling of a name would have its own attempts.
    """
    digits = nips.normalise(typed)
    by_nip = User.objects.filter(nip=digits or "-", is_active=True).values_list("username", flat=True).first()
    return by_nip or str(typed).strip().lower()[:LONGEST]  # lower case may be longer than what was typed ("İ")


def client_address(request):
    """What attempts are counted by: an IPv4 address, or the /64 that an IPv6 address is one of 2⁶⁴ in (settings.AXES_CLIENT_IP_CALLABLE)."""
    text = request.META.get("REMOTE_ADDR", "").split("%")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if address.version == 4 or address.ipv4_mapped:
        return str(getattr(address, "ipv4_mapped", None) or address)
    return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)


def hold(request, username):
    """The Hold that a try of `username` (canonical) meets now, or None. A try that meets one is not looked at, nor counted.

    Whoever signed in from here lately is not held up by strangers: neither by those who try the name, nor by those in the same network.
    """
    now, address = timezone.now(), get_client_ip_address(request)
    cool_off = get_cool_off(request)
    recent = AccessAttempt.objects.filter(attempt_time__gt=now - cool_off)
    of_address = _failures(recent.filter(ip_address=address)) if address else 0
    of_name = recent.filter(username=username).aggregate(count=Sum("failures_since_start"), last=Max("attempt_time"))
    found = None
    if of_address >= settings.LOGIN_FAILURES_OF_ADDRESS:
        found = Hold("jaringan", math.ceil(cool_off.total_seconds()))
    else:
        pause = _pause((of_name["count"] or 0) - settings.LOGIN_FAILURES_OF_NAME)
        left = (of_name["last"] + pause - now).total_seconds() if pause else 0
        found = Hold("nama", math.ceil(left)) if left > 0 else None
    return None if found is None or _has_tries_of_their_own(recent, username, address, now) else found


def _pause(beyond):
    """After the last failure, when `beyond` of them went before that were more than enough: 2, 4, 8 ... seconds."""
    return timedelta(seconds=min(2 ** min(beyond + 1, 20), LONGEST_PAUSE)) if beyond >= 0 else None


def _failures(attempts):
    return attempts.aggregate(count=Sum("failures_since_start"))["count"] or 0


def _has_tries_of_their_own(recent, username, address, now):
    known = AccessLog.objects.filter(username=username, ip_address=address, attempt_time__gt=now - KNOWN_FOR).exists()
    return known and _failures(recent.filter(username=username, ip_address=address)) < OF_ONES_OWN


def locked_out(request, response, credentials):
    """The page for too many failed attempts. Says nothing of the account: not even whether there is one."""
    return held(request, Hold("orang", math.ceil(get_cool_off(request).total_seconds())))


def held(request, hold):
    """The page that a Hold is answered with: 429."""
    response = render(request, "accounts/locked_out.html", {"hold": hold}, status=429)
    response["Retry-After"] = str(hold.seconds)
    return response
