"""Two people, one asset: one wins, the other is told why."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from assets import services
from assets.models import Asset, AssetEvent, Status
from tests.tickets.test_races import at_once
from tickets import transitions
from tickets.models import Ticket

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def outcome(results):
    won = [result for result in results if not isinstance(result, Exception)]
    return won, [result for result in results if isinstance(result, Exception)]


def test_the_same_asset_handed_to_two_people_at_once_goes_to_one(walk, new_asset, tanah_bumbu, people):
    laptop = new_asset(tanah_bumbu)
    receivers = [people["pengguna-aset.tanahbumbu"], people["pengguna-aset2.tanahbumbu"]]
    tickets = [walk("penggunaan-aset", aset=[laptop.pk], pengguna=str(person.pk)).now for person in receivers]
    actors = [User.objects.get(pk=person.pk) for person in receivers]

    def accept(n):
        return transitions.act(tickets[n].pk, tickets[n].turn, "terima", actor=actors[n], data={"aset": [str(laptop.pk)]})

    won, lost = outcome(at_once(2, accept))

    assert (len(won), len(lost)) == (1, 1)
    assert isinstance(lost[0], ValidationError)
    laptop.refresh_from_db()
    assert laptop.holder == won[0].actor
    assert f"masih dipakai {laptop.holder.name}" in str(lost[0])
    assert AssetEvent.objects.filter(kind="aset.serah-terima").count() == 1
    assert sorted(Ticket.objects.values_list("position", flat=True)) == ["2a", "2b"]


def test_a_repair_and_a_disposal_at_once_do_not_both_begin(walk, new_asset, tanah_bumbu, people, sops):
    printer = new_asset(tanah_bumbu, "Printer")
    repair = walk("perbaikan-aset").until("4a")
    kasi, keeper = (User.objects.get(pk=people[name].pk) for name in ("kasi.tanahbumbu", "pengelola-aset.tanahbumbu"))
    orders = {
        "pengelola": str(keeper.pk),
        "tugas": "x",
        "tanggal_mulai": "2026-11-16",
        "tanggal_selesai": "2026-11-17",
        "aset": [str(printer.pk)],
    }
    table = [{"nama": "Printer", "kondisi": "Baik"}]
    works = [
        lambda: transitions.act(repair.ticket.pk, repair.now.turn, "tugaskan", actor=kasi, data=orders),
        lambda: transitions.open_ticket(
            sops["penghapusan-aset"], actor=keeper, data={"aset": [str(printer.pk)], "aset_diusulkan": table, "alasan": "Tua"}
        ),
    ]

    won, lost = outcome(at_once(2, lambda n: works[n]()))

    assert (len(won), [type(error) for error in lost]) == (1, [ValidationError])
    printer.refresh_from_db()
    assert printer.status in (Status.IN_REPAIR, Status.DISPOSAL_PROPOSED)


def test_tickets_that_want_the_same_assets_in_another_order_do_not_lock_each_other_out(walk, new_asset, tanah_bumbu, people):
    first, second = new_asset(tanah_bumbu), new_asset(tanah_bumbu)
    ways = [walk("pemindahtempatan-aset").until("5a") for _n in range(6)]
    kasi = User.objects.get(pk=people["kasi.tanahbumbu"].pk)
    turns = [way.now.turn for way in ways]

    def move(n):
        assets = [first.pk, second.pk][:: 1 if n % 2 else -1]
        data = {"aset": [str(pk) for pk in assets], "lokasi_tujuan": "Ruang A", "tanggal_pindah": "2026-11-16", "hasil_pindah": "Baik"}
        return transitions.act(ways[n].ticket.pk, turns[n], "laksanakan", actor=kasi, data=data)

    won, lost = outcome(at_once(6, move))

    assert (len(won), lost) == (6, [])
    assert AssetEvent.objects.filter(kind="aset.pindah").count() == 12


def test_two_keepers_save_the_same_form_and_one_is_told(laptop, people):
    keepers = [people["admin.bps"], people["pengelola.bps"]]

    def save(n):
        return services.change(laptop.pk, {"note": f"oleh {n}"}, kind=AssetEvent.Kind.EDITED, actor=keepers[n], version=laptop.version)

    won, lost = outcome(at_once(2, save))

    assert (len(won), [type(error) for error in lost]) == (1, [services.Stale])
    assert lost[0].event.actor == won[0].actor
    assert Asset.objects.get().note == f"oleh {keepers.index(won[0].actor)}"
