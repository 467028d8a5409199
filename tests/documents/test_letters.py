"""From the act to the file: a row at once, drawn by a worker, perhaps twice, kept once, given up after three deaths."""

import datetime as dt
import hashlib
import io

import pypdf
import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from documents import letters, rendering, tasks
from documents.models import Letter
from tickets import registry, transitions


@pytest.fixture
def waiting(story):
    """A letter whose message was lost: a row, and nobody who draws it."""
    story.until_confirmation().confirm()
    return story.letters.get()


def broken(*args, **kwargs):
    raise RuntimeError("the engine fell over")


def later(minutes=10):
    return timezone.now() + dt.timedelta(minutes=minutes)


def test_the_act_that_names_a_letter_issues_it(finished):
    letter = finished.letters.get()
    assert letter.number == "001/BA/17000/XI/2026"
    assert letter.title == "Berita Acara Setting Jaringan PC/Laptop"
    assert letter.issued_on == dt.date(2026, 11, 19)
    assert letter.event == finished.ticket.events.last()
    assert letter.is_issued
    with letter.file.open("rb") as file:
        content = file.read()
    assert content.startswith(b"%PDF-1.7")
    assert letter.sha256 == hashlib.sha256(content).hexdigest()
    assert letter.size == len(content)


def test_an_act_that_fails_leaves_no_letter_and_no_number(story):
    story.until_confirmation()
    with pytest.raises(IntegrityError), transaction.atomic():
        story.confirm()
        assert story.letters.count() == 1
        raise IntegrityError

    assert not story.letters.exists()
    story.confirm()
    assert story.letters.get().sequence == 1


def test_kinds_that_are_not_built_issue_nothing(story):
    story.until_confirmation()  # step 5 named the test result letter
    assert not registry.makes_letter("hasil-tes")
    assert not story.letters.exists()


def test_the_worker_is_called_only_after_commit(story, tasks):
    story.until_confirmation()
    with transaction.atomic():
        story.confirm()
        assert tasks.waiting() == []


def test_a_second_issue_is_a_new_version_with_the_same_number(quick, finished, work):
    first = finished.letters.get()
    finished.now += dt.timedelta(days=1)
    ticket = finished.fresh()
    transitions.reopen(ticket.pk, ticket.turn, actor=finished.people["pegawai.bps"], note="Putus lagi.", now=finished.now)
    finished.act("teknisi.bps", "lanjut")
    finished.act("teknisi.bps", "berhasil")
    finished.act("teknisi.bps", "catat", ip="10.17.0.45", nama_pc="PC-TU-04", grup="TU")
    with work():
        finished.confirm()

    second = finished.letters.last()
    assert (second.number, second.version, second.supersedes) == (first.number, 2, first)
    assert second.issued_on == dt.date(2026, 11, 20)
    assert second.facts["replaces"] == "19 November 2026"
    assert first.is_superseded
    assert not second.is_superseded
    first.refresh_from_db()
    assert default_storage.exists(first.file.name)
    assert first.sha256 != second.sha256
    reopened = [row for row in second.facts["steps"] if row["activity"] == "Tiket dibuka kembali"]
    assert [row["note"] for row in reopened] == ["Putus lagi."]


def test_the_next_ticket_gets_the_next_number(ended, ask):
    other = ask().until_confirmation()
    other.confirm()
    assert other.letters.get().number == "002/BA/17000/XI/2026"


def test_a_lost_message_costs_only_time(quick, waiting, tasks):
    tasks.discard()
    assert waiting.is_waiting

    from documents.tasks import render_waiting

    assert render_waiting() == 1
    tasks.run()

    waiting.refresh_from_db()
    assert waiting.is_issued


def test_drawing_twice_keeps_one_file(quick, waiting):
    tasks.render(waiting.pk)
    waiting.refresh_from_db()
    before = (waiting.file.name, waiting.sha256, waiting.rendered_at)

    tasks.render(waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.file.name, waiting.sha256, waiting.rendered_at) == before
    assert waiting.attempts == 1


