"""One answer per ticket, from who asked for it; IKM by the book; nobody's answer can be read off."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from reports import surveys
from reports.figures import Period
from reports.figures.model import Satisfaction
from reports.figures.satisfaction import figures
from reports.models import UNSUR, Survey
from tests.tickets.browsing import text_of
from tickets import transitions
from tickets.models import Ticket

from .conftest import NOVEMBER
from .test_pages import client_of

pytestmark = pytest.mark.usefixtures("monday_morning")


@pytest.fixture
def done(desk):
    ticket = desk.open()
    desk.until(ticket, None)
    return Ticket.objects.get(pk=ticket.pk)


def scores(value, **more):
    return {name: value for name, _label in UNSUR} | more


def send(people, ticket, data, username="pegawai.bps"):
    return client_of(people[username]).post(reverse("tiket-survei", args=[ticket.number]), data)


def answered(ticket, people, value=4, **more):
    return surveys.answer(ticket, people["pegawai.bps"], scores(value, **more), now=ticket.closed_at)


# Who is asked


@pytest.mark.django_db
def test_the_requester_is_asked_once_on_the_ticket(done, people):
    client = client_of(people["pegawai.bps"])
    assert "Bagaimana layanan ini?" in text_of(client.get(done.get_absolute_url()))

    answer = send(people, done, {"stars": "3", "u4": "4", "comment": " Cepat. "})

    assert answer.status_code == 302
    page = text_of(client.get(done.get_absolute_url()))
    assert "Bagaimana layanan ini?" not in page
    kept = Survey.objects.get()
    assert (kept.stars, kept.detailed, kept.comment) == (3, False, "Cepat.")
    assert [getattr(kept, name) for name, _label in UNSUR] == [3, 3, 3, 4, 3, 3, 3, 3, 3]  # free of charge: U4 is 4
    assert send(people, done, {"stars": "1"}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["teknisi.bps", "admin.bps", "pegawai2.bps", "pengelola.bps", "kadis.karanganyar"])
def test_nobody_else_is(username, done, people):
    page = client_of(people[username]).get(done.get_absolute_url())
    assert "Bagaimana layanan ini?" not in text_of(page)

    assert send(people, done, {"stars": "4"}, username).status_code == 404
    with pytest.raises(PermissionDenied):
        surveys.answer(done, people[username], scores(4), now=done.closed_at)


@pytest.mark.django_db
def test_who_worked_on_it_does_not_rate_it(desk, people):
    """An admin who asked for something and approved another's step is a requester and a worker."""
    ticket = desk.open()
    desk.until(ticket, None)
    Ticket.objects.filter(pk=ticket.pk).update(requester=people["teknisi.bps"])
    ticket = Ticket.objects.get(pk=ticket.pk)

    assert not surveys.is_asked(people["teknisi.bps"], ticket, ticket.closed_at)


@pytest.mark.django_db
def test_it_is_asked_after_the_end_and_not_for_ever(desk, people):
    ticket = desk.open()
    assert not surveys.is_asked(people["pegawai.bps"], Ticket.objects.get(pk=ticket.pk), desk.now)
    desk.until(ticket, None)
    ticket = Ticket.objects.get(pk=ticket.pk)

    assert surveys.is_asked(people["pegawai.bps"], ticket, ticket.closed_at + dt.timedelta(days=29))
    assert not surveys.is_asked(people["pegawai.bps"], ticket, ticket.closed_at + dt.timedelta(days=31))


@pytest.mark.django_db
def test_what_was_called_off_is_not_asked_about(desk, people):
    ticket = desk.open()
    transitions.cancel(ticket.pk, 1, actor=desk.person("pegawai.bps"), note="Sudah teratasi.", now=desk.now)

    assert not surveys.is_asked(people["pegawai.bps"], Ticket.objects.get(pk=ticket.pk), desk.now)


@pytest.mark.django_db
def test_a_skipped_survey_stays_skipped(done, people):
    send(people, done, {"lewati": "1"})

    assert Survey.objects.get().skipped
    assert "Bagaimana layanan ini?" not in text_of(client_of(people["pegawai.bps"]).get(done.get_absolute_url()))
    assert figures(done.organisation, Period.parse(NOVEMBER, "Asia/Jakarta")) == Satisfaction(0)


