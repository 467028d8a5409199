"""S40, S43, S45, S46: what is set up, what runs in the background, the record, and the letters."""

import ast
import logging
import pickle
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from kombu.exceptions import ContentDisallowed
from kombu.serialization import loads

from accounts.demo_people import ensure_people
from accounts.models import SettingsChange, User
from documents.models import Letter
from tests.stories.test_every_procedure import says
from tests.test_every_url import url_names
from tests.tickets.browsing import text_of
from tests.tickets.filling import pdf
from tickets.models import Ticket, TicketEvent

ROOT = Path(settings.BASE_DIR)
APPS = ["accounts", "worktime", "sop", "tickets", "notifications", "assets", "documents", "reports", "halocik"]


# Set up

USUAL_PLACES = [
    "/admin/",
    "/admin/login/",
    "/setup/",
    "/install/",
    "/debug/",
    "/__debug__/",
    "/phpinfo.php",
    "/server-status",
    "/metrics",
    "/api/",
    "/status",
]


@pytest.mark.django_db
@pytest.mark.parametrize("url", USUAL_PLACES)
def test_s40_no_admin_setup_or_debug_page_is_there(people, visit, url):
    User.objects.create_superuser("teknis.utama", name="Teknis", password="x")

    for client in (Client(), visit("pengelola.bps").client):
        answer = client.get(url)
        assert answer.status_code == 404
        assert b"Traceback" not in answer.content
        assert b"urlpatterns" not in answer.content
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


@pytest.mark.django_db
def test_s40_a_page_that_breaks_shows_nothing_of_itself(people, visit, monkeypatch):
    def broken(*args, **kwargs):
        rahasia = settings.SECRET_KEY
        raise RuntimeError(f"isi {rahasia}")

    monkeypatch.setattr("tickets.views.home.queues.waiting", broken)
    client = visit("admin.bps").client
    client.raise_request_exception = False

    answer = client.get(reverse("beranda"))

    assert (answer.status_code, settings.DEBUG) == (500, False)
    assert settings.SECRET_KEY.encode() not in answer.content
    assert b"RuntimeError" not in answer.content
    assert b"queues" not in answer.content


@pytest.mark.django_db
def test_s40_the_health_page_tells_no_versions_or_places(people):
    words = Client().get(reverse("sehat")).content.decode().lower()

    for told in ("sqlite", "postgres", "redis", "django", "python", "127.0.0.1", "/", "celery"):
        assert told not in words
    assert "Server" not in Client().get(reverse("sehat"))


@pytest.mark.django_db
def test_s40_demo_accounts_are_refused_in_production(settings):
    settings.PRODUCTION = True

    with pytest.raises(ImproperlyConfigured):
        ensure_people()
    assert not User.objects.exists()


def test_s40_every_address_belongs_to_this_portal():
    assert not {name for name in url_names() if name is None or ":" in name}


# In the background


class Bomb:
    def __reduce__(self):
        return (Path.touch, (Path("/tmp/halocik-was-here"),))


def test_s43_a_pickled_message_is_not_opened():
    assert settings.CELERY_ACCEPT_CONTENT == ["json"]
    assert current_app.conf.task_serializer == "json"

    with pytest.raises(ContentDisallowed):
        loads(pickle.dumps(Bomb()), "application/x-python-serialize", "binary", accept=current_app.conf.accept_content)
    assert not Path("/tmp/halocik-was-here").exists()


def test_s43_nothing_of_ours_unpickles_or_evaluates():
    unsafe = {"pickle", "cPickle", "marshal", "shelve", "dill", "jsonpickle"}

    found = []
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                names = (
                    [alias.name for alias in node.names]
                    if isinstance(node, ast.Import)
                    else [node.module]
                    if isinstance(node, ast.ImportFrom)
                    else []
                )
                called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None
                if unsafe & set(names) or called in ("eval", "exec"):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")

    assert found == []
    assert "Pickle" not in settings.SESSION_SERIALIZER


def test_s43_no_task_takes_a_decision_for_somebody():
    """A forged message can ask for sweeping, drawing and sending again. It carries ids; who acts, and what is said, it cannot carry."""
    current_app.loader.import_default_modules()
    own = {name: task for name, task in current_app.tasks.items() if name.split(".")[0] in APPS}

    assert own
    for name, task in own.items():
        asked = set(task.run.__code__.co_varnames[: task.run.__code__.co_argcount])
        assert not asked & {"actor", "user", "action", "data", "note", "text", "turn", "path", "url", "template", "content"}, name


# The record


@pytest.fixture
def events(bps):
    return TicketEvent.objects.filter(ticket__number=bps.ticket)


