"""Whatever breaks: every rung once, every notice delivered, no ticket stuck."""

import shutil

import pytest
from django.utils import timezone

from tests.notifications.servers import mail_server
from tests.tickets.conftest import desk, setting_jaringan  # noqa: F401 (fixtures)

from .machinery import Machinery


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/faults/" in item.nodeid:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.postgresql)
            item.add_marker(pytest.mark.django_db(transaction=True))
            item.add_marker(pytest.mark.xdist_group("faults"))  # one after the other: they measure patience in seconds
            if not shutil.which("redis-server"):
                item.add_marker(pytest.mark.skip(reason="tidak ada redis-server"))


@pytest.fixture
def post(settings):
    """A real mail server, and a portal that sends to it."""
    settings.EMAIL_ON = True
    with mail_server() as server:
        yield server


@pytest.fixture
def machinery(tmp_path, post, request):
    machinery = Machinery(tmp_path, post.port)
    machinery.redis()
    yield machinery
    machinery.end()
    if request.node.session.testsfailed:
        print(machinery.logs())


@pytest.fixture
def desk_now(desk):  # noqa: F811
    """The desk of the stories, on the real clock: the processes know no other."""
    desk.now = timezone.now()
    return desk
