"""The turn card says why the ticket came back, before anybody scrolls."""

import pytest

from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def test_the_reason_of_the_move_before_stands_on_the_turn_card(desk, client, people):
    ticket = desk.until(desk.open(), "5a")
    desk.act(ticket, "teknisi.bps", "gagal", {"_catatan": "Kabel <b>putus</b> di plafon."})

    client.force_login(people["teknisi.bps"])
    page = client.get(Ticket.objects.get(pk=ticket.pk).get_absolute_url()).content.decode()

    card = page[page.index('id="giliran"') : page.index("Riwayat dan percakapan")]
    assert "Kabel &lt;b&gt;putus&lt;/b&gt; di plafon." in card
    assert "Yoga Pratama" in card


def test_a_move_without_a_note_adds_nothing(desk, client, people):
    ticket = desk.until(desk.open(), "3a")

    client.force_login(people["teknisi.bps"])
    page = client.get(ticket.get_absolute_url()).content.decode()

    assert "tk-brought" not in page
