"""The ground tests stand on does what it promises."""

import socket

import pytest
from celery import shared_task
from django.conf import settings
from django.db import connection, transaction
from django.template import engines

from tests.plugins.network import OutsideCall


@pytest.mark.postgresql
def test_postgresql_is_spoken_to_through_psycopg2():
    """Django prefers psycopg 3 as soon as something drags it in, and then answers differently."""
    assert connection.Database.__name__ == "psycopg2"


def test_nothing_is_kept_in_the_real_state_folder():
    assert settings.VAR_DIR != settings.BASE_DIR / "var"
    assert settings.MEDIA_ROOT.is_relative_to(settings.VAR_DIR)


@pytest.mark.parametrize(
    "call", [lambda: socket.create_connection(("example.org", 80), 1), lambda: socket.create_connection(("192.0.2.1", 80), 1)]
)
def test_another_host_cannot_be_called(call):
    with pytest.raises(OutsideCall):
        call()


def test_a_name_the_view_did_not_give_fails_the_template(tmp_path):
    django = engines["django"].engine
    template = django.from_string("{{ missing }}")
    template.origin.name = str(settings.BASE_DIR / "templates" / "page.html")
    with pytest.raises(AssertionError, match=r"page\.html: \{\{ missing \}\}"):
        template.render(_context(django))


def test_a_name_missing_in_a_library_template_stays_empty():
    django = engines["django"].engine
    template = django.from_string("[{{ missing }}]")
    template.origin.name = "/usr/lib/python3/dist-packages/somebody/page.html"
    assert template.render(_context(django)) == "[]"


def _context(engine):
    from django.template import Context

    return Context({})


_ran = []


@shared_task(name="tests.remember")
def remember(word):
    _ran.append(word)


@pytest.mark.django_db
def test_tasks_queued_on_commit_run_when_the_test_says_so(work, tasks):
    _ran.clear()
    with work():
        transaction.on_commit(lambda: remember.delay("once"))
        assert _ran == []
    assert _ran == ["once"]
    assert tasks.waiting() == []


def test_waiting_tasks_can_be_looked_at_without_running_them(tasks):
    _ran.clear()
    remember.delay("later")
    assert tasks.waiting() == [("tests.remember", ["later"], {})]
    assert tasks.waiting() == [("tests.remember", ["later"], {})]
    assert tasks.run() == ["tests.remember"]
    assert _ran == ["later"]


@pytest.fixture
def append_only_table(transactional_db):
    """A table of Django's own that refuses DELETE and TRUNCATE for the length of one test."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append-only'; END $$"
            )
            cursor.execute("CREATE TRIGGER no_delete BEFORE DELETE ON django_session FOR EACH ROW EXECUTE FUNCTION refuse_removal()")
            cursor.execute("CREATE TRIGGER no_truncate BEFORE TRUNCATE ON django_session EXECUTE FUNCTION refuse_removal()")
        else:
            cursor.execute("CREATE TRIGGER no_delete BEFORE DELETE ON django_session BEGIN SELECT RAISE(ABORT, 'append-only'); END")
    yield "django_session"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION refuse_removal() CASCADE")
        else:
            cursor.execute("DROP TRIGGER no_delete")


def test_the_flush_after_a_test_empties_append_only_tables_and_leaves_them_append_only(append_only_table):
    from django.contrib.sessions.models import Session
    from django.core.management import call_command
    from django.db import DatabaseError
    from django.utils import timezone

    Session.objects.create(session_key="k", session_data="", expire_date=timezone.now())
    call_command("flush", interactive=False, verbosity=0)
    assert not Session.objects.exists()
    Session.objects.create(session_key="k", session_data="", expire_date=timezone.now())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Session.objects.all().delete()
