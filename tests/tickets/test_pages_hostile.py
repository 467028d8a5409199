"""What no browser sends and no colleague means is answered, not crashed on."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Delegation
from tickets.models import Ticket

from .conftest import REQUEST

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/periksa/%00/", "/tiket/?q=%00", "/tiket/%00/surat/", "/layanan/%00/"])
def test_a_null_character_in_an_address_is_no_error_of_the_server(client, people, address):
    client.force_login(people["admin.bps"])
    assert client.get(address).status_code in (200, 400, 404)


def test_a_null_character_in_a_form_is_refused(client, desk, people):
    ticket = desk.open()
    client.force_login(people["admin.bps"])
    answer = client.post(reverse("tiket-tindakan", args=[ticket.number, "tolak"]), {"_giliran": "1", "_simpul": "1b\x00", "_catatan": "x"})
    assert answer.status_code == 400
    assert Ticket.objects.get(pk=ticket.pk).position == "1b"


def test_odd_digits_and_endless_ids_are_wrong_choices(client, sops, people):
    client.force_login(people["admin.bps"])
    form = {"peladen": "srv", "petunjuk": "x", "aset": "9" * 40, "perangkat_baru-²-nama": "x"}
    answer = client.post(reverse("layanan-ajukan", args=["pemeliharaan-peladen"]), form)
    assert answer.status_code == 422
    assert not Ticket.objects.exists()


def test_a_konsep_is_read_by_its_writer_alone(client, desk, people):
    draft = desk.open(draft=True, data=REQUEST)
    for username in ("admin.bps", "teknisi.bps", "pengelola.bps", "pegawai2.bps"):
        client.force_login(people[username])
        assert client.get(reverse("tiket", args=[draft.number])).status_code == 404, username
    client.force_login(people["pegawai.bps"])
    assert client.get(reverse("tiket", args=[draft.number]), follow=True).status_code == 200


def test_a_requesters_substitute_sees_and_confirms_what_is_their_turn(client, desk, people):
    ticket = desk.until(desk.open(), "6b")
    stand_in = people["pegawai2.bps"]
    client.force_login(stand_in)
    assert client.get(ticket.get_absolute_url()).status_code == 404
    Delegation.objects.create(
        organisation=stand_in.organisation, absent=people["pegawai.bps"], substitute=stand_in, starts_on=dt.date(2026, 11, 1)
    )

    assert client.get(ticket.get_absolute_url()).status_code == 200
    sent = client.post(reverse("tiket-tindakan", args=[ticket.number, "konfirmasi"]), {"_giliran": ticket.turn, "_simpul": "6b"})

    assert sent.status_code == 302
    event = ticket.events.get(action="konfirmasi")
    assert (event.actor, event.on_behalf_of) == (stand_in, people["pegawai.bps"])


def test_an_internal_note_is_never_published_by_accident(client, desk, people):
    """The writer's role ended while they were writing."""
    ticket = desk.open("admin.bps", requester=desk.person("pegawai.bps"))
    people["admin.bps"].holdings.update(ends_on=dt.date(2026, 1, 2), starts_on=dt.date(2026, 1, 1))
    client.force_login(people["admin.bps"])

    answer = client.post(reverse("tiket-komentar", args=[ticket.number]), {"text": "Pemohon ini sering lupa.", "kepada": "internal"})

    assert answer.status_code == 422
    assert "Pemohon ini sering lupa." in answer.content.decode()
    assert not ticket.events.filter(kind="komentar").exists()
