"""What every test stands on. Fixtures for one app only live in that app's own conftest."""

import contextlib

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import TestCase

from tests.people import offices, people, sops  # noqa: F401 (fixtures)
from tests.plugins import flush, network, services
from tests.plugins.browser import browser_context_args, browser_type_launch_args, complaints, context  # noqa: F401 (fixtures)
from tests.plugins.tasks import Tasks

flush.install()
network.install()

NEEDS = ("postgresql", "redis", "browser")


def pytest_configure(config):
    try:
        lacking = services.missing(services.required())
    except ValueError as error:
        raise pytest.UsageError(str(error)) from None
    if lacking:
        raise pytest.UsageError("Wajib menurut HALOCIK_REQUIRE, tetapi " + "; ".join(lacking))


def pytest_collection_modifyitems(config, items):
    """Leave out what belongs to the other database; skip, with the reason, what needs a server or browser that is not here."""
    on_sqlite = connection.vendor == "sqlite"
    other = [item for item in items if on_sqlite and item.get_closest_marker("postgresql")]
    if other:
        config.hook.pytest_deselected(items=other)
        items[:] = [item for item in items if item not in set(other)]
    for item in items:
        for need in NEEDS:
            if item.get_closest_marker(need) and not services.available(need):
                item.add_marker(pytest.mark.skip(reason=services.HOW[need]))


@pytest.fixture(autouse=True)
def clean_slate():
    """Nothing of one test is left for the next: no queued task, no cached answer."""
    yield
    Tasks().discard()
    for cache in caches.all():
        cache.clear()


@pytest.fixture
def tasks():
    """The queue (tests.plugins.tasks.Tasks): `tasks.run()` does what a worker would, `tasks.waiting()` only looks."""
    return Tasks()


@pytest.fixture
def work(tasks):
    """`with work():` what happens inside is committed as far as on_commit goes, and the tasks it queues are run."""

    @contextlib.contextmanager
    def committed_and_worked_off():
        if connection.in_atomic_block:
            with TestCase.captureOnCommitCallbacks(execute=True):
                yield
        else:  # transaction=True: on_commit fires by itself
            yield
        tasks.run()

    return committed_and_worked_off


@pytest.fixture
def redis_url():
    """An emptied Redis database; mark the test `redis`."""
    import redis

    client = redis.Redis.from_url(services.REDIS)
    client.flushdb()
    yield services.REDIS
    client.flushdb()
    client.close()
