"""Step and effect: both or neither, wherever it breaks between them."""

import pytest

from assets import services
from assets.models import Asset, AssetEvent, Location, Status, TicketAsset
from tickets import audit, events, registry
from tickets.models import TicketEvent

pytestmark = pytest.mark.django_db


class PowerCut(Exception):
    pass


def cut(*args, **kwargs):
    raise PowerCut


def state(way):
    """Everything the step would change."""
    ticket = way.now
    return {
        "ticket": (ticket.position, ticket.status, ticket.turn, ticket.answers, ticket.head),
        "events": TicketEvent.objects.count(),
        "runs": list(ticket.runs.values()),
        "assets": list(Asset.objects.order_by("pk").values()),
        "history": AssetEvent.objects.count(),
        "links": TicketAsset.objects.count(),
        "places": Location.objects.count(),
    }


def second_time(function):
    """`function`, with the power cut after its first call."""
    calls = []

    def once(*args, **kwargs):
        calls.append(1)
        return function(*args, **kwargs) if len(calls) == 1 else cut()

    return once


PLACES = {
    "before the asset is written": lambda patch: patch.setattr(services, "change", cut),
    "between the first and the second asset": lambda patch: patch.setattr(services, "change", second_time(services.change)),
    "before the history is written": lambda patch: patch.setattr(services, "_record", cut),
    "before the event of the ticket": lambda patch: patch.setattr(events, "append", cut),
    "after everything, in a callback": lambda patch: patch.setattr(registry, "_callbacks", [*registry._callbacks, cut]),
    "before the links": lambda patch: patch.setattr(TicketAsset.objects, "bulk_create", cut),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_step_that_breaks_leaves_neither_step_nor_effect(walk, new_asset, tanah_bumbu, monkeypatch, place):
    laptops = [new_asset(tanah_bumbu), new_asset(tanah_bumbu)]
    way = walk("pemindahtempatan-aset").until("5a")
    before = state(way)

    with monkeypatch.context() as patch, pytest.raises(PowerCut):
        PLACES[place](patch)
        way.take(aset=[laptop.pk for laptop in laptops], lokasi_tujuan="Ruang Baru")

    assert state(way) == before
    assert audit.verify_ticket(way.now) == []

    assert way.take(aset=[laptop.pk for laptop in laptops], lokasi_tujuan="Ruang Baru").status_code == 302
    assert set(Asset.objects.values_list("location__path", flat=True)) == {"Ruang Baru"}
    assert AssetEvent.objects.count() == 2


def test_a_refused_opening_leaves_no_number_behind(walk, new_asset, tanah_bumbu):
    """The next ticket gets the number that the refused one would have had."""
    printer = new_asset(tanah_bumbu, status=Status.IN_REPAIR, status_before=Status.AVAILABLE)
    assert walk("penghapusan-aset", aset=[printer.pk]).response.status_code == 422
    assert walk("penghapusan-aset").ticket.number.endswith("-000001")
