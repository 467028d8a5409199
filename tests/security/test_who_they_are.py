"""S27, S28, S30, S31, S35: addresses, sessions, guesses and forged requests."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.demo_people import PASSWORD
from accounts.models import User
from documents import letters
from documents.models import Letter
from tests.stories.test_every_procedure import says
from tests.test_every_url import RULES, SEND, address
from tests.tickets.browsing import text_of
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def sign_in(client, username="pegawai.bps", password=PASSWORD, **more):
    return client.post(reverse("masuk"), {"username": username, "password": password}, **more)


# Where links lead


@pytest.mark.parametrize(
    "host",
    [
        "jahat.example",
        "127.0.0.1.jahat.example",
        "127.0.0.1@jahat.example",
        "jahat.example:80",
        "localhost.jahat.example",
        "127.0.0.1:8000 jahat",
    ],
)
def test_s27_a_request_to_another_host_is_not_answered(people, host):
    assert Client().get(reverse("masuk"), headers={"host": host}).status_code == 400


def test_s27_a_forwarded_host_is_not_believed(people, visit):
    for header in ("X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-Host", "X-Forwarded-Server", "X-Original-URL", "X-Rewrite-URL"):
        for url in (reverse("masuk"), reverse("beranda")):
            answer = Client().get(url, headers={header: "jahat.example"})
            assert b"jahat" not in answer.content
            assert "jahat" not in str(answer.headers)


def test_s27_the_code_on_a_letter_leads_to_the_portals_own_address(bps, visit, settings):
    settings.PORTAL_URL = "https://layanan.contoh.go.id"
    letter = Letter.objects.get(uuid=bps.letter)

    assert letters.check_url(letter.token) == f"https://layanan.contoh.go.id/dokumen/periksa/{letter.token}/"
    _draft_by_a_poisoned_request = visit("teknisi.bps").client.get(
        reverse("surat-unduh", args=[letter.uuid]), headers={"X-Forwarded-Host": "jahat.example"}
    )
    assert says(_draft_by_a_poisoned_request.getvalue(), f"https://layanan.contoh.go.id/dokumen/periksa/{letter.token}/")


def test_s27_links_in_mail_lead_to_the_portals_own_address(bps, visit, work, mailoutbox, settings):
    settings.PORTAL_URL = "https://layanan.contoh.go.id"
    with work():
        visit("admin.bps").client.post(
            reverse("tiket-komentar", args=[bps.ticket]), {"text": "Mohon ditunggu."}, headers={"X-Forwarded-Host": "jahat.example"}
        )

    links = {link for mail in mailoutbox for link in re.findall(r"https?://[^\s\"<>]+", mail.body)}
    assert all(link.startswith("https://layanan.contoh.go.id/") for link in links)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "X-Client-IP", "CF-Connecting-IP", "Forwarded", "True-Client-IP"])
def test_s28_a_forged_address_brings_no_further_tries(people, header, settings):
    for n in range(settings.AXES_FAILURE_LIMIT):
        sign_in(Client(), password="salah", headers={header: f"10.0.0.{n}"})

    assert sign_in(Client(), headers={header: "10.0.0.99"}).status_code == 429


@pytest.mark.parametrize("header", ["Remote-User", "X-Remote-User", "X-Forwarded-User", "X-WEBAUTH-USER", "Authorization"])
def test_s28_a_header_signs_nobody_in(people, header):
    assert Client().get(reverse("beranda"), headers={header: "pengelola.bps"}).status_code == 302


# Sessions


def test_s30_a_session_given_before_signing_in_is_worth_nothing_after(people):
    """Fixation: the key changes at sign-in, so a key planted before is nobody's."""
    victim = Client()
    victim.cookies["sessionid"] = "ditanam" + "a" * 25
    sign_in(victim)

    assert victim.cookies["sessionid"].value != "ditanam" + "a" * 25
    attacker = Client()
    attacker.cookies["sessionid"] = "ditanam" + "a" * 25
    assert attacker.get(reverse("beranda")).status_code == 302


def test_s30_a_key_kept_by_a_shared_computer_is_dead_after_signing_out(people):
    client = Client()
    sign_in(client)
    kept = client.cookies["sessionid"].value
    client.post(reverse("keluar"))

    again = Client()
    again.cookies["sessionid"] = kept
    assert again.get(reverse("beranda")).status_code == 302
    assert not Session.objects.filter(pk=kept).exists()


def test_s30_a_new_password_and_a_closed_account_end_all_other_sessions(people, visit):
    elsewhere, here = visit("pegawai.bps"), visit("pegawai.bps")
    new = {"old_password": PASSWORD, "new_password1": "Kereta-Api-2026", "new_password2": "Kereta-Api-2026"}

    assert here.post("sandi", data=new).status_code == 302
    assert (elsewhere.get("beranda").status_code, here.get("beranda").status_code) == (302, 200)

    visit("pengelola.bps").post("pengaturan-orang-nonaktif", people["pegawai.bps"].pk)
    assert here.get("beranda").status_code == 302
    assert sign_in(Client(), password="Kereta-Api-2026").status_code == 200


