"""Is the machinery alive? What /sehat/ tells machines and the settings page tells people."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from tickets import registry
from tickets.models import Heartbeat
from tickets.tasks import due_runs

from . import outbox
from .tasks import WORKER

SILENT_AFTER = timedelta(minutes=2)  # eight sweeps missed
LATE_AFTER = timedelta(minutes=15)  # a notice that should have left so long ago is stuck
WORKERS_KEPT = timedelta(days=1)
GOOD, BAD, UNKNOWN, OFF = "baik", "buruk", "belum-tentu", "mati"


@dataclass(frozen=True)
class Part:
    """One part of the machinery: `state` GOOD, BAD, UNKNOWN or OFF; `text` what it means, `advice` what to do (both sentences)."""

    name: str
    state: str
    text: str
    advice: str = ""


# For machines


def database_answers():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def broker_answers():
    if not settings.BROKER_URL:  # the folder beside the database
        return True
    import redis

    try:
        with redis.Redis.from_url(settings.BROKER_URL, socket_connect_timeout=2, socket_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def sweep_age(now):
    """Seconds since the last sweep, or None when there never was one."""
    at = Heartbeat.objects.filter(name="sweep").values_list("at", flat=True).first()
    return None if at is None else max(0, int((now - at).total_seconds()))


def sweeps(now):
    """Whether the clock is kept. A portal that was never swept is still fine as long as nothing waited for it."""
    age = sweep_age(now)
    if age is None:
        return not due_runs(now - SILENT_AFTER, limit=1)
    return age <= SILENT_AFTER.total_seconds()


def oldest_unsent_age(now):
    """Seconds that the longest waiting notice is late, or None when none is."""
    at = outbox.oldest_unsent(now)
    return None if at is None else max(0, int((now - at).total_seconds()))


def sends(now):
    return (oldest_unsent_age(now) or 0) <= LATE_AFTER.total_seconds()


# For people


def parts(organisation, now=None):
    """[Part] in the order in which to look: what stands first may be the cause of what stands below."""
    now = now or timezone.now()
    beats = dict(Heartbeat.objects.values_list("name", "at"))
    broker = broker_answers()
    return [
        _broker(broker),
        *_machinery(beats, broker, now),
        _mail(),
        _outbox(now),
        *[Part(*said) for said in registry.health(organisation)],
    ]


def _broker(answers):
    if answers:
        return Part(_("Antrean pekerjaan"), GOOD, _("Menerima pekerjaan."))
    return Part(
        _("Antrean pekerjaan"),
        BAD,
        _("Redis tidak menjawab: tidak ada pekerjaan yang dapat dititipkan."),
        _("Jalankan lagi layanan redis di server."),
    )


def _machinery(beats, broker, now):
    planner, sweep = beats.get("beat"), beats.get("sweep")
    workers = {name: at for name, at in beats.items() if name.startswith(WORKER) and now - at < WORKERS_KEPT}
    planner_lives, worked = _fresh(planner, now), max([at for at in (sweep, *workers.values()) if at], default=None)
    return [_planner(planner, planner_lives, broker, now), _workers(workers, worked, planner_lives, now), _sweep(sweep, now)]


def _planner(at, lives, broker, now):
    name = _("Penjadwal (beat)")
    if lives:
        return Part(name, GOOD, _("Berjalan; terakhir terlihat %s.") % ago(at, now))
    if not broker:
        return Part(name, UNKNOWN, _("Baru dapat diperiksa setelah antrean pekerjaan menjawab."))
    seen = _("Tidak terlihat sejak %s.") % ago(at, now) if at else _("Belum pernah terlihat.")
    meaning = _("Tenggat tidak dicatat dan pemberitahuan tidak dikirim sampai ia berjalan lagi; setelah itu semuanya disusulkan.")
    return Part(name, BAD, f"{seen} {meaning}", _("Jalankan lagi layanan beat di server."))


def _workers(workers, worked, planner_lives, now):
    name = _("Pekerja (worker)")
    if _fresh(worked, now):
        here = ", ".join(sorted(name.removeprefix(WORKER) for name, at in workers.items() if _fresh(at, now)))
        text = _("Mengambil pekerjaan; terakhir %s.") % ago(worked, now)
        return Part(name, GOOD, f"{text} {here}".strip())
    if not planner_lives:
        return Part(name, UNKNOWN, _("Baru dapat diperiksa setelah penjadwal berjalan lagi."))
    seen = (
        _("tidak ada pekerja yang mengambil pekerjaan sejak %s.") % ago(worked, now)
        if worked
        else _("belum ada pekerja yang mengambil pekerjaan.")
    )
    return Part(name, BAD, _("Penjadwal berjalan, tetapi %s") % seen, _("Jalankan lagi layanan worker di server."))


def _sweep(at, now):
    name = _("Pemeriksaan tenggat")
    if _fresh(at, now):
        return Part(name, GOOD, _("Terakhir %s.") % ago(at, now))
    seen = _("Tidak ada sejak %s.") % ago(at, now) if at else _("Belum pernah.")
    return Part(name, BAD, seen, _("Akan berjalan sendiri begitu penjadwal dan pekerja berjalan."))


def _mail():
    if settings.EMAIL_ON:
        return Part(_("Surel"), GOOD, _("Server surat sudah diatur."))
    return Part(
        _("Surel"), OFF, _("Tidak dikirim: server surat belum diatur."), _("Isi HALOCIK_SMTP_HOST di server bila instansi ingin surel.")
    )


def _outbox(now):
    age = oldest_unsent_age(now)
    name = _("Kiriman")
    if age is None:
        return Part(name, GOOD, _("Tidak ada yang tertahan."))
    text = _("Yang paling lama menunggu sudah %s.") % _length(age)
    return Part(name, GOOD if age <= LATE_AFTER.total_seconds() else BAD, text)


def _fresh(at, now):
    return at is not None and now - at <= SILENT_AFTER


def ago(at, now):
    """`3 menit yang lalu`."""
    return _("%s yang lalu") % _length(max(0, int((now - at).total_seconds())))


def _length(seconds):
    if seconds < 60:
        return _("%d detik") % seconds
    if seconds < 3600:
        return _("%d menit") % (seconds // 60)
    if seconds < 48 * 3600:
        return _("%d jam") % (seconds // 3600)
    return _("%d hari") % (seconds // 86400)