@pytest.mark.django_db
@pytest.mark.parametrize("attempt", ["update", "delete", "save", "bulk"])
def test_s45_an_event_is_changed_by_nobody(events, attempt):
    event, before = events.first(), list(events.values_list("note", flat=True))

    def tried():
        event.note = "disetujui"
        {
            "update": lambda: events.update(note="disetujui"),
            "delete": lambda: event.delete(),
            "save": lambda: event.save(),
            "bulk": lambda: TicketEvent.objects.bulk_update([event], ["note"]),
        }[attempt]()

    with pytest.raises(DatabaseError), transaction.atomic():
        tried()
    assert list(events.values_list("note", flat=True)) == before


@pytest.mark.django_db
def test_s45_the_log_of_settings_is_changed_by_nobody(bps, visit):
    visit("pengelola.bps").post("pengaturan-peran-tambah", data={"name": "Baru", "code": "baru"})
    change = SettingsChange.objects.first()

    for tried in (change.save, change.delete):
        with pytest.raises(ValidationError):
            tried()
    for statement in (lambda: SettingsChange.objects.update(what="x"), lambda: SettingsChange.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            statement()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["admin\r\nINFO masuk berhasil", "admin\x1b[2K\x1b[1A", "admin\u2028INFO", "\x00admin"])
def test_s45_no_line_is_forged_in_the_log(people, caplog, name):
    """Whatever somebody types as a name or an address: one event is one line, without control characters."""
    with caplog.at_level(logging.DEBUG):
        Client().post(reverse("masuk"), {"username": name, "password": "salah"})
        Client().get("/tiket/" + name.replace("\x00", "%00") + "/")

    for record in caplog.records:
        if record.name.startswith(("django.db", "faker")):
            continue
        assert not any(ord(c) < 32 or c in "\u2028\x1b" for c in record.getMessage()), record


# Letters


@pytest.mark.django_db
def test_s46_the_public_page_says_what_holds_and_nothing_about_anybody(bps, people):
    letter = Letter.objects.get(uuid=bps.letter)

    answer = Client().get(reverse("surat-periksa", args=[letter.token]))

    said = text_of(answer)
    for part in ("Surat ini asli dan berlaku", letter.number, letter.sha256, "BPS Provinsi Bengkulu"):
        assert part in said
    for somebody in people.values():
        assert somebody.name not in said
        assert not somebody.nip or somebody.nip not in said
    ticket = Ticket.objects.get(number=bps.done)
    for private in (ticket.number, ticket.subject, ticket.answers["keluhan"].split("\n")[0], ticket.answers["ip"]):
        assert private not in said
    assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.django_db
def test_s46_an_edited_file_does_not_have_the_sum_the_page_shows(bps, visit):
    import hashlib

    letter = Letter.objects.get(uuid=bps.letter)
    content = visit("pegawai.bps").get("surat-unduh", letter.uuid).getvalue()
    said = text_of(Client().get(reverse("surat-periksa", args=[letter.token])))

    assert hashlib.sha256(content).hexdigest() in said
    assert hashlib.sha256(content.replace(b"%PDF-1.7", b"%PDF-1.6") + b"\n% diubah").hexdigest() not in said


@pytest.mark.django_db
def test_s46_a_code_moved_to_another_letter_names_the_letter_it_came_from(bps, karanganyar):
    """Swapped QR codes: the page shows office and number of its own letter, to be compared with what is printed."""
    one, other = (Letter.objects.get(uuid=world.letter) for world in (bps, karanganyar))

    said = text_of(Client().get(reverse("surat-periksa", args=[one.token])))

    assert one.number in said
    assert other.number not in said
    assert one.token != other.token
    with one.file.open("rb") as source:
        printed = source.read()
    assert says(printed, one.token)
    assert not says(printed, other.token)


@pytest.mark.django_db
def test_s46_an_older_version_says_that_it_was_replaced(bps, visit, work):
    first, rina, yoga = Letter.objects.get(uuid=bps.letter), visit("pegawai.bps"), visit("teknisi.bps")
    ticket = first.ticket
    with work():
        rina.move(ticket, "buka-kembali", {"catatan": "Putus lagi."})
        doer = yoga if Ticket.objects.get(pk=ticket.pk).turns.get().person.username == "teknisi.bps" else visit("teknisi2.bps")
        doer.act(ticket, "lanjut")
        doer.act(ticket, "berhasil", {"hasil_tes": pdf()})
        doer.act(ticket, "catat", {"ip": "10.17.0.9", "nama_pc": "PC", "grup": "TU"})
        rina.act(ticket, "konfirmasi")
    second = Letter.objects.get(supersedes=first)

    older, newer = (text_of(Client().get(reverse("surat-periksa", args=[letter.token]))) for letter in (first, second))

    assert "sudah digantikan" in older
    assert "asli dan berlaku" in newer
    assert (second.number, second.version) == (first.number, 2)


@pytest.mark.django_db
def test_s46_a_number_is_given_once(bps):
    letter = Letter.objects.get(uuid=bps.letter)
    letter.pk, letter.uuid, letter.token, letter.title = None, "00000000-0000-4000-8000-000000000001", "x" * 22, "Lain"

    with pytest.raises(DatabaseError), transaction.atomic():
        letter.save()
