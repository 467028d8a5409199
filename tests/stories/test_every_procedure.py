"""The SOPs of the four offices, each walked to its end through the pages, and each ending with its berita acara."""

import hashlib
import io

import pypdf
import pytest

from documents.models import Letter
from sop.models import Procedure
from tickets.models import Status, Ticket, TicketEvent

from .journeys import JOURNEYS
from .portal import Story

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("people", "sops")]


@pytest.mark.parametrize("journey", JOURNEYS.values(), ids=JOURNEYS.keys())
def test_it_goes_to_its_end_and_leaves_a_berita_acara(journey, work):
    (who, button, answers), *rest = journey.acts
    story = Story(journey.office)

    with work():
        story.begin(who, journey.service, button, **answers)
        for who, button, answers in rest:
            page = story.then(who, button, **answers)

    assert "Tiket selesai. Terima kasih." in page.text
    ticket = Ticket.objects.get(number=story.number)
    assert ticket.status == Status.DONE
    assert [run.step for run in ticket.runs.all()] == journey.rows.split()
    assert page_of_deviations(story).count("di luar SOP") == journey.deviations
    letter = the_letter(ticket, journey)
    response, content = story.person(who).download(story.number, letter.title)
    assert response["Content-Type"] == "application/pdf"
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == letter.sha256
    for number in (letter.number, ticket.number, ticket.procedure.sop.number):
        assert says(content, number), number


def page_of_deviations(story):
    return story.person(story.before).ticket(story.number).text


def the_letter(ticket, journey):
    letters = Letter.objects.filter(ticket=ticket, title__startswith=journey.letter)
    assert [(letter.version, letter.is_issued) for letter in letters] == [(n + 1, True) for n in range(journey.versions)]
    return letters.last()


def says(pdf, words):
    """Whether `words` are printed in the PDF (bytes), however lines are broken."""
    printed = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).replace("\u200b", "")
    return "".join(words.split()) in "".join(printed.split())


def test_every_procedure_has_a_journey(sops):
    """A SOP added to the definitions is walked, too, or this says so."""
    told = {(journey.office, name) for journey in JOURNEYS.values() for name in [journey.service]}

    untold = [
        procedure.code
        for procedure in Procedure.objects.select_related("organisation").exclude(code="setting-jaringan")
        if not any(office == procedure.organisation.short_name and procedure.name.startswith(name) for office, name in told)
    ]

    assert untold == []


def test_the_two_ways_of_row_8_differ_in_the_withdrawal_form(work):
    """Row 8 of Karanganyar: only what is replaced needs the form, and only its requester fills it in."""
    formed = {}
    for name in ("karanganyar-server-diganti", "karanganyar-server-tidak-diganti"):
        acts = JOURNEYS[name].acts
        story = Story("karanganyar")
        story.begin(acts[0][0], "Pemeliharaan Server", acts[0][1], **acts[0][2])
        for who, button, answers in acts[1:12]:
            story.then(who, button, **answers)
        formed[name] = TicketEvent.objects.filter(ticket__number=story.number, action="tarik").count()

    assert formed == {"karanganyar-server-diganti": 1, "karanganyar-server-tidak-diganti": 0}
