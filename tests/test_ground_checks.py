"""What an installation is told before it starts, and what machines are told about it."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.checks import run_checks
from django.http import HttpRequest
from django.test import override_settings

from halocik import checks, env, libraries
from halocik.middleware import ClientAddressMiddleware

ROOT = Path(__file__).resolve().parent.parent
SAFE = {
    "HALOCIK_ENV": "produksi",
    "HALOCIK_SECRET_KEY": "rahasia-" * 10,
    "HALOCIK_AUDIT_KEY": "rangkai-" * 10,
    "HALOCIK_HOSTS": "layanan.contoh.go.id",
    "HALOCIK_URL": "https://layanan.contoh.go.id",
    "HALOCIK_HTTPS": "ya",
    "DATABASE_URL": "postgres://halocik_app:sandi@127.0.0.1:1/halocik",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def production(tmp_path, **changes):
    """Start a web process's application in production; `changes`: environment, None takes a name out. Returns the finished process."""
    chosen = {"HALOCIK_VAR": str(tmp_path), "PATH": os.environ["PATH"], **SAFE, **changes}
    chosen = {name: value for name, value in chosen.items() if value is not None}
    command = [sys.executable, "-c", "import halocik.wsgi; print('serving')"]
    return subprocess.run(command, env=chosen, cwd=ROOT, capture_output=True, text=True, timeout=60)


def test_a_complete_installation_starts(tmp_path):
    answer = production(tmp_path)
    assert answer.stdout == "serving\n", answer.stderr
    assert not (tmp_path / "secret.key").exists()


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({"SET_IN_ENVIRONMENT": ["HALOCIK_AUDIT_KEY", "HALOCIK_HOSTS"]}, "E001"),
        ({"SECRET_KEY": "pendek"}, "E001"),
        ({"SET_IN_ENVIRONMENT": ["HALOCIK_SECRET_KEY", "HALOCIK_HOSTS"]}, "E002"),
        ({"AUDIT_KEY": SAFE["HALOCIK_SECRET_KEY"]}, "E002"),
        ({"SET_IN_ENVIRONMENT": ["HALOCIK_SECRET_KEY", "HALOCIK_AUDIT_KEY"]}, "E003"),
        ({"ALLOWED_HOSTS": ["*"]}, "E003"),
        ({"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}}, "E004"),
    ],
)
def test_each_thing_a_real_office_must_not_start_without_is_an_error(monkeypatch, changes, number):
    complete = {
        "PRODUCTION": True,
        "SET_IN_ENVIRONMENT": ["HALOCIK_SECRET_KEY", "HALOCIK_AUDIT_KEY", "HALOCIK_HOSTS"],
        "SECRET_KEY": SAFE["HALOCIK_SECRET_KEY"],
        "AUDIT_KEY": SAFE["HALOCIK_AUDIT_KEY"],
        "ALLOWED_HOSTS": ["layanan.contoh.go.id"],
        "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
        "BROKER_URL": "redis://127.0.0.1:1/0",
        "SESSION_COOKIE_SECURE": True,
        "PORTAL_URL": "https://layanan.contoh.go.id",
    }
    monkeypatch.setattr(checks, "settings", SimpleNamespace(**complete | changes))
    assert [message.id for message in checks.production_is_safe(None) if message.is_serious()] == [f"halocik.{number}"]


@pytest.mark.parametrize(("name", "value"), [("HALOCIK_DEBUG", "ya"), ("HALOCIK_HTTPS", "mungkin"), ("DATABASE_URL", "mysql://a@b/c")])
def test_a_misspelt_setting_stops_the_start_with_one_sentence(tmp_path, name, value):
    answer = production(tmp_path, **{name: value})
    assert answer.returncode == 1
    [sentence] = answer.stderr.splitlines()
    assert sentence.startswith(name)


def test_everything_that_is_wrong_is_said_at_once(tmp_path):
    answer = production(tmp_path, HALOCIK_SECRET_KEY=None, HALOCIK_AUDIT_KEY=None, HALOCIK_HOSTS=None, DATABASE_URL=None)
    assert "Traceback" not in answer.stderr
    for name in ("HALOCIK_SECRET_KEY", "HALOCIK_AUDIT_KEY", "HALOCIK_HOSTS", "DATABASE_URL"):
        assert f"- {name}" in answer.stderr


