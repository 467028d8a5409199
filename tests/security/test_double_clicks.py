"""S44: two clicks on one button. The second one finds done what it wanted to do, and says so."""

import copy
import datetime as dt
import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts import services
from accounts.forms import DelegationForm, HoldingForm, PersonForm, RoleForm
from accounts.models import Delegation, Role, RoleHolding, User
from notifications.forms import PreferenceForm
from notifications.models import Preference
from tests.tickets.browsing import text_of
from worktime import changes
from worktime.forms import HolidayForm
from worktime.models import Holiday

HINT = "Data yang sama baru saja disimpan"


@pytest.fixture
def pengelola(people):
    client = Client()
    client.force_login(people["pengelola.bps"])
    return client


@pytest.fixture
def first_click(monkeypatch):
    """`first_click(RoleForm, save)`: once this form was found right, `save(a copy of its instance)` does what the other click does."""

    def arranged(form_class, save):
        is_valid, clicks = form_class.is_valid, []

        def checked(form):
            right = is_valid(form)
            if right and not clicks:
                clicks.append(1)
                save(copy.deepcopy(form.instance))
            return right

        monkeypatch.setattr(form_class, "is_valid", checked)

    return arranged


def refused(response, *sentences):
    assert response.status_code == 422
    for sentence in sentences:
        assert sentence in text_of(response)


CHOICES = {"surel_komentar": "tidak"}
PERSON = {"name": "Rani Puspita", "username": "rani.puspita", "nip": "199502142020122003"}


@pytest.mark.django_db
def test_a_person_added_twice(pengelola, first_click):
    first_click(PersonForm, lambda person: services.add_person(person, actor=None))

    refused(pengelola.post(reverse("pengaturan-orang-tambah"), PERSON), HINT, "Nama pengguna ini sudah dipakai.", "NIP ini sudah dipakai")


@pytest.mark.django_db
def test_a_role_added_twice(pengelola, first_click):
    def add(role):
        role.code = "arsiparis"
        services.add_role(role, actor=None)

    first_click(RoleForm, add)

    refused(pengelola.post(reverse("pengaturan-peran-tambah"), {"name": "Arsiparis"}), HINT, "Kode ini sudah dipakai peran lain.")


@pytest.mark.django_db
def test_a_holiday_added_twice(pengelola, first_click):
    first_click(HolidayForm, lambda holiday: changes.save_holiday(holiday, actor=None))

    refused(pengelola.post(reverse("kalender-tambah"), {"date": "2031-03-05", "name": "Hari jadi", "kind": "lokal"}), HINT)


@pytest.mark.django_db
def test_a_role_given_twice(pengelola, people, first_click):
    role = people["admin.bps"].organisation.roles.get(code="admin")
    first_click(HoldingForm, lambda holding: services.give_role(holding, actor=None))

    answer = pengelola.post(
        reverse("pengaturan-peran-beri", args=[role.pk]), {"person": people["teknisi.bps"].pk, "starts_on": "2031-01-01"}
    )

    refused(answer, "sudah memegang peran ini pada tanggal itu")


@pytest.mark.django_db
def test_a_substitute_named_twice(pengelola, people, first_click):
    first_click(DelegationForm, lambda delegation: services.add_delegation(delegation, actor=None))
    form = {"kind": "plh", "absent": people["admin.bps"].pk, "substitute": people["teknisi.bps"].pk, "starts_on": "2031-01-01"}

    refused(pengelola.post(reverse("pengaturan-pengganti-tambah"), form), "Akhiri lebih dahulu")


@pytest.mark.django_db
def test_preferences_first_saved_twice(pengelola, first_click):
    first_click(PreferenceForm, lambda preference: preference.save())

    refused(pengelola.post(reverse("pemberitahuan-pilihan"), CHOICES), HINT)
    assert pengelola.post(reverse("pemberitahuan-pilihan"), CHOICES).status_code == 302


ONCE = {
    "orang": ("pengaturan-orang-tambah", PERSON, lambda: User.objects.filter(username="rani.puspita")),
    "peran": ("pengaturan-peran-tambah", {"name": "Arsiparis"}, lambda: Role.objects.filter(code="arsiparis")),
    "libur": (
        "kalender-tambah", {"date": "2031-03-05", "name": "Hari jadi", "kind": "lokal"},
        lambda: Holiday.objects.filter(date=dt.date(2031, 3, 5)),
    ),
    "pilihan": ("pemberitahuan-pilihan", CHOICES, lambda: Preference.objects.all()),
}  # fmt: skip


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ONCE)
def test_six_clicks_at_once_save_once(people, what):
    name, form, rows = ONCE[what]
    assert sorted(set(at_once(people["pengelola.bps"], reverse(name), form))) in ([200, 422], [302, 422], [302])
    assert rows().count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_six_clicks_at_once_give_one_role_and_one_substitute(people):
    role = people["admin.bps"].organisation.roles.get(code="admin")
    somebody, absent = people["teknisi.bps"].pk, people["admin.bps"].pk
    at_once(people["pengelola.bps"], reverse("pengaturan-peran-beri", args=[role.pk]), {"person": somebody, "starts_on": "2031-01-01"})
    form = {"kind": "plh", "absent": absent, "substitute": somebody, "starts_on": "2031-01-01"}
    at_once(people["pengelola.bps"], reverse("pengaturan-pengganti-tambah"), form)

    assert RoleHolding.objects.filter(role=role, person=somebody).count() == 1
    assert Delegation.objects.count() == 1


def at_once(person, url, form):
    """Statuses of six posts of one person at the same moment."""
    found, start, clients = [], threading.Barrier(6), [Client() for _n in range(6)]
    for client in clients:
        client.force_login(person)

    def click(client):
        start.wait()
        try:
            found.append(client.post(url, form).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    return found
