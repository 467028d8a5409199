"""Stock-taking: what the register says against what is there."""

import csv
import datetime as dt
import io
import subprocess

import pytest
from django.urls import reverse

from assets import services as register
from assets.models import Asset, AssetEvent, AssetLabel, Count, Location, Stocktake
from assets.places import save_location
from assets.stocktake import services
from assets.stocktake.finding import find
from tests.tickets.browsing import Visitor, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sops")]  # who works by a SOP reads the register
State = Count.State


@pytest.fixture
def bps(offices):
    return offices["bps-bengkulu"]


@pytest.fixture
def building(bps):
    return save_location(Location(organisation=bps, name="Gedung A", kind="gedung"))


@pytest.fixture
def room(bps, building):
    return save_location(Location(organisation=bps, name="Ruang TU", parent=building))


@pytest.fixture
def store(bps, building):
    return save_location(Location(organisation=bps, name="Gudang", parent=building))


@pytest.fixture
def things(bps, room, new_asset):
    return [new_asset(bps, name, location=room) for name in ("Laptop", "Monitor", "Printer")]


@pytest.fixture
def session(bps, people, building, things):
    return services.begin(Stocktake(organisation=bps, name="Semester II", location=building), actor=people["pengelola.bps"])


def test_a_session_expects_what_is_registered_in_its_scope(session, things, bps, building, store, new_asset, people):
    new_asset(bps, "Di luar")  # without a place: outside the scope
    new_asset(bps, "Lama", location=store, status="dihapus", decree_number="SK-1", decree_date=dt.date(2026, 1, 1))

    response = Visitor(people["pengelola.bps"]).post(
        "aset-inventarisasi-mulai", data={"name": "Lagi", "location": building.pk, "category": ""}
    )

    made = Stocktake.objects.get(name="Lagi")
    assert response["Location"] == reverse("aset-inventarisasi-hitung", args=[made.pk])
    assert set(made.counts.values_list("asset", flat=True)) == {thing.pk for thing in things}


def test_an_empty_scope_is_refused(people, store):
    response = Visitor(people["pengelola.bps"]).post(
        "aset-inventarisasi-mulai", data={"name": "Kosong", "location": store.pk, "category": ""}
    )

    assert response.status_code == 422 and "Tidak ada aset yang terdaftar di situ" in text_of(response)
    assert not Stocktake.objects.exists()


def test_one_after_the_other_is_counted_with_a_phone(session, things, room, store, people):
    visitor, laptop = Visitor(people["teknisi.bps"]), things[0]
    page = text_of(visitor.get("aset-inventarisasi-hitung", session.pk, cari=laptop.full_code, ruang=room.pk))
    assert "Laptop" in page and "Tercatat di Gedung A / Ruang TU" in page and "Ditemukan di tempatnya" in page

    for thing, sent in zip(
        things,
        ({"state": "ditemukan", "condition": "RR"}, {"state": "tempat-lain", "place": store.pk}, {"state": "tidak-ditemukan"}),
        strict=True,
    ):
        response = visitor.post("aset-inventarisasi-hitung", session.pk, data={"aset": thing.pk, "ruang": room.pk} | sent)
        assert response["Location"].endswith(f"?ruang={room.pk}")

    rows = {row.asset_id: (row.state, row.place_id, row.condition, row.by.username) for row in Count.objects.all()}
    assert rows == {
        things[0].pk: ("ditemukan", None, "RR", "teknisi.bps"),
        things[1].pk: ("tempat-lain", store.pk, "", "teknisi.bps"),
        things[2].pk: ("tidak-ditemukan", None, "", "teknisi.bps"),
    }
    assert not AssetEvent.objects.exists()  # the register is as it was
    assert "Semua aset di ruangan ini sudah dihitung" in text_of(visitor.get("aset-inventarisasi-hitung", session.pk, ruang=room.pk))


def test_elsewhere_has_to_be_somewhere(session, things, people):
    response = Visitor(people["teknisi.bps"]).post(
        "aset-inventarisasi-hitung", session.pk, data={"aset": things[0].pk, "state": "tempat-lain"}
    )

    assert response.status_code == 422 and "Pilih tempat asetnya ditemukan" in text_of(response)
    assert Count.objects.filter(state=State.WAITING).count() == 3


