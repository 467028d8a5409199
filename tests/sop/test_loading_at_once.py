"""Two administrators, or two web processes at start-up, load the same file at the same moment."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from accounts.offices import ensure_offices
from sop import services
from sop.loader import parse
from sop.models import Procedure, Revision, Sop

RESULT = parse((Path(__file__).parent / "files" / "setting-jaringan.yaml").read_bytes())

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def at_once(work, count=6):
    """What `work()` returns in each of `count` threads that start together."""
    gate = Barrier(count)

    def one(_number):
        gate.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


def test_a_document_loaded_by_six_at_once_is_there_once():
    ensure_offices()

    outcomes = at_once(lambda: services.load(RESULT))

    assert sorted(outcome.state for outcome in outcomes) == [services.MADE, *[services.UNCHANGED] * 5]
    assert Sop.objects.count() == Revision.objects.count() == Procedure.objects.count() == 1


def test_a_draft_promoted_by_six_at_once_comes_into_force_once():
    ensure_offices()
    services.load(RESULT, today=dt.date(2025, 1, 1))

    assert sorted(at_once(services.promote_due)) == [0, 0, 0, 0, 0, 1]
    assert Revision.objects.in_force().count() == 1
