"""Two files at once on PostgreSQL: whole, one after the other, and never half."""

import pytest

from assets.exchange import jobs
from assets.models import Asset, AssetEvent, Import
from tests.tickets.test_races import at_once

from .sheets import xlsx

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def ready(office, person, rows):
    job = jobs.begin(office, person, xlsx(rows))
    jobs.carry_on(job.pk)
    assert jobs.confirm(job, person)
    return job


def test_two_files_with_the_same_numbers_enter_each_number_once(offices, people, tasks):
    office, person = offices["bps-bengkulu"], people["admin.bps"]
    rows = [["", "3.1", str(n), f"PC {n}", "", "Gudang", "", ""] for n in range(1, 31)]
    both = [ready(office, person, rows), ready(office, person, [*rows[::-1], ["", "3.1", "31", "Tambahan", "", "", "", ""]])]

    at_once(2, lambda n: jobs.carry_on(both[n].pk))

    assert sorted(Import.objects.values_list("state", flat=True)) == ["menunggu", "selesai"]
    lost = Import.objects.get(state="menunggu")
    assert lost.outdated
    jobs.carry_on(lost.pk)
    lost.refresh_from_db()
    assert (lost.state, lost.bad) == ("siap", 0)
    assert Asset.objects.count() == AssetEvent.objects.count() == Import.objects.get(state="selesai").new


def test_two_changes_of_the_same_assets_in_another_order_do_not_lock_each_other_out(new_asset, offices, people):
    office, person = offices["bps-bengkulu"], people["admin.bps"]
    assets = [new_asset(office, f"PC {n}") for n in range(12)]
    rows = [[f"#{a.pk}", a.code, a.register_number, "Nama baru", "", "", "", ""] for a in assets]
    both = [ready(office, person, rows), ready(office, person, rows[::-1])]

    at_once(2, lambda n: jobs.carry_on(both[n].pk))

    assert sorted(Import.objects.values_list("state", flat=True)) == ["menunggu", "selesai"]
    assert not Import.objects.exclude(error="").exists()
    assert AssetEvent.objects.count() == 12


def test_the_same_import_in_two_workers_is_written_once(offices, people):
    job = ready(offices["bps-bengkulu"], people["admin.bps"], [["", "3.1", "1", "PC", "", "", "", ""]])

    won = at_once(4, lambda n: jobs.carry_on(job.pk))

    assert sorted(won) == [False, False, False, True]
    assert Asset.objects.count() == 1
