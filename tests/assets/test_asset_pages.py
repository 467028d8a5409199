"""The page of an asset, its photos, places, categories, saved views, and the ticket that is opened from it."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from assets import services
from assets.models import Asset, AssetEvent, AssetPhoto, Category, Location, SavedView, Status
from assets.places import save_location
from tests.tickets.browsing import Visitor, text_of
from tickets import transitions

pytestmark = pytest.mark.django_db


def page(client, asset):
    return text_of(client.get(asset.get_absolute_url()))


def picture(kind="PNG", size=(40, 30)):
    out = BytesIO()
    Image.new("RGB", size, "navy").save(out, kind)
    return SimpleUploadedFile(f"foto.{kind.lower()}", out.getvalue(), f"image/{kind.lower()}")


# History


def test_an_edit_by_hand_is_told_with_who_and_from_what_to_what(laptop, as_person, form, people):
    client = as_person("admin.bps")
    client.post(
        reverse("aset-ubah", args=[laptop.pk]), form | {"code": laptop.code, "register_number": "7", "name": "Laptop", "condition": "RR"}
    )
    event = laptop.events.get()
    assert (event.kind, event.actor) == ("diubah", people["admin.bps"])
    assert event.changes["condition"] == ["B", "RR"]
    assert "name" not in event.changes
    said = page(client, laptop)
    assert "Kondisi Baik → Rusak ringan" in said
    assert people["admin.bps"].name in said


def test_saving_without_a_change_tells_nothing(laptop, as_person, sops):
    client = as_person("admin.bps")
    shown = client.get(reverse("aset-ubah", args=[laptop.pk])).context["form"]
    sent = {name: value if value is not None else "" for name in shown.fields if (value := shown[name].value()) is not None}
    assert client.post(reverse("aset-ubah", args=[laptop.pk]), sent).status_code == 302
    assert [event.changes for event in laptop.events.all()] == []


def test_who_saves_over_a_newer_version_is_told_and_loses_nothing(laptop, as_person, form, people):
    client = as_person("admin.bps")
    old = form | {"code": laptop.code, "register_number": "7", "version": laptop.version, "name": "Nama saya"}
    services.change(laptop.pk, {"condition": "RB"}, kind=AssetEvent.Kind.EDITED, actor=people["pengelola.bps"])

    response = client.post(reverse("aset-ubah", args=[laptop.pk]), old)

    assert response.status_code == 409
    assert f"sudah diubah oleh {people['pengelola.bps'].name}" in text_of(response)
    assert 'value="Nama saya"' in response.content.decode()
    laptop.refresh_from_db()
    assert (laptop.name, laptop.condition) == ("Laptop", "RB")


def test_the_page_tells_tickets_letters_and_cost_to_who_may_see_them(walk, new_asset, tanah_bumbu, as_person):
    printer = new_asset(tanah_bumbu, "Printer")
    way = walk("perbaikan-aset", aset=[printer.pk]).until("4a", aset=[printer.pk])
    way.take(aset=[printer.pk])
    way.take(
        aset=[printer.pk], biaya="150000", klaim_garansi=None, hasil=[{"perangkat": "Printer", "tindakan": "Bersihkan", "kondisi": "Baik"}]
    )

    said = page(as_person("kabid.tanahbumbu"), printer)

    assert way.ticket.number in said
    assert "Rp 150.000" in said
    assert "Laporan Kegiatan" in said
    assert "Bersihkan" in said


def test_who_may_not_see_the_ticket_reads_the_change_but_not_its_words(laptop, walk, as_person, people):
    way = walk("setting-jaringan", keluhan="Rahasia benar").until("6a")
    way.take(aset=str(laptop.pk), ip="10.17.0.9", nama_pc="PC-9", grup="LAN")
    said = page(as_person("pjk-ti.bps"), laptop)
    assert "10.17.0.9" in said
    assert way.ticket.number not in said
    assert "Rahasia benar" not in said


def test_the_ticket_shows_its_devices(laptop, walk, people):
    way = walk("setting-jaringan").until("3a")
    way.take(aset=str(laptop.pk))
    visitor = Visitor(people["admin.bps"])
    assert "Perangkat Laptop 3.10.01.02.002-0007" in visitor.page(way.ticket)
    assert f'href="{laptop.get_absolute_url()}"' in visitor.client.get(way.now.get_absolute_url()).content.decode()
    requester = Visitor(way.now.requester)
    assert laptop.get_absolute_url() not in requester.client.get(way.now.get_absolute_url()).content.decode()


def test_a_ticket_with_devices_asks_no_more_than_one_without(new_asset, tanah_bumbu, walk, people):
    """The panel asks once, and the form that holds the answer already asks for no others."""
    printer = new_asset(tanah_bumbu, "Printer")
    counts = []
    for answers in ({}, {"aset": [printer.pk]}):
        way = walk("perbaikan-aset", **answers).until("4a")
        kasi = Visitor(people["kasi.tanahbumbu"])
        kasi.page(way.ticket)
        with CaptureQueriesContext(connection) as captured:
            kasi.page(way.ticket)
        counts.append(len(captured))
    assert counts[1] <= counts[0]


def test_the_history_cannot_be_rewritten(laptop, people):
    from django.db import DatabaseError, transaction

    services.change(laptop.pk, {"condition": "RB"}, kind=AssetEvent.Kind.EDITED, actor=people["admin.bps"])
    for attempt in (lambda: AssetEvent.objects.update(note="x"), lambda: AssetEvent.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


# A ticket from the page


def test_a_ticket_is_opened_for_the_asset_from_its_page(new_asset, tanah_bumbu, as_person, sops):
    old = new_asset(tanah_bumbu, "PC 2012", brand="Rakitan", condition="RB", acquired_year=2012)
    client = as_person("pengelola-aset.tanahbumbu")
    address = reverse("layanan-ajukan", args=["penghapusan-aset"]) + f"?aset={old.pk}"
    assert f'href="{address}"' in client.get(old.get_absolute_url()).content.decode()

    form = client.get(address).content.decode()

    assert f'value="{old.pk}" checked' in form
    assert 'value="PC 2012"' in form
    assert '<option value="Rusak berat" selected' in form


def test_the_address_cannot_name_what_is_another_offices(laptop, as_person, sops):
    client = as_person("pengelola-aset.tanahbumbu")
    for text in (laptop.pk, "x", "9" * 30, "\x00"):
        response = client.get(reverse("layanan-ajukan", args=["penghapusan-aset"]), {"aset": text})
        assert response.status_code in (200, 400)
        assert "Lenovo" not in response.content.decode()


def test_a_form_offers_a_dozen_and_finds_the_rest_by_searching(new_asset, tanah_bumbu, as_person, sops, laptop):
    for number in range(40):
        new_asset(tanah_bumbu, f"PC {number:02d}")
    last = new_asset(tanah_bumbu, "Server arsip", serial_number="CN0R440")
    client = as_person("pengelola-aset.tanahbumbu")
    shown = client.get(reverse("layanan-ajukan", args=["penghapusan-aset"])).content.decode()
    assert shown.count('name="aset"') == 12
    first = Asset.objects.get(name="PC 00")

    found = client.get(reverse("aset-pilih"), {"_nama": "aset", "_banyak": "ya", "_cari": "cn0r440", "aset": [first.pk, laptop.pk, "x"]})

    text = found.content.decode()
    assert f'value="{first.pk}" checked' in text
    assert f'value="{last.pk}"' in text
    assert text.count("<input") == 2
    assert "Lenovo" not in client.get(reverse("aset-pilih"), {"_nama": "aset", "_cari": "lenovo"}).content.decode()


# Photos


def test_a_photo_is_drawn_anew_and_shown_to_readers_only(laptop, as_person, sops):
    keeper = as_person("admin.bps")
    keeper.post(reverse("aset-foto-tambah", args=[laptop.pk]), {"photo": picture(size=(3000, 2000)), "caption": "Dari depan"})
    photo = AssetPhoto.objects.get()
    response = as_person("teknisi.bps").get(reverse("aset-foto", args=[photo.token]))
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "sandbox" in response["Content-Security-Policy"]
    with Image.open(BytesIO(b"".join(response.streaming_content))) as image:
        assert (image.format, image.size) == ("JPEG", (1600, 1067))
    assert as_person("pegawai.bps").get(reverse("aset-foto", args=[photo.token])).status_code == 403
    assert as_person("kadis.karanganyar").get(reverse("aset-foto", args=[photo.token])).status_code == 404

    keeper.post(reverse("aset-foto-hapus", args=[photo.token]))
    assert not AssetPhoto.objects.exists()
    assert list(laptop.events.values_list("note", flat=True)) == ["Foto ditambahkan.", "Foto dihapus."]


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.png", b"<svg onload=alert(1)>"), ("x.jpg", b"\xff\xd8\xff\xe0" + b"0" * 40), ("x.pdf", b"%PDF-1.4\n%%EOF\n"), ("x.png", b"")],
)
def test_what_is_no_picture_is_refused_in_words(laptop, as_person, name, content):
    client = as_person("admin.bps")
    response = client.post(reverse("aset-foto-tambah", args=[laptop.pk]), {"photo": SimpleUploadedFile(name, content)}, follow=True)
    assert response.status_code == 200
    assert "hc-note--danger" in response.content.decode() or "alert" in response.content.decode()
    assert not AssetPhoto.objects.exists()


# Places and categories


def test_a_place_that_moves_takes_what_is_in_it_along(offices, as_person):
    office = offices["bps-bengkulu"]
    one, two = (save_location(Location(organisation=office, kind="gedung", name=name)) for name in ("Gedung A", "Gedung B"))
    room = save_location(Location(organisation=office, parent=one, name="Ruang Server"))
    rack = save_location(Location(organisation=office, parent=room, kind="rak", name="Rak 1"))
    server = Asset.objects.create(organisation=office, code="3.1", register_number="1", name="Server", location=rack)
    client = as_person("admin.bps")

    client.post(reverse("aset-lokasi-ubah", args=[room.pk]), {"name": "Ruang Server", "kind": "ruang", "parent": two.pk})

    rack.refresh_from_db()
    assert rack.path == "Gedung B / Ruang Server / Rak 1"
    assert "Server" in text_of(client.get(reverse("aset-daftar"), {"lokasi": two.pk}))
    assert server.get_absolute_url() not in client.get(reverse("aset-daftar"), {"lokasi": one.pk}).content.decode()
    assert server.get_absolute_url() in client.get(reverse("aset-daftar"), {"lokasi": two.pk}).content.decode()


def test_a_place_is_never_within_itself_and_not_removed_while_it_is_used(offices, as_person):
    office = offices["bps-bengkulu"]
    outer = save_location(Location(organisation=office, name="Luar"))
    inner = save_location(Location(organisation=office, parent=outer, name="Dalam"))
    client = as_person("admin.bps")
    assert (
        client.post(reverse("aset-lokasi-ubah", args=[outer.pk]), {"name": "Luar", "kind": "ruang", "parent": inner.pk}).status_code == 422
    )
    client.post(reverse("aset-lokasi-hapus", args=[outer.pk]))
    assert Location.objects.count() == 2
    client.post(reverse("aset-lokasi-hapus", args=[inner.pk]))
    assert Location.objects.get() == outer
    assert client.post(reverse("aset-lokasi-tambah"), {"name": "LUAR", "kind": "ruang", "parent": ""}).status_code == 422


def test_a_category_asks_its_own_questions(laptop, as_person, form):
    client = as_person("admin.bps")
    rows = {"questions-0-label": "Kapasitas (VA)", "questions-0-kind": "Angka", "questions-1-label": "Warna", "questions-1-kind": "Pilihan"}
    assert client.post(reverse("aset-kategori-tambah"), {"name": "UPS"} | rows).status_code == 422
    client.post(reverse("aset-kategori-tambah"), {"name": "UPS", "questions-1-choices": "Hitam, Putih"} | rows)
    ups = Category.objects.get()
    assert [question["code"] for question in ups.fields] == ["kapasitas_va", "warna"]

    assert 'name="isian-kapasitas_va"' in client.get(reverse("aset-isian"), {"category": ups.pk}).content.decode()
    edit = form | {"code": laptop.code, "register_number": "7", "category": ups.pk, "isian-kapasitas_va": "3000", "isian-warna": "Hitam"}
    assert client.post(reverse("aset-ubah", args=[laptop.pk]), edit).status_code == 302
    laptop.refresh_from_db()
    assert laptop.extra == {"kapasitas_va": "3000", "warna": "Hitam"}
    assert "Kapasitas (VA) 3.000" in page(client, laptop)


def test_a_part_belongs_to_another_asset_of_the_office_and_never_to_itself(laptop, new_asset, as_person, form, offices):
    battery, foreign = new_asset(laptop.organisation, "Baterai"), new_asset(offices["diskominfo-karanganyar"], "Asing")
    client = as_person("admin.bps")
    mine = form | {"code": battery.code, "register_number": battery.register_number, "name": "Baterai"}
    assert client.post(reverse("aset-ubah", args=[battery.pk]), mine | {"parent": laptop.full_code}).status_code == 302
    assert "Baterai" in page(client, laptop)
    back = form | {"code": laptop.code, "register_number": "7", "name": "Laptop", "parent": battery.full_code}
    assert client.post(reverse("aset-ubah", args=[laptop.pk]), back).status_code == 422
    assert client.post(reverse("aset-ubah", args=[battery.pk]), mine | {"parent": f"#{foreign.pk}"}).status_code == 422


def test_repair_and_disposal_are_not_undone_by_hand(laptop, as_person, form):
    Asset.objects.filter(pk=laptop.pk).update(status=Status.DISPOSAL_APPROVED)
    as_person("admin.bps").post(
        reverse("aset-ubah", args=[laptop.pk]), form | {"code": laptop.code, "register_number": "7", "status": "tersedia"}
    )
    laptop.refresh_from_db()
    assert laptop.status == Status.DISPOSAL_APPROVED
    for status in ("dihapus", "diperbaiki", "disetujui-hapus"):
        assert as_person("admin.bps").post(reverse("aset-tambah"), form | {"status": status}).status_code == 422


# Saved views


def test_a_view_is_saved_for_oneself_alone_and_keeps_only_what_the_list_knows(laptop, as_person):
    mine, other = as_person("admin.bps"), as_person("pengelola.bps")
    mine.post(reverse("aset-tampilan"), {"name": "Rusak", "query": "kondisi=RB&status=semua&evil=1&urut=password&q=<b>"})
    view = SavedView.objects.get()
    assert view.query == "q=%3Cb%3E&status=semua&kondisi=RB"
    assert "Rusak" in mine.get(reverse("aset-daftar")).content.decode()
    assert "?q=%3Cb%3E&amp;status=semua" in mine.get(reverse("aset-daftar")).content.decode()
    assert view.query not in other.get(reverse("aset-daftar")).content.decode()
    assert other.post(reverse("aset-tampilan-hapus", args=[view.pk])).status_code == 404
    mine.post(reverse("aset-tampilan-hapus", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_the_list_narrows_by_holder_warranty_status_and_kind(new_asset, offices, people, as_person):
    office = offices["bps-bengkulu"]
    today = dt.date.today()
    held = new_asset(office, "Dipegang", holder=people["pegawai.bps"], status=Status.IN_USE)
    soon = new_asset(office, "Segera", warranty_until=today + dt.timedelta(days=20), kind="server")
    over = new_asset(office, "Lewat", warranty_until=today - dt.timedelta(days=1))
    client = as_person("admin.bps")

    def names(**params):
        return [asset.name for asset in client.get(reverse("aset-daftar"), params).context["page"].rows]

    assert names(pemegang=people["pegawai.bps"].pk) == [held.name]
    assert (names(garansi="30"), names(garansi="habis"), names(urut="garansi")) == ([soon.name], [over.name], [over.name, soon.name])
    assert names(status="dipakai") == [held.name]
    assert names(jenis="server") == [soon.name]
    assert names(urut="nama") == [held.name, over.name, soon.name]


def test_a_draft_names_nothing_yet(laptop, sops, people, new_asset, tanah_bumbu):
    old = new_asset(tanah_bumbu)
    data = {"aset": [str(old.pk)], "alasan": "Rusak"}
    transitions.open_ticket(sops["penghapusan-aset"], actor=people["pengelola-aset.tanahbumbu"], data=data, draft=True)
    old.refresh_from_db()
    assert (old.status, old.ticket_links.count()) == (Status.AVAILABLE, 0)
