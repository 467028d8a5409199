"""From the row to the mail server: growing pauses, dead letters, quiet hours, digests. Perhaps twice, never not at all."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from notifications import outbox
from notifications import tasks as beat
from notifications.models import Delivery, Notice, Preference
from tests.tickets.conftest import MONDAY
from tickets import transitions

pytestmark = pytest.mark.django_db
MINUTES = [1, 5, 30, 120, 600]


class Refusing(EmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError(111, "refused")


class Deadly(EmailBackend):
    """A worker that is killed in the middle: nothing after the sending happens."""

    def send_messages(self, messages):
        raise KeyboardInterrupt


@pytest.fixture
def refusing(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"


@pytest.fixture
def waiting(desk):
    """The one delivery of a new ticket: "giliran" to admin.bps."""
    desk.open()
    return Delivery.objects.get()


def sweep(at, queue):
    with time_machine.travel(at, tick=False):
        beat.deliver_waiting()
        queue.run()


def test_a_notice_is_mailed_once_however_often_one_looks(waiting, tasks):
    for seconds in (1, 16, 31, 200):
        sweep(MONDAY + dt.timedelta(seconds=seconds), tasks)

    assert [m.to for m in mail.outbox] == [["admin.bps@contoh.invalid"]]
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, waiting.error) == ("terkirim", 1, "")


def test_pauses_grow_until_it_is_dead_and_a_resend_begins_anew(waiting, refusing, settings):
    at, seen = MONDAY, []
    for _try in range(6):
        with time_machine.travel(at, tick=False):
            assert outbox.deliver(waiting.pk) == 0
        waiting.refresh_from_db()
        seen.append((waiting.due_at - at).total_seconds() / 60)
        at = waiting.due_at

    assert seen == [*MINUTES, 0]
    assert (waiting.state, waiting.failures) == ("gagal", 6)
    assert waiting.error == "Server surat tidak terjangkau (ConnectionRefusedError)."

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with time_machine.travel(at, tick=False):
        assert outbox.deliver(waiting.pk) == 0  # dead stays dead until somebody asks
        assert outbox.resend(Delivery.objects.dead()) == 1
        assert outbox.deliver(waiting.pk) == 1
    assert len(mail.outbox) == 1


def test_a_notice_that_kills_its_worker_three_times_is_given_up(waiting, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Deadly"
    at = MONDAY
    for _worker in range(3):
        with time_machine.travel(at, tick=False), pytest.raises(KeyboardInterrupt):
            outbox.deliver(waiting.pk)
        at += outbox.LEASE

    with time_machine.travel(at, tick=False):
        assert outbox.deliver(waiting.pk) == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, waiting.failures) == ("gagal", 3, 0)


def test_while_one_worker_sends_another_finds_nothing(waiting):
    assert outbox._claim(waiting.pk, MONDAY)
    assert outbox._claim(waiting.pk, MONDAY + dt.timedelta(seconds=30)) == []


def test_a_message_lost_on_the_way_is_queued_again(waiting, tasks):
    assert outbox.find(MONDAY) == [waiting.pk]
    assert outbox.find(MONDAY + dt.timedelta(seconds=15)) == []
    assert outbox.find(MONDAY + dt.timedelta(seconds=61)) == [waiting.pk]


def test_whoever_may_no_longer_see_the_ticket_gets_no_mail(waiting, people):
    people["admin.bps"].holdings.all().delete()

    assert outbox.deliver(waiting.pk, MONDAY) == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == ("batal", "Penerima tidak lagi berhak melihat tiket ini.")


def test_without_a_mail_server_nothing_waits_for_one(desk, settings):
    settings.EMAIL_ON = False

    desk.open()

    assert (Notice.objects.count(), Delivery.objects.count()) == (1, 0)


def test_quiet_hours_hold_a_mail_until_they_end(desk, people):
    Preference.objects.create(person=people["admin.bps"], quiet_from=dt.time(7), quiet_until=dt.time(9, 30))

    desk.open()  # 08.00 WIB

    assert Delivery.objects.get().due_at == MONDAY + dt.timedelta(minutes=90)


def test_a_digest_gathers_until_the_office_opens(desk, people, tasks):
    Preference.objects.create(person=people["admin.bps"], email={"giliran": "ringkasan"})
    desk.open()
    desk.open()
    tuesday = dt.datetime(2026, 11, 17, 0, 30, tzinfo=dt.UTC)  # 07.30 WIB
    assert {row.due_at for row in Delivery.objects.all()} == {tuesday}

    sweep(tuesday - dt.timedelta(minutes=1), tasks)
    assert mail.outbox == []
    sweep(tuesday, tasks)

    [letter] = mail.outbox
    assert letter.subject == "Ringkasan harian: 2 pemberitahuan"
    assert letter.body.count("https://layanan.contoh.go.id/tiket/") == 2
    assert set(Delivery.objects.values_list("state", flat=True)) == {"terkirim"}


def test_who_wants_no_mail_of_a_kind_gets_none(desk, people):
    Preference.objects.create(person=people["admin.bps"], email={"giliran": "tidak"})

    desk.open()

    assert (Notice.objects.count(), Delivery.objects.count()) == (1, 0)


# What a mail looks like


def test_what_people_typed_breaks_no_header_and_reaches_one_recipient(desk, people, tasks):
    people["admin.bps"].name = "Hendra\r\nBcc: semua@contoh.invalid"
    people["admin.bps"].save()
    desk.open(data={"perangkat": "PC", "lokasi": "TU", "keluhan": "Putus <script>alert(1)</script> {{ 7|add:7 }}"})
    ticket = Notice.objects.get().ticket
    transitions.comment(ticket.pk, actor=desk.person("admin.bps"), text="Baik.\r\nBcc: semua@contoh.invalid", now=MONDAY)

    sweep(MONDAY + dt.timedelta(minutes=1), tasks)

    for letter in mail.outbox:
        raw = letter.message().as_string()
        headers = raw.split("\n\n", 1)[0]
        assert letter.recipients() == letter.to and len(letter.to) == 1
        assert "\nBcc" not in headers
        html = letter.alternatives[0][0]
        assert "<script>" not in html and "{{ 7" in html
        assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    assert mail.outbox[0].subject == f"[{ticket.number}] Giliran Anda: {Notice.objects.first().data['activity']}"[:160]


def test_links_lead_to_the_portals_own_address_whatever_host_was_asked_for(visit, desk, tasks, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ticket = desk.open()

    sweep(MONDAY, tasks)

    body = mail.outbox[0].body + mail.outbox[0].alternatives[0][0]
    assert f"https://layanan.contoh.go.id/tiket/{ticket.number}/" in body
    assert "testserver" not in body and "127.0.0.1" not in body


@pytest.mark.parametrize(
    "kind", ["giliran", "pengingat", "terlewat", "eskalasi", "komentar", "disebut", "dikembalikan", "selesai", "surat-siap", "kabar"]
)
def test_each_kind_has_its_mail_as_text_and_html(kind, waiting):
    Notice.objects.update(
        kind=kind, data={"activity": "Menerima tugas", "step": "2", "percent": 75, "by": "Rina", "status": "selesai", "title": "BAST"}
    )

    assert outbox.deliver(waiting.pk, MONDAY) == 1

    [letter] = mail.outbox
    assert letter.body.startswith("Yth. Hendra Saputra, S.Kom.,")
    assert letter.alternatives[0][1] == "text/html"
    assert "Yth. Hendra Saputra" in letter.alternatives[0][0]
