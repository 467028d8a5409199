import datetime as dt

import pytest

from tests.tickets.conftest import Desk, monday_morning, setting_jaringan, visit  # noqa: F401 (fixtures)
from tickets import transitions

NOVEMBER = "2026-11"


@pytest.fixture
def desk(setting_jaringan, people):  # noqa: F811
    return Desk(setting_jaringan, people)


@pytest.fixture
def story(desk):
    """A small month at BPS: two tickets done, one of them late, and one open and late. Returns the Desk, on Thursday."""
    first = desk.open()
    desk.until(first, None)
    second = desk.later(10).open("pegawai.bps", {"perangkat": "Laptop", "lokasi": "Aula", "keluhan": "Wi-Fi lambat di aula."})
    desk.later(300)
    desk.until(second, None)
    third = desk.later(5).open("pegawai3.bps", {"perangkat": "PC", "lokasi": "Aula", "keluhan": "Printer dan Wi-Fi lambat sekali."})
    desk.now += dt.timedelta(days=3)
    transitions.record_rung(third.pk, now=desk.now)
    return desk