def test_what_is_met_in_another_room_is_proposed_there(session, things, store, people):
    page = Visitor(people["teknisi.bps"]).get("aset-inventarisasi-hitung", session.pk, cari=things[0].full_code, ruang=store.pk)

    assert f'<option value="{store.pk}" selected>' in page.content.decode()


def test_counting_again_replaces_and_says_by_whom_it_was(session, things, people):
    services.count(session.pk, things[0], state=State.MISSING, actor=people["teknisi.bps"])
    visitor = Visitor(people["admin.bps"])
    assert "Sudah dihitung: Tidak ditemukan" in text_of(visitor.get("aset-inventarisasi-hitung", session.pk, aset=things[0].pk))

    visitor.post("aset-inventarisasi-hitung", session.pk, data={"aset": things[0].pk, "state": "ditemukan", "condition": "B"})

    row = Count.objects.get(asset=things[0])
    assert (row.state, row.by, Count.objects.count()) == (State.FOUND, people["admin.bps"], 3)


def test_closing_writes_what_was_seen_and_leaves_the_rest(session, things, store, people):
    laptop, monitor, printer = things
    teknisi = people["teknisi.bps"]
    services.count(session.pk, laptop, state=State.FOUND, condition="RB", actor=teknisi)
    services.count(session.pk, monitor, state=State.ELSEWHERE, place=store, condition="B", actor=teknisi)
    services.count(session.pk, printer, state=State.MISSING, actor=teknisi)

    response = Visitor(people["pengelola.bps"]).post("aset-inventarisasi-tutup", session.pk, data={"terapkan": "ya"}, follow=True)

    assert "Inventarisasi ditutup. 2 aset diperbarui." in text_of(response)
    seen = {asset.name: (asset.condition, asset.location_id) for asset in Asset.objects.all()}
    assert seen == {"Laptop": ("RB", laptop.location_id), "Monitor": ("B", store.pk), "Printer": ("B", printer.location_id)}
    told = AssetEvent.objects.get(asset=monitor)
    assert told.changes.keys() == {"location"} and told.note == "Menurut inventarisasi “Semester II”."
    assert told.actor == people["pengelola.bps"]


def test_closing_without_the_tick_changes_nothing(session, things, store, people):
    services.count(session.pk, things[1], state=State.ELSEWHERE, place=store, actor=people["teknisi.bps"])

    Visitor(people["pengelola.bps"]).post("aset-inventarisasi-tutup", session.pk)

    session.refresh_from_db()
    assert not session.is_open and not session.applied and not AssetEvent.objects.exists()


def test_what_changed_after_it_was_counted_is_not_overwritten(session, things, store, bps, people):
    services.count(session.pk, things[1], state=State.ELSEWHERE, place=store, actor=people["teknisi.bps"])
    newer = save_location(Location(organisation=bps, name="Ruang Kepala"))
    register.change(things[1].pk, {"location": newer}, kind=AssetEvent.Kind.MOVED, actor=people["admin.bps"])

    assert services.close(session.pk, actor=people["pengelola.bps"], apply=True) == 0

    assert Asset.objects.get(pk=things[1].pk).location == newer


def test_a_closed_session_takes_no_more(session, things, people):
    services.close(session.pk, actor=people["pengelola.bps"], apply=False)
    visitor = Visitor(people["teknisi.bps"])

    response = visitor.post("aset-inventarisasi-hitung", session.pk, data={"aset": things[0].pk, "state": "ditemukan"})

    assert response["Location"] == session.get_absolute_url()
    assert Count.objects.filter(state=State.WAITING).count() == 3


def test_a_thing_outside_the_scope_is_kept_apart(session, bps, new_asset, people):
    stray = new_asset(bps, "Kipas")
    services.count(session.pk, stray, state=State.FOUND, actor=people["teknisi.bps"])

    page = text_of(Visitor(people["teknisi.bps"]).get("aset-inventarisasi", session.pk, keadaan="tambahan"))

    assert "Kipas" in page and "0 dari 3 aset sudah dihitung" in page and "Di luar cakupan 1" in page