def test_at_home_nothing_is_asked_for():
    assert checks.production_is_safe(None) == []


@override_settings(
    PRODUCTION=True, SESSION_COOKIE_SECURE=False, PORTAL_URL="http://lain.contoh.go.id", ALLOWED_HOSTS=["layanan.contoh.go.id"]
)
def test_production_without_https_or_with_links_elsewhere_is_warned():
    assert {"halocik.W002", "halocik.W003", "halocik.W004"} <= {message.id for message in checks.production_is_safe(None)}


def test_missing_libraries_are_named_with_the_command_that_installs_them(monkeypatch):
    monkeypatch.setitem(libraries.LIBRARIES, "libpango-1.0-0", ("pango-tidak-ada", "libpango-tidak-ada.so.0"))
    [warning] = [message for message in run_checks() if message.id == "halocik.W001"]
    assert warning.hint.endswith("sudo apt-get install -y libpango-1.0-0")


@pytest.mark.postgresql
@pytest.mark.django_db
def test_a_portal_that_owns_its_tables_is_warned():
    with override_settings(PRODUCTION=True):
        assert [message.id for message in checks.the_portal_owns_no_table(None, databases=["default"])] == ["halocik.W005"]
    assert checks.the_portal_owns_no_table(None, databases=["default"]) == []


def test_a_value_that_cannot_be_used_is_refused_in_one_sentence(monkeypatch):
    from django.core.exceptions import ImproperlyConfigured

    monkeypatch.setenv("HALOCIK_WEB_THREADS", "empat")
    with pytest.raises(ImproperlyConfigured, match=r"HALOCIK_WEB_THREADS='empat' bukan bilangan bulat\."):
        env.integer("HALOCIK_WEB_THREADS", 4)
    monkeypatch.setenv("HALOCIK_WEB_THREADS", "0")
    with pytest.raises(ImproperlyConfigured, match="paling sedikit 1"):
        env.integer("HALOCIK_WEB_THREADS", 4, least=1)


def test_the_database_url_may_carry_any_password(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://halocik_app:s%40nd%2Fi@db.kantor:5433/halocik")
    found = env.database("DATABASE_URL", Path("x"))
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "halocik_app",
        "s@nd/i",
        "db.kantor",
        "5433",
        "halocik",
    )


@pytest.mark.django_db
def test_health_tells_machines_that_all_is_well(client):
    answer = client.get("/sehat/")
    assert answer.status_code == 200
    told = answer.json()
    assert {told[name] for name in ("basis_data", "antrean", "penyapuan", "pemberitahuan")} == {"baik"}
    assert told["keadaan"] == "sehat"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_health_tells_machines_when_the_broker_is_gone_and_no_more(client, settings):
    settings.BROKER_URL = "redis://:rahasia@127.0.0.1:1/0"
    answer = client.get("/sehat/")
    assert answer.status_code == 503
    assert (answer.json()["keadaan"], answer.json()["antrean"]) == ("sakit", "tidak menjawab")
    assert "rahasia" not in answer.content.decode()


@pytest.mark.redis
@pytest.mark.django_db
def test_health_asks_redis(client, settings, redis_url):
    settings.BROKER_URL = redis_url
    assert client.get("/sehat/").status_code == 200


@pytest.mark.django_db
def test_a_web_process_is_well_though_the_clock_stands(client):
    """A container that serves must not be restarted because another one is away."""
    assert client.get("/sehat/web/").json() == {"keadaan": "sehat", "basis_data": "baik", "antrean": "baik"}


def test_health_changes_nothing(client):
    assert client.post("/sehat/").status_code == 405


@pytest.mark.parametrize(
    ("forwarded", "seen"),
    [("203.0.113.9", "203.0.113.9"), ("10.0.0.1, 203.0.113.9", "203.0.113.9"), ("", "127.0.0.1")],
)
def test_behind_our_proxy_the_client_is_whom_the_proxy_saw(forwarded, seen):
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": forwarded}
    assert ClientAddressMiddleware(lambda request: request.META["REMOTE_ADDR"])(request) == seen


def test_without_a_proxy_the_header_is_not_read(settings):
    assert not any("ClientAddress" in name for name in settings.MIDDLEWARE)