@pytest.mark.django_db
def test_the_database_takes_one_answer_per_ticket_and_no_half_ones(done, people):
    answered(done, people)
    facts = {"organisation": done.organisation, "at": done.closed_at}

    for wrong in ({"ticket": done, **scores(4)}, {"ticket": done, "u1": 5}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Survey.objects.create(**facts, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.filter(ticket=done).update(u3=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.filter(ticket=done).update(u3=0)


# The form


@pytest.mark.django_db
def test_the_nine_are_answered_one_by_one(done, people):
    given = {name: str(1 + place % 4) for place, (name, _label) in enumerate(UNSUR)}

    send(people, done, given)

    kept = Survey.objects.get()
    assert kept.detailed
    assert [getattr(kept, name) for name, _label in UNSUR] == [1, 2, 3, 4, 1, 2, 3, 4, 1]


@pytest.mark.django_db
@pytest.mark.parametrize("data", [{}, {"u1": "3", "u4": "4"}, {"stars": "5"}, {"stars": "0"}, {"stars": "x"}, {"stars": "3", "u2": "9"}])
def test_an_answer_that_is_none_is_refused_and_kept_on_the_page(data, done, people):
    answer = send(people, done, data | {"comment": "Tetap di sini"})

    assert answer.status_code == 422
    assert "Tetap di sini" in answer.content.decode()
    assert not Survey.objects.exists()


@pytest.mark.django_db
def test_what_is_not_said_follows_the_stars(done, people):
    send(people, done, {"stars": "2", "u7": "4"})

    assert [getattr(Survey.objects.get(), name) for name, _label in UNSUR] == [2, 2, 2, 4, 2, 2, 4, 2, 2]


# IKM


@pytest.mark.parametrize(
    ("sums", "answers", "index", "grade"),
    [
        ([40] * 9, 10, "100.00", "A"),  # with weights of 0,11 it would stop at 99
        ([10] * 9, 10, "25.00", "D"),
        ([30] * 9, 10, "75.00", "C"),
        ([4, 3, 3, 4, 3, 3, 3, 3, 3], 1, "80.56", "B"),  # 29 / 9 × 25 = 80,5555…
        ([31799, *[31788] * 8], 9000, "88.30", "B"),
        ([31792, *[31791] * 8], 9000, "88.31", "A"),
        ([27576, *[27576] * 8], 9000, "76.60", "C"),
        ([27580] * 9, 9000, "76.61", "B"),
        ([23397] * 9, 9000, "64.99", "D"),
        ([23400] * 9, 9000, "65.00", "C"),
        ([7, 7, 7, 7, 7, 7, 7, 7, 7], 2, "87.50", "B"),
    ],
)
def test_the_index_is_that_of_the_rule(sums, answers, index, grade):
    said = Satisfaction(answers, sums)

    assert said.index == Decimal(index)
    assert said.grade == grade


@pytest.mark.django_db
def test_averages_are_those_of_the_answers(desk, people):
    given = [scores(4), scores(3, u3=1), scores(2, u4=4)]
    for value in given:
        ticket = desk.later(5).open()
        desk.until(ticket, None)
        surveys.answer(Ticket.objects.get(pk=ticket.pk), people["pegawai.bps"], value, now=desk.now)

    said = figures(desk.procedure.organisation, Period.parse(NOVEMBER, "Asia/Jakarta"))

    assert said.answers == 3
    assert said.sums == [sum(value[name] for value in given) for name, _label in UNSUR]
    assert said.index == round(Decimal(sum(said.sums)) * 25 / 27, 2)
    page = text_of(client_of(people["teknisi.bps"]).get(reverse("laporan-kepuasan"), {"periode": NOVEMBER}))
    assert f"{said.index}".replace(".", ",") in page
    assert "3 jawaban" in page


# Who sees what


@pytest.mark.django_db
def test_below_three_answers_nobody_sees_a_value(done, people):
    answered(done, people, 1)

    page = text_of(client_of(people["teknisi.bps"]).get(reverse("laporan-kepuasan"), {"periode": NOVEMBER}))
    report = text_of(client_of(people["admin.bps"]).get(reverse("laporan"), {"periode": NOVEMBER}))

    for words in (page, report):
        assert "Baru 1 jawaban survei" in words
        assert "IKM ·" not in words


@pytest.mark.django_db
def test_no_value_is_shown_for_days_within_a_month(done, people):
    """Two periods that differ by a day would tell one person's answer."""
    client = client_of(people["admin.bps"])

    assert "per bulan penuh" in text_of(client.get(reverse("laporan"), {"dari": "2026-11-01", "sampai": "2026-11-29"}))
    assert client.get(reverse("laporan-kepuasan"), {"periode": "2026-11-01..2026-11-29"}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(("username", "reads"), [("pengelola.bps", True), ("admin.bps", False), ("teknisi.bps", False)])
def test_comments_are_for_who_does_not_work_on_tickets(username, reads, desk, people):
    for _n in range(3):
        ticket = desk.later(5).open()
        desk.until(ticket, None)
        surveys.answer(Ticket.objects.get(pk=ticket.pk), people["pegawai.bps"], scores(2), comment="Petugasnya lambat.", now=desk.now)

    page = text_of(client_of(people[username]).get(reverse("laporan-kepuasan"), {"periode": NOVEMBER}))

    assert ("Petugasnya lambat." in page) == reads
    assert people["pegawai.bps"].name not in page
    assert ticket.number not in page


@pytest.mark.django_db
def test_the_ticket_shows_no_answer_to_anybody(done, people):
    answered(done, people, 1)
    Survey.objects.update(comment="Sangat mengecewakan.")

    for username in ("teknisi.bps", "admin.bps", "pengelola.bps", "pegawai.bps"):
        assert "Sangat mengecewakan" not in text_of(client_of(people[username]).get(done.get_absolute_url()))
