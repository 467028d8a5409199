"""Mails: one recipient each, text and HTML, links from PORTAL_URL. Whatever people typed never reaches a header unfolded."""

import re
import smtplib
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ..texts import notice_url, preferences_url
from . import NotSent

SUBJECT_LENGTH = 160
# Answering machines must not answer: a loop of two of them fills both inboxes.
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Precedence": "bulk"}


def send_notice(delivery):
    """Mail one notice to its recipient. Raises NotSent."""
    notice = delivery.notice
    context = _context(notice.recipient) | {"notice": notice, "url": notice_url(notice)}
    subject = f"[{notice.ticket.number}] {notice.headline}" if notice.ticket_id else notice.headline
    _send(notice.recipient, subject, f"email/{notice.kind}", context, f"notice-{delivery.pk}")


def send_digest(deliveries):
    """Mail several notices of one person as one. Raises NotSent."""
    notices = [delivery.notice for delivery in deliveries]
    person = notices[0].recipient
    context = _context(person) | {"items": [(notice, notice_url(notice)) for notice in notices], "count": len(notices)}
    subject = _("Ringkasan harian: %d pemberitahuan") % len(notices)
    _send(person, subject, "email/ringkasan", context, f"digest-{deliveries[0].pk}")


def one_line(text):
    """`text` without line breaks and control characters, at most SUBJECT_LENGTH long: fit for a header."""
    clean = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in str(text))
    return re.sub(r"\s+", " ", clean).strip()[:SUBJECT_LENGTH]


def _context(person):
    return {"person": person, "office": person.organisation, "portal_url": settings.PORTAL_URL, "preferences_url": preferences_url()}


def _send(person, subject, template, context, reference):
    try:
        validate_email(person.email)
    except ValidationError:
        raise NotSent(_("Alamat pos-el orang ini tidak sah.")) from None
    mail = EmailMultiAlternatives(
        subject=one_line(subject),
        body=render_to_string(f"{template}.txt", context),
        to=[person.email],
        headers=HEADERS | {"Message-ID": f"<{reference}@{settings.MAIL_DOMAIN}>"},
    )
    mail.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    try:
        taken = mail.send()
    except smtplib.SMTPRecipientsRefused:
        raise NotSent(_("Server surat menolak alamat penerima.")) from None
    except smtplib.SMTPAuthenticationError:
        raise NotSent(_("Server surat menolak nama pengguna atau kata sandi portal.")) from None
    except smtplib.SMTPResponseException as error:
        raise NotSent(_("Server surat menolak kiriman (kode %d).") % error.smtp_code) from None
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(_("Server surat tidak terjangkau (%s).") % type(error).__name__) from None
    if not taken:
        raise NotSent(_("Server surat tidak menerima kiriman."))
