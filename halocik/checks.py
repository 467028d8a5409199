"""What `manage.py check` says of an installation: whether letters can be made, and what a real office must not start without."""

import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connections
from django.db.utils import DatabaseError

from . import libraries


@register()
def letters_can_be_drawn(app_configs, **kwargs):
    """Checked without importing WeasyPrint, which costs over a second and fails as a whole."""
    packages = libraries.missing()
    if not packages:
        return []
    return [Warning("Surat PDF belum dapat dibuat di mesin ini.", hint=libraries.advice(packages), id="halocik.W001")]


@register(Tags.security)
def production_is_safe(app_configs, **kwargs):
    """Errors stop every command of an installation that says HALOCIK_ENV=produksi; warnings only speak."""
    if not settings.PRODUCTION:
        return []
    found = [Error(text, hint=hint, id=f"halocik.{number}") for number, wrong, text, hint in _errors() if wrong]
    found += [Warning(text, hint=hint, id=f"halocik.{number}") for number, wrong, text, hint in _warnings() if wrong]
    return found


def _errors():
    named = set(settings.SET_IN_ENVIRONMENT)
    return [
        (
            "E001",
            "HALOCIK_SECRET_KEY" not in named or len(settings.SECRET_KEY) < 50,
            "HALOCIK_SECRET_KEY belum diisi, atau lebih pendek dari 50 karakter.",
            "Buat sekali dan simpan baik-baik: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'",
        ),
        (
            "E002",
            "HALOCIK_AUDIT_KEY" not in named or settings.AUDIT_KEY == settings.SECRET_KEY,
            "HALOCIK_AUDIT_KEY belum diisi, atau sama dengan HALOCIK_SECRET_KEY.",
            "Kunci ini merangkai riwayat tiket dan tidak boleh berganti. Buat seperti HALOCIK_SECRET_KEY, simpan di tempat lain juga.",
        ),
        (
            "E003",
            "HALOCIK_HOSTS" not in named or "*" in settings.ALLOWED_HOSTS,
            "HALOCIK_HOSTS belum diisi, atau memuat tanda *.",
            "Isi dengan nama portal seperti yang diketik orang, misalnya HALOCIK_HOSTS=layanan.contoh.go.id",
        ),
        (
            "E004",
            not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
            "DATABASE_URL belum menunjuk PostgreSQL.",
            "Isi misalnya DATABASE_URL=postgres://halocik_app:sandi@127.0.0.1:5432/halocik",
        ),
    ]


def _warnings():
    return [
        (
            "W002",
            not settings.BROKER_URL,
            "REDIS_URL belum diisi: antrean pekerjaan disimpan di folder dan hilang bila sebuah proses mati mendadak.",
            "Isi misalnya REDIS_URL=redis://127.0.0.1:6379/0",
        ),
        (
            "W003",
            not settings.SESSION_COOKIE_SECURE,
            "HALOCIK_HTTPS belum dinyalakan: kata sandi dan isi tiket lewat jaringan tanpa sandi.",
            "Layani portal lewat HTTPS lalu isi HALOCIK_HTTPS=ya (dan HALOCIK_BEHIND_PROXY=ya bila di belakang proksi).",
        ),
        (
            "W004",
            (urlsplit(settings.PORTAL_URL).hostname or "") not in settings.ALLOWED_HOSTS,
            f"HALOCIK_URL ({settings.PORTAL_URL}) tidak memakai nama yang ada di HALOCIK_HOSTS: tautan pada surat dan pemberitahuan akan ditolak.",
            "Isi dengan alamat portal seperti yang diketik orang, misalnya HALOCIK_URL=https://layanan.contoh.go.id",
        ),
    ]


@register(Tags.database)
def the_portal_owns_no_table(app_configs, databases=None, **kwargs):
    """The history of tickets is protected by triggers; who owns a table can switch them off. Needs `check --database default`."""
    found = []
    for alias in databases or ():
        if not settings.PRODUCTION or connections[alias].vendor != "postgresql":
            continue
        try:
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND pg_has_role(tableowner, 'MEMBER')")
                owned = cursor.fetchone()[0]
        except DatabaseError:
            continue  # no answer from the server is said by whoever needs it next
        if owned:
            found.append(
                Warning(
                    f"Peran basis data portal memiliki {owned} tabel, sehingga dapat mematikan penjaga riwayat tiket.",
                    hint="Jalankan portal sebagai peran yang tidak memiliki apa-apa; migrasi sebagai peran pemilik (docs/pengaturan.md).",
                    id="halocik.W005",
                )
            )
    return found


def stop_if_unsafe():
    """End a server process of an installation that must not run. Management commands check by themselves, gunicorn and Celery do not."""
    errors = [message for message in production_is_safe(None) if message.is_serious()]
    if errors:
        sys.exit("\n".join(["HaloCik tidak dijalankan:", *(f"- {message.msg} {message.hint}" for message in errors)]))
