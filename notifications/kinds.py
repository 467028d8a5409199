"""What people are told of. The kinds are few because each person chooses per kind and channel."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    TURN = "giliran", _("Giliran Anda")
    REMINDER = "pengingat", _("Pengingat batas waktu")
    MISSED = "terlewat", _("Batas waktu terlewat")
    ESCALATED = "eskalasi", _("Eskalasi")
    COMMENTED = "komentar", _("Komentar dan lampiran")
    MENTIONED = "disebut", _("Nama Anda disebut")
    RETURNED = "dikembalikan", _("Dikembalikan kepada Anda")
    FINISHED = "selesai", _("Tiket berakhir")
    LETTER = "surat-siap", _("Surat siap")
    NEWS = "kabar", _("Perkembangan tiket")
    ASSET = "aset", _("Aset dan rencana")
    ACCOUNT = "akun", _("Akun Anda")


# What the preferences page says each kind is about.
ABOUT = {
    Kind.TURN: _("Sebuah tiket menunggu tindakan Anda, atau orang yang Anda gantikan."),
    Kind.REMINDER: _("Sebagian besar waktu langkah Anda sudah terpakai."),
    Kind.MISSED: _("Batas waktu sebuah langkah sudah lewat."),
    Kind.ESCALATED: _("Sebuah langkah jauh melewati batasnya dan perlu perhatian pimpinan."),
    Kind.COMMENTED: _("Seseorang berkomentar atau melampirkan berkas pada tiket Anda."),
    Kind.MENTIONED: _("Seseorang menulis @nama-pengguna Anda dalam komentar."),
    Kind.RETURNED: _("Tiket kembali ke langkah Anda untuk diperbaiki."),
    Kind.FINISHED: _("Tiket Anda selesai, ditolak, atau dibatalkan."),
    Kind.LETTER: _("Berita acara atau surat lain dari tiket Anda sudah dapat diunduh."),
    Kind.NEWS: _("Tiket yang Anda pantau atau minta ditunda, dilanjutkan, atau maju satu langkah."),
    Kind.ASSET: _("Garansi atau kontrak akan berakhir, atau rencana pemeliharaan membuka tiket."),
    Kind.ACCOUNT: _("Pengelola menyetel ulang kata sandi Anda."),
}

ICONS = {
    Kind.TURN: "user-check",
    Kind.REMINDER: "hourglass",
    Kind.MISSED: "clock-exclamation",
    Kind.ESCALATED: "urgent",
    Kind.COMMENTED: "message",
    Kind.MENTIONED: "user-circle",
    Kind.RETURNED: "arrow-back-up",
    Kind.FINISHED: "flag",
    Kind.LETTER: "file-text",
    Kind.NEWS: "eye",
    Kind.ASSET: "device-laptop",
    Kind.ACCOUNT: "key",
}

LATE = (Kind.MISSED, Kind.ESCALATED)
# Nothing is left to do about these once the turn they speak of has passed.
OF_THE_TURN = (Kind.TURN, Kind.RETURNED, Kind.REMINDER)


# Nobody can choose not to be told: whoever took an account over would choose just that.
ALWAYS = (Kind.ACCOUNT,)
CHOSEN = tuple(kind for kind in Kind if kind not in ALWAYS)


class Channel(models.TextChoices):
    EMAIL = "surel", _("Surel")
    CHAT = "pesan", _("Pesan")


class Mode(models.TextChoices):
    """How a kind comes by e-mail."""

    NOW = "langsung", _("Langsung")
    DIGEST = "ringkasan", _("Ringkasan harian")
    NEVER = "tidak", _("Tidak")


EMAIL_DEFAULTS = {kind: Mode.NOW for kind in Kind} | {Kind.NEWS: Mode.DIGEST}
CHAT_DEFAULTS = {Kind.TURN, Kind.REMINDER, Kind.MISSED, Kind.ESCALATED, Kind.MENTIONED, Kind.RETURNED}
