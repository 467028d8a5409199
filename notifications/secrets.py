"""Chat addresses carry tokens: kept encrypted, so that a copy of the database alone opens nobody's channel."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Unreadable(Exception):
    """The secret key has changed since this was kept; it must be typed again."""


def seal(text):
    return _fernet().encrypt(text.encode()).decode()


def unseal(sealed):
    """What `seal` was given; Unreadable when it was sealed with another key."""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def _fernet():
    key = hashlib.sha256(b"halocik.notifications.chat:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
