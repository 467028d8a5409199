"""A closed month stays as it was: figures and PDF, for everybody and against everybody."""

import datetime as dt
import hashlib

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.models import SettingsChange
from reports import closings
from reports.figures import Period
from reports.models import Closing, ClosingFile
from tests.tickets.browsing import text_of
from tickets import transitions
from tickets.models import Ticket

from .conftest import NOVEMBER
from .test_pages import client_of

DECEMBER = dt.datetime(2026, 12, 1, 1, 0, tzinfo=dt.UTC)  # 08.00 WIB


@pytest.fixture
def december():
    with time_machine.travel(DECEMBER, tick=False):
        yield


def close(client, month=NOVEMBER):
    return client.post(reverse("laporan-tutup"), {"periode": month}, follow=True)


@pytest.mark.django_db
def test_the_figures_of_a_closed_month_never_change(story, people, december, work):
    client = client_of(people["pengelola.bps"])
    with work():
        answer = text_of(close(client))
    ticket = Ticket.objects.filter(status="selesai").first()
    Ticket.objects.filter(pk=ticket.pk).update(requester_unit="Unit yang lain")

    page = text_of(client.get(reverse("laporan"), {"periode": NOVEMBER}))

    assert "November 2026 sudah ditutup" in answer
    assert "menutup bulan ini pada 1 Desember 2026 08.00 WIB." in page
    assert "Unit yang lain" not in page
    assert "Tutup bulan" not in page
    closing = Closing.objects.get()
    assert closings.is_whole(closing)
    assert SettingsChange.objects.filter(what="Menutup laporan November 2026", data__sha256=closing.sha256).exists()


@pytest.mark.django_db
def test_its_pdf_is_drawn_once_and_is_the_same_for_all(story, people, december, work):
    with work():
        close(client_of(people["pengelola.bps"]))
    kept = ClosingFile.objects.get()

    fetched = b"".join(client_of(people["admin.bps"]).get(reverse("laporan-bulan-pdf", args=[NOVEMBER])).streaming_content)

    assert fetched.startswith(b"%PDF-")
    assert hashlib.sha256(fetched).hexdigest() == kept.sha256
    assert closings.pdf(kept.closing) == fetched
    assert ClosingFile.objects.count() == 1


@pytest.mark.django_db
def test_the_database_refuses_to_change_what_is_closed(story, people, december):
    close(client_of(people["pengelola.bps"]))

    for statement in ("UPDATE reports_closing SET sha256 = 'x'", "DELETE FROM reports_closing"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    assert closings.is_whole(Closing.objects.get())


@pytest.mark.django_db
def test_a_month_is_closed_once(story, people, december):
    client = client_of(people["pengelola.bps"])
    close(client)

    assert "November 2026 sudah ditutup." in text_of(close(client))
    assert Closing.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("month", ["2026-12", "2027-01", "2026", "2026-11-01..2026-11-20"])
def test_only_a_whole_month_that_is_over_is_closed(month, story, people, december):
    close(client_of(people["pengelola.bps"]), month)

    assert not Closing.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("username", "may"), [("pengelola.bps", True), ("kadis.karanganyar", True), ("admin.bps", False), ("kabid.karanganyar", False)]
)
def test_who_heads_or_administers_closes(username, may, sops, people, december):
    client = client_of(people[username])

    offered = "Tutup bulan" in text_of(client.get(reverse("laporan"), {"periode": NOVEMBER}))
    answer = close(client)

    assert offered == may
    assert answer.status_code == (200 if may else 403)
    assert Closing.objects.exists() == may


@pytest.mark.django_db
def test_what_is_reopened_later_changes_nothing_of_an_earlier_month(story, people):
    """Even of a month nobody closed: a report is as of the end of its period."""
    office = story.procedure.organisation
    story.now = dt.datetime(2026, 11, 30, 2, 0, tzinfo=dt.UTC)
    late = story.open()
    story.until(late, None)
    november = Period.parse(NOVEMBER, office.zone)
    before = closings.build(office, november, DECEMBER)
    late = Ticket.objects.get(pk=late.pk)

    transitions.reopen(late.pk, late.turn, actor=story.person("pegawai.bps"), note="Masih putus.", now=DECEMBER)

    assert Ticket.objects.get(pk=late.pk).closed_at is None
    assert closings.build(office, november, DECEMBER).flow == before.flow
