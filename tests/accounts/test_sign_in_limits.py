"""Wrong tries that spread: many names from one address, one name from many addresses."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts import signin
from accounts.models import User

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 23, 5, 0, tzinfo=dt.UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def limits(settings):
    settings.LOGIN_FAILURES_OF_ADDRESS, settings.LOGIN_FAILURES_OF_NAME = 10, 6
    return settings


def sign_in(username, password="demo", address="10.0.0.1"):
    return Client().post(reverse("masuk"), {"username": username, "password": password}, REMOTE_ADDR=address)


def spray(count, address="10.0.0.1"):
    for number in range(count):
        assert sign_in(f"nama{number}", "salah", address).status_code == 200


def storm(name, count, clock):
    """Wrong passwords for one name, each from an address of its own. Returns how many seconds each was made to wait."""
    waits = []
    for number in range(count):
        answer = sign_in(name, "salah", f"203.0.113.{number}")
        waits.append(int(answer.get("Retry-After", 0)))
        if waits[-1]:
            clock.shift(dt.timedelta(seconds=waits[-1]))
            answer = sign_in(name, "salah", f"203.0.113.{number}")
        assert answer.status_code == 200
    return waits


def test_s30_an_address_that_tries_many_names_has_to_wait(people, limits, clock):
    spray(10)

    held = sign_in("pegawai.bps")

    assert held.status_code == 429 and held["Retry-After"] == "900"
    assert "percobaan masuk dari jaringan ini ditahan" in held.content.decode() and "Tunggu 15 menit" in held.content.decode()
    assert sign_in("pegawai.bps", address="10.0.0.2").status_code == 302, "other addresses are not held"
    clock.shift(dt.timedelta(minutes=16))
    assert sign_in("pegawai.bps").status_code == 302


def test_tries_that_are_held_do_not_make_the_wait_longer(people, limits, clock):
    spray(10)
    clock.shift(dt.timedelta(minutes=14))
    assert sign_in("pegawai.bps", "salah").status_code == 429
    clock.shift(dt.timedelta(minutes=2))

    assert sign_in("pegawai.bps").status_code == 302


def test_hammering_at_one_held_name_does_not_hold_the_whole_network(people, limits, clock):
    for _time in range(12):
        last = sign_in("tidak.ada", "salah")

    assert last.status_code == 429
    assert sign_in("pegawai.bps").status_code == 302


def test_who_works_in_the_network_of_a_sprayer_still_gets_in(people, limits, clock):
    assert sign_in("pegawai.bps").status_code == 302
    spray(10)

    assert sign_in("pegawai.bps", "salah").status_code == 200
    assert sign_in("pegawai.bps").status_code == 302
    assert sign_in("pegawai2.bps").status_code == 429
    for _time in range(signin.OF_ONES_OWN):
        assert sign_in("pegawai.bps", "salah").status_code == 200
    assert sign_in("pegawai.bps", "salah").status_code == 429, "known addresses are no way around the limit"


def test_s30_a_name_tried_from_everywhere_gets_slower_and_slower(people, limits, clock):
    waits = storm("kadis.karanganyar", 18, clock)

    assert waits[:12] == [0] * 6 + [2, 4, 8, 16, 32, 64]
    assert max(waits) <= signin.LONGEST_PAUSE


def test_a_pause_is_no_lock(people, limits, clock):
    storm("kadis.karanganyar", 8, clock)

    held = sign_in("kadis.karanganyar")
    assert "percobaan masuk dengan nama ini diperlambat" in held.content.decode() and "Tunggu 8 detik" in held.content.decode()
    clock.shift(dt.timedelta(seconds=8))
    assert sign_in("kadis.karanganyar").status_code == 302


def test_nobody_keeps_the_kadis_out_of_his_own_office(people, limits, clock):
    assert sign_in("kadis.karanganyar").status_code == 302
    storm("kadis.karanganyar", 10, clock)

    assert sign_in("kadis.karanganyar").status_code == 302
    assert sign_in("kadis.karanganyar", address="10.0.0.2").status_code == 429


def test_an_unknown_name_is_slowed_down_just_the_same(people, limits, clock):
    User.objects.filter(username="teknisi2.bps").update(is_active=False)

    waits = [storm(name, 9, clock) for name in ("tidak.ada", "teknisi2.bps", "teknisi.bps")]

    assert waits == [[0] * 6 + [2, 4, 8]] * 3


def test_an_ipv6_network_is_one_address(people, limits, clock):
    for number in range(10):
        assert sign_in(f"nama{number}", "salah", f"2001:db8:1:2::{number}").status_code == 200

    assert sign_in("pegawai.bps", address="2001:db8:1:2:ffff::1").status_code == 429
    assert sign_in("pegawai.bps", address="2001:db8:1:3::1").status_code == 302


@pytest.mark.parametrize(("written", "counted"), [("::ffff:10.0.0.1", "10.0.0.1"), ("fe80::1%eth0", "fe80::"), ("bukan alamat", None)])
def test_an_address_is_counted_in_one_form(rf, written, counted):
    assert signin.client_address(rf.get("/", REMOTE_ADDR=written)) == counted
