"""What somebody types to sign in: user name in any case, or NIP in any grouping."""

import math

from axes.helpers import get_cool_off
from django.shortcuts import render

from . import nip as nips
from .models import User

LONGEST = User._meta.get_field("username").max_length  # nor could an attempt with a longer one be kept


def canonical_username(typed):
    """The user name that `typed` stands for; unknown ones come back in lower case.

    Everything that counts failed attempts sees this form only, else each spelling of a name would have its own attempts.
    """
    digits = nips.normalise(typed)
    by_nip = User.objects.filter(nip=digits or "-", is_active=True).values_list("username", flat=True).first()
    return by_nip or str(typed).strip().lower()[:LONGEST]  # lower case may be longer than what was typed ("İ")


def locked_out(request, response, credentials):
    """The page for too many failed attempts. Says nothing of the account: not even whether there is one."""
    minutes = math.ceil(get_cool_off(request).total_seconds() / 60)
    return render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
