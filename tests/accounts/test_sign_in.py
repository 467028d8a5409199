"""Sign-in and what keeps it safe: no enumeration, no guessing without end, no session that outlives its rights."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts import services
from accounts.models import User

WRONG = "Nama pengguna atau kata sandi tidak cocok"
LOCKED = "Terlalu banyak percobaan"


def sign_in(username, password="demo", client=None, **headers):
    return (client or Client()).post(reverse("masuk"), {"username": username, "password": password}, **headers)


def is_signed_in(client):
    return client.get(reverse("profil")).status_code == 200


@pytest.mark.parametrize("typed", ["pegawai.bps", "  PEGAWAI.bps ", "199203152015022001", "19920315 201502 2 001"])
def test_one_signs_in_with_user_name_or_nip(people, typed):
    client = Client()

    response = sign_in(typed, client=client)

    assert response.status_code == 302
    assert is_signed_in(client)
    assert client.session["_auth_user_id"] == str(people["pegawai.bps"].pk)


def test_one_comes_back_to_the_page_that_was_asked_for(people):
    client = Client()
    asked = client.get(reverse("pengaturan-orang"))

    response = client.post(asked["Location"], {"username": "pengelola.bps", "password": "demo", "next": reverse("pengaturan-orang")})

    assert response["Location"] == reverse("pengaturan-orang")


@pytest.mark.parametrize("elsewhere", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)", "/\\jahat.example"])
def test_sign_in_never_leads_to_another_host(people, elsewhere):
    response = Client().post(reverse("masuk"), {"username": "pegawai.bps", "password": "demo", "next": elsewhere})

    assert response.status_code == 302
    assert response["Location"].startswith("/") and "jahat" not in response["Location"]


def answer(response):
    """What an outsider sees, without what they typed themselves and the random token."""
    text = response.content.decode()
    return response.status_code, WRONG in text, LOCKED in text, len(text) - len(response.wsgi_request.POST.get("username", ""))


def test_wrong_password_unknown_name_and_closed_account_are_answered_alike(people):
    User.objects.filter(username="teknisi2.bps").update(is_active=False)

    answers = {answer(sign_in(name, password)) for name, password in [
        ("pegawai.bps", "salah"), ("tidak.ada", "salah"), ("teknisi2.bps", "demo"), ("199203152015022001", "salah"), ("199203152015022002", "salah"),
    ]}  # fmt: skip

    assert len(answers) == 1
    status, wrong, locked, _length = answers.pop()
    assert (status, wrong, locked) == (200, True, False)


@pytest.mark.parametrize("name", ["pegawai.bps", "tidak.ada", "teknisi2.bps", "199203152015022001", "199203152015022002"])
def test_every_wrong_try_costs_the_server_the_same_one_hash(people, monkeypatch, name):
    User.objects.filter(username="teknisi2.bps").update(is_active=False)
    hashed, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *args: hashed.append(1) or encode(self, *args))

    sign_in(name, "salah")

    assert len(hashed) == 1, "the time of the answer would tell which names exist"


def test_after_eight_failures_the_name_is_held_at_this_computer_only(people, settings):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        last = sign_in("pegawai.bps", "salah")

    assert last.status_code == 429
    assert LOCKED in last.content.decode() and "Tunggu 15 menit" in last.content.decode()
    assert sign_in("pegawai.bps", "demo").status_code == 429, "even the right password has to wait"
    assert sign_in("pegawai.bps", "demo", REMOTE_ADDR="10.0.0.9").status_code == 302, "nobody locks a colleague out from afar"
    assert sign_in("pegawai2.bps", "demo").status_code == 302, "other people of this computer are not held"


def test_an_unknown_name_is_held_just_the_same(people, settings):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        last = sign_in("tidak.ada", "salah")

    assert last.status_code == 429


def test_other_spellings_of_a_name_bring_no_further_attempts(people, settings):
    spellings = ["pegawai.bps", "Pegawai.bps", " PEGAWAI.BPS", "199203152015022001", "19920315 201502 2 001", "19920315-201502-2-001"]

    for number in range(settings.AXES_FAILURE_LIMIT):
        last = sign_in(spellings[number % len(spellings)], "salah")

    assert last.status_code == 429


def test_a_forged_forwarding_header_brings_no_further_attempts(people, settings):
    for number in range(settings.AXES_FAILURE_LIMIT):
        last = sign_in("pegawai.bps", "salah", HTTP_X_FORWARDED_FOR=f"10.1.1.{number}")

    assert last.status_code == 429


def test_being_held_does_not_tell_whose_nip_it_is(people, settings):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        last = sign_in("199203152015022001", "salah", HTTP_X_REQUESTED_WITH="XMLHttpRequest")

    assert last.status_code == 429
    assert "pegawai.bps" not in last.content.decode()


def test_the_session_gets_a_new_key_at_sign_in(people):
    client = Client()
    client.get(reverse("masuk"))
    session = client.session
    session["planted"] = "1"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before

    sign_in("pegawai.bps", client=client)

    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_one_signs_out_by_post_only_and_the_session_is_gone(as_person):
    client = as_person("pegawai.bps")
    key = client.session.session_key

    assert client.get(reverse("keluar")).status_code == 405
    assert is_signed_in(client)
    assert client.post(reverse("keluar")).status_code == 302

    assert not is_signed_in(client)
    assert not Session.objects.filter(session_key=key).exists()


def test_signing_out_needs_the_forms_own_token(people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["pegawai.bps"])

    response = client.post(reverse("keluar"))

    assert response.status_code == 403
    assert "kedaluwarsa" in response.content.decode()
    assert is_signed_in(client)


def test_changing_ones_password_ends_the_other_sessions_and_keeps_this_one(as_person, people):
    here, there = as_person("pegawai.bps"), as_person("pegawai.bps")
    key = here.session.session_key

    response = here.post(reverse("sandi"), {"old_password": "demo", "new_password1": "kuda-laut-biru", "new_password2": "kuda-laut-biru"})

    assert response.status_code == 302
    assert is_signed_in(here) and here.session.session_key != key
    assert not is_signed_in(there)
    assert sign_in("pegawai.bps", "kuda-laut-biru").status_code == 302


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"old_password": "salah"}, "tidak cocok"),
        ({"new_password2": "kuda-laut-hijau"}, "tidak sama"),
        ({"new_password1": "pendek", "new_password2": "pendek"}, "paling sedikit 10"),
        ({"new_password1": "1234509876123", "new_password2": "1234509876123"}, "Jangan hanya angka"),
        ({"old_password": "demo", "new_password1": "demo", "new_password2": "demo"}, "berbeda dari yang sekarang"),
    ],
)
def test_a_password_change_that_fails_says_why_and_changes_nothing(as_person, fields, sentence):
    client = as_person("pegawai.bps")

    response = client.post(
        reverse("sandi"), {"old_password": "demo", "new_password1": "kuda-laut-biru", "new_password2": "kuda-laut-biru", **fields}
    )

    assert sentence in response.content.decode()
    assert sign_in("pegawai.bps", "demo").status_code == 302


def test_a_deactivated_person_is_out_at_the_next_click(as_person, people):
    client = as_person("teknisi.bps")

    services.deactivate(people["teknisi.bps"], actor=people["pengelola.bps"])

    assert client.get(reverse("profil")).status_code == 302
    assert sign_in("teknisi.bps").status_code == 200


def test_a_new_role_ends_the_open_sessions_of_that_person(as_person, people, pengelola):
    client, role = as_person("teknisi.bps"), people["teknisi.bps"].organisation.roles.get(code="admin")

    pengelola.post(reverse("pengaturan-peran-beri", args=[role.pk]), {"person": people["teknisi.bps"].pk, "starts_on": "2026-11-20"})

    assert not is_signed_in(client)
    assert is_signed_in(pengelola)


def test_who_signs_in_with_a_temporary_password_must_change_it_first(people):
    password = services.reset_password(people["pegawai.bps"], actor=people["pengelola.bps"])
    client = Client()
    sign_in("pegawai.bps", password, client=client)

    assert client.get(reverse("profil"))["Location"] == reverse("sandi")
    assert client.get(reverse("profil"), headers={"HX-Request": "true"})["HX-Redirect"] == reverse("sandi")
    page = client.get(reverse("sandi")).content.decode()
    assert "Buat kata sandi Anda sendiri" in page and "hc-nav" in page and reverse("pengaturan") not in page

    client.post(reverse("sandi"), {"old_password": password, "new_password1": "kuda-laut-biru", "new_password2": "kuda-laut-biru"})

    assert is_signed_in(client)
    people["pegawai.bps"].refresh_from_db()
    assert not people["pegawai.bps"].must_change_password


def test_the_temporary_password_itself_is_no_new_password(people):
    password = services.reset_password(people["pegawai.bps"], actor=people["pengelola.bps"])
    client = Client()
    sign_in("pegawai.bps", password, client=client)

    client.post(reverse("sandi"), {"old_password": password, "new_password1": password, "new_password2": password})

    people["pegawai.bps"].refresh_from_db()
    assert people["pegawai.bps"].must_change_password


def test_an_htmx_request_after_the_session_ended_leads_the_whole_page_to_sign_in(people):
    shown = "http://testserver" + reverse("pengaturan-orang") + "?q=a&page=2"

    response = Client().get(reverse("pengaturan-orang"), headers={"HX-Request": "true", "HX-Current-URL": shown})

    assert response.status_code == 200
    assert response["HX-Redirect"] == reverse("masuk") + "?next=%2Fpengaturan%2Forang%2F%3Fq%3Da%26page%3D2"


def test_pages_of_a_signed_in_person_are_kept_in_no_cache(as_person):
    assert "no-store" in as_person("pegawai.bps").get(reverse("profil"))["Cache-Control"]


def test_demo_accounts_are_offered_only_where_they_are(people, settings):
    assert "pegawai.bps" in Client().get(reverse("masuk")).content.decode()

    settings.PRODUCTION = True

    assert "pegawai.bps" not in Client().get(reverse("masuk")).content.decode()


def test_who_is_signed_in_already_goes_home(as_person):
    assert as_person("pegawai.bps").get(reverse("masuk")).status_code == 302
