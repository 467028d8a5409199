"""The server SOP of Karanganyar, its two heads on their phones: a disposition between two meetings."""

import pytest

from documents.models import Letter
from tests.stories.journeys import JOURNEYS
from tickets.models import Status, Ticket

from .conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ON_A_PHONE = {"kadis", "kabid"}


def test_the_heads_decide_on_a_phone(browse, tasks):
    journey = JOURNEYS["karanganyar-server-diganti"]
    who = {
        name: browse(f"{name}.karanganyar", **PHONE if name in ON_A_PHONE else {}) for name in ("pemohon", "kadis", "kabid", "tim-teknis")
    }

    (first, button, answers), *rest = journey.acts
    number = who[first].ask(journey.service, button, **answers)
    for name, button, answers in rest:
        person = who[name]
        person.act(number, button, **answers)
        assert person.fits(), f"{name} must scroll sideways after {button!r}"

    tasks.run()
    kadis = who["kadis"]
    kadis.says("Tiket ini sudah selesai. Terima kasih.")
    kadis.page.get_by_role("link", name="Unduh Berita Acara Pemeliharaan Server").first.wait_for()
    assert kadis.fits()
    ticket = Ticket.objects.get(number=number)
    assert ticket.status == Status.DONE
    assert [run.step for run in ticket.runs.all()] == journey.rows.split()
    assert Letter.objects.filter(ticket=ticket, kind="berita-acara").last().is_issued


def test_the_pages_a_head_uses_fit_a_phone(browse, live_server):
    kadis = browse("kadis.karanganyar", **PHONE)
    number = browse("pemohon.karanganyar").ask("Pemeliharaan Server", "Ajukan permohonan")

    for path in (
        "/",
        "/persetujuan/",
        "/tiket/",
        f"/tiket/{number}/",
        "/layanan/",
        "/sop/",
        "/sop/pemeliharaan-server/",
        "/profil/",
        "/pemberitahuan/",
    ):
        kadis.page.goto(live_server.url + path)
        assert kadis.fits(), path
        assert kadis.page.get_by_role("navigation").last.is_visible(), path
