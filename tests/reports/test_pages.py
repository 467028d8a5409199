"""The page answers its question, and every number on it leads to a list of just as many rows."""

import random
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from reports import lists
from reports.figures import Period, build
from reports.models import UNSUR
from sop.models import Procedure
from tests.tickets.browsing import text_of

from .conftest import NOVEMBER
from .test_figures import wander

READERS = ["admin.bps", "pengelola.bps"]


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def counts(page):
    """[(address, number)] of every number on the page that leads to a list, and of every piece of a chart."""
    html = page.content.decode()
    found = re.findall(r'<a[^>]*href="([^"]*)"[^>]*data-count="(\d+)"', html)
    return [(unescape(url), int(number)) for url, number in found]


def total(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return int(re.search(r'data-total="(\d+)"', answer.content.decode())[1])


@pytest.mark.django_db
@pytest.mark.parametrize("office", ["bps-bengkulu", "diskominfo-tanah-bumbu"])
def test_every_number_equals_the_list_it_leads_to(office, sops, people):
    organisation = Organisation.objects.get(code=office)
    rng = random.Random(office)
    everybody = list(User.objects.filter(organisation=organisation, is_active=True))
    wander(organisation, everybody, rng, 40)
    reader = client_of(people["admin.bps" if office == "bps-bengkulu" else "kasi.tanahbumbu"])

    page = reader.get(reverse("laporan"), {"dari": "2026-10-07", "sampai": "2026-10-25"})

    found = counts(page)
    assert len(found) > 40
    listed = [(url, number, total(reader, url)) for url, number in found]
    assert [row for row in listed if row[1] != row[2]] == []


@pytest.mark.django_db
def test_every_piece_of_a_chart_equals_the_list_it_leads_to(story, people):
    reader = client_of(people["admin.bps"])
    page = reader.get(reverse("laporan"), {"periode": NOVEMBER}).content.decode()

    pieces = re.findall(r'<a href="([^"]*)" aria-label="[^"]*?(\d+) (?:tiket|langkah)', page)

    assert len(pieces) >= 6
    assert [(url, said) for url, said in pieces if total(reader, unescape(url)) != int(said)] == []


@pytest.mark.django_db
def test_the_question_is_answered_at_the_top(story, people):
    keeping = build(story.procedure.organisation, Period.parse(NOVEMBER, "Asia/Jakarta")).keeping

    words = text_of(client_of(people["admin.bps"]).get(reverse("laporan"), {"periode": NOVEMBER}))

    assert 0 < keeping.kept < keeping.judged
    assert f"{keeping.kept} dari {keeping.judged} langkah diselesaikan dalam batas waktunya." in words
    assert "Wi-Fi" not in words  # subjects are for the lists


@pytest.mark.django_db
def test_a_month_without_anything_says_so(sops, people):
    words = text_of(client_of(people["admin.bps"]).get(reverse("laporan"), {"periode": "2025-02"}))

    assert "Belum ada langkah yang dapat dinilai" in words
    assert "Tidak ada tiket pada periode ini" in words


@pytest.mark.django_db
def test_the_days_of_a_period_are_those_of_the_office(desk, people):
    """00.30 WIB on 1 December is still November in UTC."""
    desk.now = desk.now.replace(month=11, day=30, hour=17, minute=30)
    desk.open()

    november, december = (build(desk.procedure.organisation, Period.parse(month, "Asia/Jakarta")) for month in ("2026-11", "2026-12"))

    assert (november.flow.received, december.flow.received) == (0, 1)
    assert [day.first for day in december.days if day.received] == ["2026-12-01"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "?periode=2026-13",
        "?periode=x",
        "?periode=2026-11'",
        "?dari=2026-11-20&sampai=2026-11-01",
        "?dari=1850-01-01&sampai=2026-01-01",
        "?lain=1",
    ],
)
def test_what_is_no_period_is_refused_politely(people, query):
    answer = client_of(people["admin.bps"]).get(reverse("laporan") + query)

    assert answer.status_code == 400
    assert "Laporan ini tidak dapat dibuat" in text_of(answer)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["", "?isi=diterima", "?periode=2026-11", "?periode=2026-11&isi=semua", "?periode=2026-11&isi=masalah", "?periode=2026-11&isi=aset",
     "?periode=2026-11&isi=langkah&langkah=1)|(", "?periode=2026-11&isi=diterima&subject=x", "?periode=2026-11&isi=masalah&kata=a.*"],
)  # fmt: skip
def test_a_list_takes_nothing_it_does_not_know(people, query):
    assert client_of(people["admin.bps"]).get(reverse("laporan-daftar") + query).status_code == 400


@pytest.mark.django_db
def test_what_a_reader_may_not_open_is_counted_but_not_shown(story, people):
    Procedure.objects.filter(pk=story.procedure.pk).update(roles=["teknisi"])  # the admin no longer works on these
    story.procedure.tickets.update(confidential=True)

    shown = text_of(client_of(people["admin.bps"]).get(lists.url(NOVEMBER, "diterima")))

    assert "3 baris" in shown
    assert "Wi-Fi lambat" not in shown
    assert shown.count("tidak terbuka untuk Anda") == 3


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["pegawai.bps", "teknisi.bps", "anggota-tip.bps"])
def test_who_neither_heads_nor_allocates_reads_no_report(people, sops, username):
    client = client_of(people[username])

    assert client.get(reverse("laporan")).status_code == 403
    assert client.get(lists.url(NOVEMBER, "diterima")).status_code == 403
    assert "Laporan" not in text_of(client.get("/"))


@pytest.mark.django_db
def test_another_office_has_its_own_figures(story, people):
    page = client_of(people["kadis.karanganyar"]).get(reverse("laporan"), {"periode": NOVEMBER})

    assert counts(page) == []
    assert total(client_of(people["kadis.karanganyar"]), lists.url(NOVEMBER, "diterima", layanan="setting-jaringan")) == 0


@pytest.mark.django_db
def test_the_page_costs_the_same_however_much_happened(story, people, django_assert_max_num_queries):
    client = client_of(people["admin.bps"])
    client.get(reverse("laporan"))

    with django_assert_max_num_queries(60):
        client.get(reverse("laporan"), {"periode": NOVEMBER})
    with django_assert_max_num_queries(25):
        client.get(lists.url(NOVEMBER, "langkah"))


def test_there_are_nine_unsur():
    assert [name for name, _label in UNSUR] == [f"u{n}" for n in range(1, 10)]
