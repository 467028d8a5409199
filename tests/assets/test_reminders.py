"""Warranties, contracts and plans speak up, each once, to whom they concern."""

import datetime as dt

import pytest
import time_machine

from assets import tasks as asset_tasks
from assets.models import Asset, Contract, Reminder
from assets.plans import reminders
from notifications.channels import email
from notifications.models import Delivery, Notice
from notifications.texts import chat_text
from tests.tickets.browsing import Visitor, text_of

pytestmark = pytest.mark.django_db
WIB = dt.timezone(dt.timedelta(hours=7))
MONDAY = dt.date(2026, 11, 23)
KEEPERS = {"pengelola.bps", "admin.bps"}


@pytest.fixture
def bps(offices):
    return offices["bps-bengkulu"]


def remind(day=MONDAY, hour=9):
    with time_machine.travel(dt.datetime(day.year, day.month, day.day, hour, tzinfo=WIB), tick=False):
        asset_tasks.remind()


def told():
    """{user name: [headlines]} of what was announced."""
    found = {}
    for notice in Notice.objects.filter(kind="aset").select_related("recipient").order_by("pk"):
        found.setdefault(notice.recipient.username, []).append(notice.headline)
    return found


def days(number):
    return MONDAY + dt.timedelta(days=number)


def test_a_warranty_is_told_of_at_thirty_and_at_seven_days_once_each(bps, people, new_asset):
    asset = new_asset(bps, "Peladen", warranty_until=days(30))

    for number in (-1, 0, 1, 22, 23, 24, 29):
        remind(days(number))

    text = "Garansi Peladen berakhir 23 Desember 2026"
    assert told() == {name: [text, text] for name in KEEPERS}
    assert [(row.days, row.at.astimezone(WIB).date()) for row in Reminder.objects.order_by("pk")] == [(30, MONDAY), (7, days(23))]
    assert Notice.objects.first().path == asset.get_absolute_url()


def test_nothing_is_said_outside_working_hours(bps, people, new_asset):
    new_asset(bps, warranty_until=days(5))

    remind(days(-1))  # a Sunday
    remind(MONDAY, hour=6)

    assert told() == {}


def test_what_was_bought_together_is_told_of_together(bps, people, new_asset):
    for _number in range(3):
        new_asset(bps, warranty_until=days(20))

    remind()

    assert told() == {name: ["Garansi 3 aset berakhir dalam 30 hari"] for name in KEEPERS}
    assert "garansi=30" in Notice.objects.first().path


def test_what_is_gone_or_only_planned_is_not_told_of(bps, people, new_asset):
    new_asset(bps, warranty_until=days(5), status="dihapus", decree_number="SK-1", decree_date=dt.date(2026, 1, 1))
    new_asset(bps, warranty_until=days(5), status="diusulkan")
    new_asset(bps, warranty_until=days(-1))
    new_asset(bps, warranty_until=days(31))

    remind()

    assert told() == {}


def test_a_longer_warranty_is_told_of_anew(bps, people, new_asset):
    asset = new_asset(bps, "Peladen", warranty_until=days(3))
    remind()
    Asset.objects.filter(pk=asset.pk).update(warranty_until=days(25))

    remind()

    assert told()["admin.bps"] == ["Garansi Peladen berakhir 26 November 2026", "Garansi Peladen berakhir 18 Desember 2026"]


def test_a_contract_is_told_of_and_listed_with_its_assets(bps, people, sops, new_asset):
    visitor = Visitor(people["pengelola.bps"])
    form = {
        "number": "027/PML/2026",
        "subject": "Pemeliharaan AC",
        "partner": "CV Sejuk",
        "starts_on": "2026-01-02",
        "ends_on": days(6).isoformat(),
    }
    assert visitor.post("aset-kontrak-tambah", data=form).status_code == 302
    new_asset(bps, "AC", contract="027/PML/2026")

    remind()

    assert told()["admin.bps"] == ["Kontrak 027/PML/2026 Pemeliharaan AC berakhir 29 November 2026"]
    with time_machine.travel(dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC), tick=False):
        page = text_of(Visitor(people["teknisi.bps"]).get("aset-kontrak"))
    assert "Pemeliharaan AC" in page and "6 hari lagi" in page and "1 aset" in page


def test_a_contract_number_is_given_once_and_ends_after_it_begins(bps, people):
    Contract.objects.create(organisation=bps, number="K-1", subject="Ada", ends_on=MONDAY)
    visitor = Visitor(people["pengelola.bps"])

    again = visitor.post("aset-kontrak-tambah", data={"number": "K-1", "subject": "Lagi", "ends_on": "2027-01-01"})
    early = visitor.post(
        "aset-kontrak-tambah", data={"number": "K-2", "subject": "Lagi", "starts_on": "2027-02-01", "ends_on": "2027-01-01"}
    )

    assert (again.status_code, early.status_code) == (422, 422)
    assert "sudah ada" in text_of(again) and "mendahului tanggal mulai" in text_of(early)


def test_another_office_hears_nothing(bps, offices, people, new_asset):
    new_asset(offices["diskominfo-karanganyar"], warranty_until=days(5))

    remind()

    assert told() and not KEEPERS & told().keys()
    assert {name.rpartition(".")[2] for name in told()} == {"karanganyar"}


def test_who_is_told_is_who_may_write(bps, people, sops):
    from assets.permissions import may_manage

    mine = {person.pk for person in people.values() if person.organisation_id == bps.pk and may_manage(person)}

    assert reminders.keepers(bps) == mine


def test_the_notice_leads_on_from_the_inbox_and_from_a_mail(bps, people, sops, new_asset, settings, mailoutbox):
    settings.EMAIL_ON = True
    asset = new_asset(bps, "Peladen", warranty_until=days(5))
    people["admin.bps"].email = "hendra@bps.example"
    people["admin.bps"].save()
    remind()

    page = Visitor(people["admin.bps"]).get("pemberitahuan")
    assert "Garansi Peladen berakhir" in text_of(page) and asset.get_absolute_url() in page.content.decode()
    delivery = Delivery.objects.get(notice__recipient=people["admin.bps"])
    email.send_notice(delivery)
    email.send_digest([delivery])
    assert all(asset.get_absolute_url() in mail.body for mail in mailoutbox) and len(mailoutbox) == 2
    assert "Peladen" not in chat_text(delivery.notice)
