"""Chat channels through Apprise. Only kinds that talk HTTP to somebody are let in; nothing that reads files or runs programs."""

import logging
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..secrets import Unreadable, unseal
from . import NotSent, guard

# {scheme: what people call it}. Those with a host of their own in the address are checked against the local network.
SERVICES = {
    "tgram": "Telegram",
    "whatsapp": "WhatsApp Cloud",
    "evolution": "WhatsApp (Evolution)",
    "evolutions": "WhatsApp (Evolution)",
    "signal": "Signal",
    "signals": "Signal",
    "slack": "Slack",
    "discord": "Discord",
    "gchat": "Google Chat",
    "zulip": "Zulip",
    "mmost": "Mattermost",
    "mmosts": "Mattermost",
    "rocket": "Rocket.Chat",
    "rockets": "Rocket.Chat",
    "nctalk": "Nextcloud Talk",
    "nctalks": "Nextcloud Talk",
    "matrix": "Matrix",
    "matrixs": "Matrix",
    "ntfy": "ntfy",
    "ntfys": "ntfy",
    "gotify": "Gotify",
    "gotifys": "Gotify",
    "json": "JSON",
    "jsons": "JSON",
}
MAX_LENGTH = 500


def check(address):
    """The name of the service of an Apprise `address`; ValidationError with a sentence when it cannot be used."""
    address = address.strip()
    scheme = urlsplit(address).scheme.lower() if "://" in address else ""
    if scheme not in SERVICES:
        raise ValidationError(_("Jenis saluran ini tidak dikenal atau tidak diizinkan. Contoh yang benar: tgram://token-bot/nomor-obrolan"))
    if len(address) > MAX_LENGTH or any(c.isspace() or not c.isprintable() for c in address):
        raise ValidationError(_("Alamat tidak boleh memuat spasi dan paling panjang %d karakter.") % MAX_LENGTH)
    if "?" in unquote(address):  # settings of a plugin: some of them name files and templates
        raise ValidationError(_("Tulis alamatnya saja, tanpa tanda tanya dan pengaturan tambahan."))
    plugin = _plugin(address)
    if plugin is None:
        raise ValidationError(_("Alamat %s ini belum lengkap atau keliru.") % SERVICES[scheme])
    _refuse_private(plugin)
    return SERVICES[scheme]


def _plugin(address):
    import apprise  # slow to import, and only needed here

    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its log lines would carry addresses
    asset = apprise.AppriseAsset(secure_logging=True, storage_mode="memory", async_mode=False)
    return apprise.Apprise.instantiate(address, asset=asset, suppress_exceptions=True)


def _refuse_private(plugin):
    host = getattr(plugin, "host", None)
    if not host:
        return
    try:
        guard.addresses(host, public_only=not settings.CHAT_ALLOW_PRIVATE)
    except guard.PrivateAddress:
        if settings.CHAT_ALLOW_PRIVATE:
            raise ValidationError(_("Alamat ini menuju server portal sendiri atau alamat yang tidak boleh dihubungi.")) from None
        raise ValidationError(
            _("Alamat ini menuju jaringan dalam. Minta pengelola server mengizinkannya (HALOCIK_CHAT_ALLOW_PRIVATE).")
        ) from None
    except (OSError, ValueError):
        pass  # the name is unknown at this moment; every sending checks again


def send(chat, text):
    """Send `text` to a ChatAddress. Raises NotSent."""
    try:
        address = unseal(chat.secret)
    except Unreadable:
        raise NotSent(_("Alamat saluran tidak terbaca lagi karena kunci portal berganti; pemiliknya perlu memasukkannya lagi.")) from None
    plugin = _plugin(address)
    if plugin is None:
        raise NotSent(_("Alamat saluran tidak dapat dipakai lagi."))
    with guard.visiting(public_only=not settings.CHAT_ALLOW_PRIVATE):
        taken = plugin.notify(body=text)
    if not taken:
        raise NotSent(_("%s tidak menerima kiriman.") % chat.service)


guard.install()