def test_who_listens_is_told_once_that_the_file_is_there(quick, waiting, monkeypatch):
    told = []
    monkeypatch.setattr(
        registry, "_letter_callbacks", [lambda ticket, letter: told.append((ticket.number, letter.title, letter.is_issued))]
    )

    tasks.render(waiting.pk)
    tasks.render(waiting.pk)

    assert told == [(waiting.ticket.number, "Berita Acara Setting Jaringan PC/Laptop", True)]


def test_a_letter_being_drawn_is_left_alone(waiting):
    Letter.objects.filter(pk=waiting.pk).update(claimed_at=timezone.now(), attempts=1)
    assert letters.produce(waiting.pk) is False
    assert letters.abandoned() == []
    assert letters.abandoned(later()) == [waiting.pk]


def test_two_workers_who_drew_the_same_letter_keep_one(waiting):
    one = letters._claim(waiting.pk, timezone.now())
    two = letters._claim(waiting.pk, later())
    assert letters._keep(one, b"%PDF-1.7 one")
    assert not letters._keep(two, b"%PDF-1.7 two")

    waiting.refresh_from_db()
    with waiting.file.open("rb") as file:
        assert file.read() == b"%PDF-1.7 one"


def test_an_error_is_tried_three_times_and_then_given_up(waiting, monkeypatch):
    monkeypatch.setattr(rendering, "pdf", broken)
    for attempt in (1, 2):
        assert letters.produce(waiting.pk) is False
        waiting.refresh_from_db()
        assert (waiting.attempts, waiting.status) == (attempt, Letter.Status.WAITING)

    letters.produce(waiting.pk)

    waiting.refresh_from_db()
    assert waiting.has_failed
    assert waiting.error == "RuntimeError"
    assert letters.abandoned(later()) == []


def test_a_letter_that_kills_its_worker_ends_too(waiting):
    """A killed worker says nothing: the attempt was counted before, and the sweep gives up after the third."""
    for minutes in (0, 10, 20):
        assert letters._claim(waiting.pk, later(minutes)) is not None  # ... and the process is gone
    assert letters._claim(waiting.pk, later(30)) is None

    assert letters.abandoned(later(40)) == []

    waiting.refresh_from_db()
    assert waiting.has_failed


def test_a_given_up_letter_can_be_tried_again(quick, waiting, monkeypatch, work):
    with monkeypatch.context() as patch:
        patch.setattr(rendering, "pdf", broken)
        for _attempt in range(3):
            letters.produce(waiting.pk)

    with work():
        assert letters.retry(Letter.objects.get())
        assert not letters.retry(Letter.objects.get())

    waiting.refresh_from_db()
    assert waiting.is_issued
    assert waiting.error == ""


def test_a_file_left_by_a_worker_killed_before_its_commit_is_replaced(quick, waiting):
    from django.core.files.base import ContentFile

    default_storage.save(letters.letter_path(waiting, ""), ContentFile(b"half a letter"))
    letters.produce(waiting.pk)

    waiting.refresh_from_db()
    assert waiting.file.name == letters.letter_path(waiting, "")
    assert waiting.file.size == waiting.size


def test_a_broker_that_is_away_does_not_stop_the_act(story, monkeypatch, django_capture_on_commit_callbacks):
    story.until_confirmation()
    monkeypatch.setattr(tasks.render, "delay", broken)
    with django_capture_on_commit_callbacks(execute=True):
        story.confirm()
    assert story.letters.get().is_waiting


@pytest.mark.parametrize(
    "nonsense",
    [{"status": "terbit"}, {"status": "menunggu", "file": "letters/x.pdf"}, {"version": 2}],
)
def test_the_database_refuses_impossible_letters(waiting, nonsense):
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=waiting.pk).update(**nonsense)


def test_the_file_lives_outside_the_web_root_under_a_name_nobody_guesses(quick, finished, settings):
    letter = finished.letters.get()
    assert letter.file.path.startswith(str(settings.MEDIA_ROOT))
    assert letter.uuid.hex in letter.file.name
    assert finished.ticket.number not in letter.file.name


def test_the_qr_code_leads_there_by_the_configured_address(finished, settings):
    letter = finished.letters.get()
    with letter.file.open("rb") as file:
        text = pypdf.PdfReader(io.BytesIO(file.read())).pages[0].extract_text()
    assert f"{settings.PORTAL_URL}/dokumen/periksa/{letter.token}/" in text