def test_the_report_as_csv_and_on_paper(session, things, store, people, tmp_path):
    Asset.objects.filter(pk=things[0].pk).update(name="=HYPERLINK(1)")
    services.count(session.pk, things[1], state=State.ELSEWHERE, place=store, note="di rak atas", actor=people["teknisi.bps"])
    visitor = Visitor(people["admin.bps"])

    text = visitor.get("aset-inventarisasi-csv", session.pk).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 4 and next(row for row in rows if "Gedung A / Gudang" in row)[7] == "di rak atas"
    assert any(cell.startswith("'=HYPERLINK") for row in rows for cell in row)

    paper = tmp_path / "laporan.pdf"
    paper.write_bytes(visitor.get("aset-inventarisasi-pdf", session.pk).content)
    printed = " ".join(subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout.split())
    assert "LAPORAN INVENTARISASI ASET" in printed.upper() and "Semester II" in printed and "Di tempat lain" in printed


def test_the_list_asks_the_same_however_many_there_are(session, bps, people, django_assert_max_num_queries):
    visitor = Visitor(people["pengelola.bps"])
    visitor.get("aset-inventarisasi-daftar")
    for number in range(5):
        services.begin(Stocktake(organisation=bps, name=f"Lain {number}"), actor=people["pengelola.bps"])

    with django_assert_max_num_queries(12):
        assert "Lain 4" in text_of(visitor.get("aset-inventarisasi-daftar"))


# Finding


@pytest.fixture
def labelled(things):
    return AssetLabel.objects.create(asset=things[0])


@pytest.mark.parametrize(
    "written", ["{code}-{number}", "{code}/{number}", "{bare}-{number}", "#{pk}", "https://lain.example/aset/{pk}/", "SN-77X"]
)
def test_an_asset_is_found_by_what_stands_on_its_label(bps, things, written):
    Asset.objects.filter(pk=things[0].pk).update(serial_number="sn-77x")
    asset = Asset.objects.get(pk=things[0].pk)
    text = written.format(code=asset.code, number=asset.register_number, bare=asset.code, pk=asset.pk)

    assert find(bps, text) == [asset]


def test_the_code_of_a_label_leads_to_its_asset_in_its_office_only(bps, offices, labelled):
    text = f"http://portal.example/aset/label/{labelled.token}/"

    assert find(bps, text) == [labelled.asset]
    assert find(offices["diskominfo-karanganyar"], text) == []


def test_scanning_shows_the_asset(people, labelled):
    response = Visitor(people["teknisi.bps"]).get("aset-pindai", cari=f"/aset/label/{labelled.token}/")

    assert response["Location"] == labelled.asset.get_absolute_url()


def test_words_that_fit_several_let_one_choose(people, things):
    page = Visitor(people["teknisi.bps"]).get("aset-pindai", cari="1.3.2.10")

    assert "Yang mana?" in text_of(page) and page.content.decode().count("fd-choose") == 1


@pytest.mark.parametrize("text", ["\x00", "9" * 400, "/aset/label/../../x", "#" + "9" * 30, "\u202e=cmd", "'; drop table --"])
def test_nonsense_finds_nothing(bps, things, text):
    assert find(bps, text) == []


def test_another_office_sees_no_session(session, people):
    visitor = Visitor(people["kabid.karanganyar"])
    for name in ("aset-inventarisasi", "aset-inventarisasi-hitung", "aset-inventarisasi-csv", "aset-inventarisasi-pdf"):
        assert visitor.get(name, session.pk).status_code == 404


def test_an_asset_of_another_office_is_not_counted(session, people, new_asset, offices):
    strange = new_asset(offices["diskominfo-karanganyar"])

    response = Visitor(people["teknisi.bps"]).post(
        "aset-inventarisasi-hitung", session.pk, data={"aset": strange.pk, "state": "ditemukan"}, follow=True
    )

    assert "Pilih atau pindai asetnya dahulu." in text_of(response) and not Count.objects.filter(asset=strange).exists()