def test_s30_cookies_are_not_for_scripts_or_other_sites(people):
    client = Client()
    sign_in(client)

    session, token = client.cookies["sessionid"], client.cookies["csrftoken"]
    assert (session["httponly"], session["samesite"], token["samesite"]) == (True, "Lax", "Lax")
    assert settings.SESSION_COOKIE_AGE <= 12 * 3600


@pytest.mark.django_db(transaction=True)
def test_s30_a_hundred_tries_at_once_are_not_a_hundred_tries(people, settings):
    """The count is kept in the database: whatever comes in together, soon nobody gets in, not even with the right password."""

    def wrong(n):
        try:
            return sign_in(Client(raise_request_exception=False), password=f"salah-{n}").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(wrong, range(40)))

    assert answers.count(429) >= 40 - settings.AXES_FAILURE_LIMIT - 8  # eight may be on their way when the last one counts
    assert sign_in(Client()).status_code == 429


# Guesses


def test_s31_sign_in_says_the_same_whatever_was_wrong(people):
    User.objects.filter(username="teknisi2.bps").update(is_active=False)
    tried = {
        "pegawai.bps": "salah",
        "tidak.ada": "salah",
        "teknisi2.bps": PASSWORD,
        people["pegawai.bps"].nip: "salah",
        "000000000000000000": "salah",
    }

    said = {
        name: (answer.status_code, text_of(answer)) for name, password in tried.items() for answer in [sign_in(Client(), name, password)]
    }

    assert len(set(said.values())) == 1


def test_s31_a_letter_that_is_not_answers_alike_whatever_is_asked(bps):
    """A token is 128 random bits; a wrong one, a cut one and a foreign uuid get one and the same page."""
    letter = Letter.objects.get(uuid=bps.letter)
    wrong = ["x" * 22, letter.token[:-1], letter.token.swapcase(), str(letter.uuid), letter.token + "x"]

    answers = {(answer.status_code, text_of(answer)) for token in wrong for answer in [Client().get(f"/dokumen/periksa/{token}/")]}

    assert len(answers) == 1
    assert next(iter(answers))[0] == 404
    assert len(letter.token) == 22


def test_s31_a_stranger_learns_of_no_ticket_person_or_asset(bps):
    """Anonymous: what is and what is not both lead to the sign-in page."""
    pairs = [
        ("tiket", bps.ticket, "BPS-2026-999999"),
        ("surat-unduh", bps.letter, "00000000-0000-4000-8000-000000000000"),
        ("aset", bps.asset, 999_999),
    ]

    for name, there, not_there in pairs:
        answers = [Client().get(reverse(name, args=[arg])) for arg in (there, not_there)]
        assert {answer.status_code for answer in answers} == {302}


# Forged requests (every POST without its token: tests/test_every_url.py)


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_s35_another_site_cannot_post_whatever_it_calls_the_body(bps, people, kind):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["admin.bps"])
    url = reverse("tiket-tindakan", args=[bps.ticket, "tolak"])

    for headers in (
        {},
        {"Origin": "https://jahat.example"},
        {"Origin": "null"},
        {"Referer": "https://jahat.example/"},
        {"HX-Request": "true"},
        {"X-CSRFToken": "x" * 32},
    ):
        assert client.post(url, b"_giliran=1&_simpul=1b&_catatan=x", content_type=kind, headers=headers).status_code == 403
    assert Ticket.objects.get(number=bps.ticket).position == "1b"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_s35_no_other_method_does_what_a_post_does(bps, people, method):
    """htmx sends DELETE and PUT as easily as POST, and some servers read a method out of a header."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(people["pengelola.bps"])
    names = [name for name, rule in RULES.items() if SEND in rule.methods and rule.first == 403]
    urls = [address(name, bps) for name in names] + [reverse("tiket-batal", args=[bps.ticket]), reverse("keluar")]
    before = Ticket.objects.get(number=bps.ticket).event_count, User.objects.filter(is_active=True).count(), Session.objects.count()

    for url in urls:
        getattr(client, method)(url, headers={"X-HTTP-Method-Override": "POST"})
        client.get(url, {"_method": "POST", "_giliran": "1", "catatan": "x"}, headers={"X-HTTP-Method-Override": "POST"})

    assert (
        Ticket.objects.get(number=bps.ticket).event_count,
        User.objects.filter(is_active=True).count(),
        Session.objects.count(),
    ) == before


def test_s35_signing_out_and_in_need_the_forms_own_token(people):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403
    client.force_login(people["pegawai.bps"])
    assert client.post(reverse("keluar")).status_code == 403
    assert client.get(reverse("keluar")).status_code == 405
    assert client.get(reverse("beranda")).status_code == 200
