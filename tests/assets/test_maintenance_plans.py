"""Plans open tickets by themselves: on working days, once a date, through the door, with their assets named."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.urls import reverse

from assets import tasks as asset_tasks
from assets.models import Asset, Category, MaintenancePlan, PlanRun
from assets.plans import rhythm, services
from assets.plans.models import Unit
from halocik.demo.make import DEFINITIONS
from notifications.models import Notice
from sop import loader
from sop import services as sop_services
from tests.tickets.browsing import Visitor, text_of
from tickets.models import Status, Ticket
from worktime import changes
from worktime.models import Holiday
from worktime.store import calendar_for

pytestmark = pytest.mark.django_db
WIB = dt.timezone(dt.timedelta(hours=7))
MONDAY = dt.date(2026, 11, 23)


def at(day, hour, minute=0):
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=WIB)


@pytest.fixture
def bps(offices):
    return offices["bps-bengkulu"]


@pytest.fixture
def server(bps, new_asset):
    return new_asset(bps, "Peladen web", kind="server")


FILLED = {"peladen": "Peladen web", "petunjuk": "Bersihkan debu dan periksa suhu."}


@pytest.fixture
def plan(bps, people, sops, server):
    return MaintenancePlan.objects.create(
        organisation=bps, name="Perawatan peladen", procedure=sops["pemeliharaan-peladen"], asset=server, opener=people["admin.bps"],
        every=1, unit=Unit.WEEK, at=dt.time(8), starts_on=MONDAY, next_on=MONDAY, answers=dict(FILLED),
    )  # fmt: skip


def sweep(now, work):
    with time_machine.travel(now, tick=False), work():
        asset_tasks.sweep_plans()


def test_a_ticket_opens_at_its_hour_and_names_its_asset(plan, server, work, people):
    sweep(at(MONDAY, 7, 59), work)
    assert not Ticket.objects.exists()

    sweep(at(MONDAY, 8), work)

    ticket = Ticket.objects.get()
    assert ticket.status == Status.RUNNING
    assert ticket.opened_by == people["admin.bps"]
    assert ticket.answers["aset"] == [{"id": server.pk, "label": str(server)}]
    assert list(server.ticket_links.values_list("ticket", flat=True)) == [ticket.pk]
    assert "menurut rencana pemeliharaan “Perawatan peladen”" in ticket.events.get().note
    run = PlanRun.objects.get()
    assert (run.due_on, run.ticket, run.skipped, run.problem) == (MONDAY, ticket, 0, "")
    notice = Notice.objects.get(kind="aset")
    assert notice.recipient == people["admin.bps"] and notice.path == ticket.get_absolute_url()


def test_a_date_opens_one_ticket_however_often_it_is_looked_at(plan, work):
    for _time in range(3):
        sweep(at(MONDAY, 9), work)
    services.open_due(plan.pk, at(MONDAY, 9))

    assert Ticket.objects.count() == PlanRun.objects.count() == 1


def test_the_database_refuses_a_second_ticket_for_a_date(plan, work):
    sweep(at(MONDAY, 9), work)
    MaintenancePlan.objects.filter(pk=plan.pk).update(next_on=MONDAY)  # as if the move on had been lost

    sweep(at(MONDAY, 9), work)

    assert Ticket.objects.count() == 1


def test_dates_missed_while_nobody_looked_are_made_up_for_once(plan, work):
    sweep(at(MONDAY + dt.timedelta(days=23), 10), work)  # a Wednesday, three Mondays later

    run = PlanRun.objects.get()
    assert (run.due_on, run.skipped) == (MONDAY + dt.timedelta(days=21), 3)
    plan.refresh_from_db()
    assert plan.next_on == MONDAY + dt.timedelta(days=28)


def test_a_date_on_a_holiday_moves_to_the_next_working_day(plan, bps, work):
    changes.save_holiday(Holiday(organisation=bps, date=MONDAY, name="Hari jadi", kind=Holiday.Kind.LOCAL), actor=None)

    sweep(at(MONDAY, 10), work)
    assert not Ticket.objects.exists()

    sweep(at(MONDAY + dt.timedelta(days=1), 8), work)
    assert PlanRun.objects.get().due_on == MONDAY


def test_months_end_where_they_end(plan):
    plan.unit, plan.every, plan.starts_on = Unit.MONTH, 1, dt.date(2027, 1, 31)

    assert [rhythm.nth(plan, n) for n in range(3)] == [dt.date(2027, 1, 31), dt.date(2027, 2, 28), dt.date(2027, 3, 31)]


@pytest.mark.parametrize(
    ("unit", "every", "day", "first"),
    [
        (Unit.DAY, 10, dt.date(2026, 12, 5), dt.date(2026, 12, 13)),
        (Unit.WEEK, 2, dt.date(2026, 12, 7), dt.date(2026, 12, 7)),
        (Unit.MONTH, 3, dt.date(2027, 2, 24), dt.date(2027, 5, 23)),
        (Unit.YEAR, 1, dt.date(2030, 1, 1), dt.date(2030, 11, 23)),
        (Unit.YEAR, 1, dt.date(2020, 1, 1), MONDAY),
    ],
)
def test_the_next_date_is_found_from_any_day(plan, unit, every, day, first):
    plan.unit, plan.every = unit, every

    assert next(rhythm.dates_from(plan, day)) == first


def test_every_day_means_every_working_day(plan, bps):
    plan.unit, plan.next_on = Unit.DAY, dt.date(2026, 11, 27)

    days = [when.date().isoformat() for _day, when in rhythm.preview(plan, calendar_for(bps), 3)]

    assert days == ["2026-11-27", "2026-11-30", "2026-12-01"]


def test_what_the_plan_does_not_know_waits_as_a_konsep_of_its_opener(plan, work, people):
    MaintenancePlan.objects.update(answers={})

    sweep(at(MONDAY, 8), work)

    ticket = Ticket.objects.get()
    assert ticket.status == Status.DRAFT and ticket.opened_by == people["admin.bps"]
    assert ticket.answers["aset"]
    assert "menunggu Anda lengkapi" in Notice.objects.get(recipient=people["admin.bps"]).headline


def test_a_category_names_all_its_assets_still_registered(plan, bps, new_asset, work):
    racks = Category.objects.create(organisation=bps, name="Rak")
    kept = [new_asset(bps, f"Rak {n}", category=racks) for n in range(2)]
    new_asset(bps, "Rak lama", category=racks, status="dihapus", decree_number="SK-1", decree_date=dt.date(2026, 1, 1))
    MaintenancePlan.objects.update(asset=None, category=racks)

    sweep(at(MONDAY, 8), work)

    assert [row["id"] for row in Ticket.objects.get().answers["aset"]] == [asset.pk for asset in kept]


def test_a_plan_whose_opener_may_no_longer_open_says_so_and_is_tried_again_by_hand(plan, work, people, sops):
    MaintenancePlan.objects.update(opener=people["teknisi.bps"])
    sweep(at(MONDAY, 8), work)
    run = PlanRun.objects.get()
    assert run.ticket is None and "tidak lagi berwenang" in run.problem
    sweep(at(MONDAY, 9), work)
    assert PlanRun.objects.count() == 1

    MaintenancePlan.objects.update(opener=people["admin.bps"])
    response = Visitor(people["pengelola.bps"]).post("aset-rencana-ulang", run.pk)

    run.refresh_from_db()
    assert response.status_code == 302 and run.ticket is not None and run.problem == ""


def test_a_paused_plan_opens_nothing_and_makes_up_for_nothing(plan, work, people):
    with time_machine.travel(at(MONDAY - dt.timedelta(days=1), 9), tick=False):
        Visitor(people["pengelola.bps"]).post("aset-rencana-jeda", plan.pk)
    sweep(at(MONDAY + dt.timedelta(days=8), 9), work)
    assert not Ticket.objects.exists()

    with time_machine.travel(at(MONDAY + dt.timedelta(days=8), 9), tick=False):
        Visitor(people["pengelola.bps"]).post("aset-rencana-jeda", plan.pk, data={"aktif": "ya"})

    plan.refresh_from_db()
    assert plan.active and plan.next_on == MONDAY + dt.timedelta(days=14)


# SOPs with a jadwal


@pytest.fixture
def scheduled(sops, people):
    """The SOP of the servers with a `jadwal`, in force."""

    def loaded(line):
        source = (DEFINITIONS / "bps-bengkulu" / "pemeliharaan-peladen.yaml").read_text()
        marked = source.replace("  - kode: pemeliharaan-peladen\n", f"  - kode: pemeliharaan-peladen\n{line}")
        assert marked != source
        sop_services.load(loader.parse(marked.encode(), "peladen.yaml"))

    return loaded


def test_a_scheduled_procedure_opens_its_tickets(scheduled, work, people):
    scheduled("    jadwal: {setiap: bulan, pukul: 07.45, untuk: admin}\n")
    sweep(at(dt.date(2026, 11, 24), 9), work)
    plan = MaintenancePlan.objects.get()
    assert (plan.next_on, plan.at, plan.role, plan.from_sop) == (dt.date(2026, 12, 1), dt.time(7, 45), "admin", True)
    assert not Ticket.objects.exists()  # nothing of the past

    sweep(at(dt.date(2026, 12, 1), 7, 44), work)
    assert not Ticket.objects.exists()
    sweep(at(dt.date(2026, 12, 1), 7, 45), work)

    ticket = Ticket.objects.get()
    assert ticket.opened_by == people["admin.bps"] and ticket.procedure.code == "pemeliharaan-peladen"


def test_the_plan_follows_its_sop_and_ends_with_it(scheduled, work):
    scheduled("    jadwal: {setiap: bulan, untuk: admin}\n")
    sweep(at(dt.date(2026, 11, 24), 9), work)

    scheduled("    jadwal: {setiap: triwulan, untuk: admin}\n")
    sweep(at(dt.date(2026, 11, 24), 9), work)
    plan = MaintenancePlan.objects.get()
    assert (plan.every, plan.unit, plan.next_on) == (3, Unit.MONTH, dt.date(2027, 1, 1))

    scheduled("    rahasia: ya\n")
    sweep(at(dt.date(2027, 1, 4), 9), work)
    assert MaintenancePlan.objects.get().ended and not Ticket.objects.exists()


# Pages


def test_a_keeper_makes_a_plan_and_fills_in_its_tickets(people, sops, server, work):
    visitor = Visitor(people["pengelola.bps"])
    form = {
        "name": "Perawatan peladen", "procedure": sops["pemeliharaan-peladen"].pk, "opener": people["admin.bps"].pk, "asset": server.pk,
        "category": "", "every": "3", "unit": "bulan", "starts_on": "2027-01-02", "at": "07:30",
    }  # fmt: skip

    response = visitor.post("aset-rencana-tambah", data=form)

    plan = MaintenancePlan.objects.get()
    assert response["Location"] == reverse("aset-rencana-isian", args=[plan.pk])
    page = text_of(visitor.get("aset-rencana", plan.pk))
    assert "Tiket dibuka sebagai konsep" in page and "Senin, 4 Januari 2027" in page and "dipindahkan dari Sabtu, 2 Januari 2027" in page

    assert visitor.post("aset-rencana-isian", plan.pk, data=FILLED).status_code == 302
    assert "Tiket langsung berjalan" in text_of(visitor.get("aset-rencana", plan.pk))
    sweep(at(dt.date(2027, 1, 4), 7, 30), work)
    ticket = Ticket.objects.get()
    assert ticket.status == Status.RUNNING
    assert "menurut rencana “Perawatan peladen”, setiap 3 bulan, pukul 07.30" in Visitor(people["admin.bps"]).page(ticket)
    assert ticket.number in text_of(visitor.get("aset-rencana", plan.pk))


def test_a_plan_asks_for_somebody_who_may_open(people, sops, bps):
    visitor = Visitor(people["pengelola.bps"])
    form = {
        "name": "Uji", "procedure": sops["pemeliharaan-peladen"].pk, "opener": people["pegawai.bps"].pk, "asset": "", "category": "",
        "every": "1", "unit": "bulan", "starts_on": "2027-01-02", "at": "07:30",
    }  # fmt: skip

    response = visitor.post("aset-rencana-tambah", data=form)

    assert response.status_code == 422 and "tidak berwenang membuka layanan ini" in text_of(response)


def test_another_office_sees_no_plan(plan, people):
    assert Visitor(people["kabid.karanganyar"]).get("aset-rencana", plan.pk).status_code == 404
    assert plan.name not in text_of(Visitor(people["kabid.karanganyar"]).get("aset-rencana-daftar"))


def test_a_ticket_of_no_plan_costs_no_query(django_assert_num_queries, people):
    from assets.plans import presenting

    for key in (None, uuid.uuid4()):
        with django_assert_num_queries(0):
            assert presenting.panel(people["admin.bps"], Ticket(opening_key=key)) is None


def test_a_disposed_asset_is_maintained_no_more(plan, server, work):
    Asset.objects.filter(pk=server.pk).update(status="dihapus", decree_number="SK-1", decree_date=dt.date(2026, 1, 1))

    sweep(at(MONDAY, 8), work)

    assert "Tidak ada lagi aset" in PlanRun.objects.get().problem and not Ticket.objects.exists()
