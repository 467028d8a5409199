"""S23: an administrator who takes an account over does not do so unseen."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import services
from accounts.models import User
from notifications import outbox
from notifications.models import Delivery, Notice, Preference
from tests.tickets.browsing import text_of

pytestmark = pytest.mark.django_db

SAID = "Kata sandi Anda disetel ulang oleh Bagus Setiawan, S.Kom."


@pytest.fixture(autouse=True)
def mail_on(settings):
    settings.EMAIL_ON = True


@pytest.fixture
def reset(people):
    """Bagus, the pengelola, gives Rina a temporary password; returns it."""
    client = Client()
    client.force_login(people["pengelola.bps"])
    page = client.post(reverse("pengaturan-orang-sandi", args=[people["pegawai.bps"].pk]))
    return page.context["password"]


def sign_in(password):
    client = Client()
    assert client.post(reverse("masuk"), {"username": "pegawai.bps", "password": password}).status_code == 302
    return client


def test_the_person_is_told_in_the_inbox_and_by_mail(reset, people, mailoutbox):
    notice = Notice.objects.get(recipient=people["pegawai.bps"])
    assert (notice.kind, notice.ticket, notice.headline) == ("akun", None, SAID)

    row = Delivery.objects.get(notice=notice)
    assert outbox.deliver(row.pk, row.due_at) == 1

    [mail] = mailoutbox
    assert mail.to == ["pegawai.bps@contoh.invalid"] and mail.subject == SAID
    for body in (mail.body, mail.alternatives[0].content):
        assert SAID in body and "sampaikan kepada pimpinan Anda" in body and "/profil/" in body and reset not in body


def test_whoever_signs_in_reads_it_before_anything_else(reset):
    client = sign_in(reset)

    assert client.get(reverse("beranda"))["Location"] == reverse("sandi")
    page = text_of(client.get(reverse("sandi")))
    assert SAID.removesuffix(".") in page and " pada " in page


def test_the_notice_outlives_the_page(reset):
    client = sign_in(reset)
    client.post(reverse("sandi"), {"old_password": reset, "new_password1": "kuda-laut-biru", "new_password2": "kuda-laut-biru"})

    assert SAID in text_of(client.get(reverse("pemberitahuan")))
    assert SAID not in text_of(client.get(reverse("sandi"))), "that one is over"


def test_nobody_can_choose_not_to_be_told(people, reset):
    Notice.objects.all().delete()
    person = people["pegawai.bps"]
    client = Client()
    client.force_login(User.objects.get(pk=person.pk))
    assert "surel_akun" not in client.get(reverse("pemberitahuan-pilihan")).content.decode()
    Preference.objects.update_or_create(person=person, defaults={"email": {"akun": "tidak"}, "chat": {"akun": False}})

    services.reset_password(person, actor=people["pengelola.bps"])

    assert Delivery.objects.filter(notice__recipient=person, channel="surel").count() == 1


def test_an_account_opened_again_is_told_too(people):
    services.deactivate(people["pegawai.bps"], actor=people["pengelola.bps"])
    person = User.objects.get(username="pegawai.bps")

    services.reactivate(person, actor=people["pengelola.bps"])

    assert Notice.objects.get(recipient=person).headline == SAID


def test_a_first_password_was_reset_by_nobody(people):
    person = User(organisation=people["pengelola.bps"].organisation, username="rani.puspita", name="Rani Puspita")
    password = services.add_person(person, actor=people["pengelola.bps"])
    client = Client()
    client.post(reverse("masuk"), {"username": "rani.puspita", "password": password})

    assert "disetel ulang" not in text_of(client.get(reverse("sandi")))
    assert not Notice.objects.exists()


def test_the_log_of_settings_says_it_as_before(reset, people):
    change = people["pegawai.bps"].organisation.settings_changes.first()
    assert change.what == "Membuat kata sandi sementara untuk Rina Wulandari, S.ST." and change.actor == people["pengelola.bps"]
    assert reset not in str(change.data)
