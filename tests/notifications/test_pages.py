"""Inbox, bell, preferences and the health page, as people see them."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from notifications.models import ChatAddress, Delivery, Notice, Preference
from notifications.secrets import unseal
from tickets.models import Heartbeat, StepRun

pytestmark = pytest.mark.django_db
ADDRESS = "json://127.0.0.1:9/rahasia-token"


@pytest.fixture
def as_person(people):
    def signed_in(username):
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return signed_in


@pytest.fixture
def admin(as_person):
    return as_person("admin.bps")


# Inbox


def test_the_inbox_lists_what_i_was_told_and_the_bell_counts_it(desk, admin):
    ticket = desk.open()

    page = admin.get("/pemberitahuan/").content.decode()

    assert "Giliran Anda: " in page and ticket.number in page
    assert "Pemberitahuan: 1 belum dibaca" in page


def test_read_is_read_and_only_by_post(desk, admin):
    desk.open()
    notice = Notice.objects.get()
    address = f"/pemberitahuan/{notice.pk}/dibaca/"

    assert admin.get(address).status_code == 405
    assert admin.post(address).status_code == 302

    notice.refresh_from_db()
    assert notice.read_at is not None
    assert "belum dibaca" not in admin.get("/pemberitahuan/lonceng/").content.decode()


def test_all_can_be_read_at_once_but_only_mine(desk, admin, people):
    ticket = desk.open()
    desk.approve(ticket)
    desk.open()

    admin.post("/pemberitahuan/dibaca/")

    assert list(Notice.objects.unread().values_list("recipient__username", flat=True)) == ["teknisi.bps"]


def test_somebody_elses_notice_does_not_exist(desk, as_person):
    desk.open()
    notice = Notice.objects.get()

    for username in ("teknisi.bps", "pengelola.bps", "kabid.karanganyar"):
        assert as_person(username).post(f"/pemberitahuan/{notice.pk}/dibaca/").status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_a_ticket_i_may_no_longer_see_leaves_my_inbox(desk, admin, people):
    desk.open()
    people["admin.bps"].holdings.all().delete()

    assert "Giliran Anda" not in admin.get("/pemberitahuan/").content.decode()


def test_the_bell_of_a_lapsed_session_says_nothing_and_leads_nowhere(client):
    answer = client.get("/pemberitahuan/lonceng/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.content) == (204, b"")


def test_the_bell_is_cheap(desk, admin, django_assert_max_num_queries):
    desk.open()
    with django_assert_max_num_queries(4):  # session, person, office, count
        admin.get("/pemberitahuan/lonceng/")


@pytest.mark.parametrize("path", ["/pemberitahuan/", "/pemberitahuan/pilihan/", "/pengaturan/kesehatan/"])
def test_strangers_are_asked_to_sign_in(client, path):
    assert client.get(path)["Location"] == f"/masuk/?next={path}"


# Preferences


def choices(**changed):
    kinds = ["giliran", "pengingat", "terlewat", "eskalasi", "komentar", "disebut", "dikembalikan", "selesai", "surat-siap", "kabar"]
    return {f"surel_{kind}": "langsung" for kind in kinds} | changed


def test_choices_are_kept_where_they_differ_from_the_usual(admin, people):
    answer = admin.post(
        "/pemberitahuan/pilihan/", choices(surel_komentar="ringkasan", pesan_giliran="on", quiet_from="20:00", quiet_until="06:00")
    )

    assert answer.status_code == 302
    kept = Preference.objects.get(person=people["admin.bps"])
    assert kept.email == {"komentar": "ringkasan", "kabar": "langsung"}
    assert kept.wants_chat("giliran") and not kept.wants_chat("terlewat")
    assert kept.quiet_from == dt.time(20)


def test_half_a_quiet_time_is_refused_with_a_sentence(admin):
    answer = admin.post("/pemberitahuan/pilihan/", choices(quiet_from="20:00"))

    assert answer.status_code == 422
    assert "Isi kedua jamnya" in answer.content.decode()


def test_a_chat_address_is_never_shown_again(admin, chat_here):
    admin.post("/pemberitahuan/saluran/tambah/", {"name": "Uji", "address": ADDRESS})

    row = ChatAddress.objects.get()
    assert "rahasia-token" not in row.secret
    assert unseal(row.secret) == ADDRESS
    page = admin.get("/pemberitahuan/pilihan/").content.decode()
    assert "Uji" in page and "rahasia-token" not in page


def test_a_chat_channel_of_somebody_else_does_not_exist(admin, as_person, chat_here):
    admin.post("/pemberitahuan/saluran/tambah/", {"name": "Uji", "address": ADDRESS})
    pk = ChatAddress.objects.get().pk

    for action in ("uji", "hapus"):
        assert as_person("teknisi.bps").post(f"/pemberitahuan/saluran/{pk}/{action}/").status_code == 404
    assert ChatAddress.objects.exists()


# Health


@pytest.fixture
def pengelola(as_person):
    return as_person("pengelola.bps")


def test_only_the_pengelola_sees_the_machinery(as_person, pengelola):
    assert as_person("admin.bps").get("/pengaturan/kesehatan/").status_code == 403
    assert pengelola.get("/pengaturan/kesehatan/").status_code == 200


def test_a_silent_beat_is_said_in_plain_words(pengelola):
    long_ago = timezone.now() - dt.timedelta(hours=3)
    for name in ("beat", "sweep", "worker:celery@satu"):
        Heartbeat.beat(name, long_ago)

    page = pengelola.get("/pengaturan/kesehatan/").content.decode()

    assert "Penjadwal (beat): perlu tindakan" in page
    assert "Tidak terlihat sejak 3 jam yang lalu." in page
    assert "Pekerja (worker): belum tentu" in page


def test_a_missing_worker_is_told_apart_from_a_missing_beat(pengelola):
    Heartbeat.beat("beat", timezone.now())
    Heartbeat.beat("sweep", timezone.now() - dt.timedelta(minutes=9))

    page = pengelola.get("/pengaturan/kesehatan/").content.decode()

    assert "Penjadwal (beat): baik" in page
    assert "tidak ada pekerja yang mengambil pekerjaan sejak 9 menit yang lalu" in page


def test_machines_learn_that_the_clock_stands(client, desk):
    assert client.get("/sehat/").status_code == 200
    Heartbeat.beat("sweep", timezone.now() - dt.timedelta(minutes=10))

    answer = client.get("/sehat/")

    assert answer.status_code == 503
    assert answer.json()["penyapuan"] == "terhenti"
    assert answer.json()["penyapuan_detik"] >= 600


def test_machines_learn_that_notices_are_stuck(client, desk):
    desk.open()  # on Monday the 16th: due long ago
    Heartbeat.beat("sweep", timezone.now())
    Delivery.objects.update(due_at=timezone.now() - dt.timedelta(hours=1))

    assert client.get("/sehat/").json()["pemberitahuan"] == "tertahan"
    assert client.get("/sehat/").status_code == 503


def test_dead_letters_of_my_office_can_be_sent_again(desk, pengelola, as_person):
    desk.open()
    desk.open()
    Delivery.objects.update(state="gagal", error="Server surat tidak terjangkau (ConnectionRefusedError).", attempts=6, failures=6)
    first = Delivery.objects.first()

    assert "ConnectionRefusedError" not in as_person("pengelola.karanganyar").get("/pengaturan/kesehatan/").content.decode()
    assert as_person("pengelola.karanganyar").post("/pengaturan/kesehatan/kirim-ulang/", {"kiriman": first.pk}).status_code == 404
    page = pengelola.get("/pengaturan/kesehatan/").content.decode()
    assert "Hendra Saputra" in page and "Kirim ulang semua (2)" in page

    pengelola.post("/pengaturan/kesehatan/kirim-ulang/", {"kiriman": first.pk})
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == ["menunggu", "gagal"]
    pengelola.post("/pengaturan/kesehatan/kirim-ulang/")
    assert set(Delivery.objects.values_list("state", "attempts", "failures")) == {("menunggu", 0, 0)}


def test_a_given_up_step_can_be_tried_again(desk, pengelola, as_person):
    ticket = desk.open()
    StepRun.objects.update(attempts=3)
    run = StepRun.objects.get()

    assert ticket.number in pengelola.get("/pengaturan/kesehatan/").content.decode()
    assert as_person("pengelola.karanganyar").post(f"/pengaturan/kesehatan/langkah/{run.pk}/ulang/").status_code == 404
    assert pengelola.post(f"/pengaturan/kesehatan/langkah/{run.pk}/ulang/").status_code == 302

    run.refresh_from_db()
    assert (run.attempts, run.claimed_at) == (0, None)
