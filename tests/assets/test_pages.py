"""Pages of the register: who may read, who may write, and that nothing of another office shows."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from assets.models import Asset

LIST, ADD = "aset-daftar", "aset-tambah"
# (who, list, add): staff read; who allocates, administers or keeps the assets writes
PEOPLE = [
    ("pegawai.bps", 403, 403),
    ("teknisi.bps", 200, 403),
    ("anggota-tip.bps", 200, 403),
    ("admin.bps", 200, 200),
    ("pengelola.bps", 200, 200),
    ("pemohon.karanganyar", 403, 403),
    ("kadis.karanganyar", 200, 403),
    ("kabid.karanganyar", 200, 200),
    ("pengelola-aset.tanahbumbu", 200, 200),
    ("kasi.tanahbumbu", 200, 200),
    ("jf-adb.pesisirselatan", 200, 200),
]


DISPOSED = {"status": "dihapus", "decree_number": "12/2025", "decree_date": dt.date(2025, 3, 1)}


def test_staff_read_and_keepers_write(as_person, sops, subtests):
    for who, lists, adds in PEOPLE:
        with subtests.test(who):
            client = as_person(who)
            assert client.get(reverse(LIST)).status_code == lists
            assert client.get(reverse(ADD)).status_code == adds
            assert ('href="/aset/"' in client.get(reverse("profil")).content.decode()) == (lists == 200)


def test_who_is_not_signed_in_is_asked_to(laptop):
    for url in (reverse(LIST), reverse(ADD), laptop.get_absolute_url(), reverse("aset-ubah", args=[laptop.pk])):
        assert Client().get(url).status_code == 302


def test_another_office_sees_nothing_of_it(laptop, as_person, form):
    client = as_person("kabid.karanganyar")
    assert "Lenovo" not in client.get(reverse(LIST)).content.decode()
    assert client.get(laptop.get_absolute_url()).status_code == 404
    edit = reverse("aset-ubah", args=[laptop.pk])
    assert client.get(edit).status_code == 404
    assert client.post(edit, form).status_code == 404
    laptop.refresh_from_db()
    assert laptop.name == "Laptop"


def test_an_asset_is_added_with_its_number_as_offices_write_it(as_person, form, people):
    response = as_person("admin.bps").post(reverse(ADD), form | {"code": "3100204001"})
    asset = Asset.objects.get()
    assert response["Location"] == asset.get_absolute_url()
    assert asset.full_code == "3.10.02.04.001-0012"
    assert asset.organisation.short_name == "bps"
    assert asset.changed_by == people["admin.bps"]
    assert asset.acquired_year == 2024


def test_a_form_cannot_smuggle_in_another_office_or_its_people(as_person, form, offices, people):
    other = offices["diskominfo-karanganyar"]
    client = as_person("admin.bps")
    client.post(reverse(ADD), form | {"organisation": other.pk, "organisation_id": other.pk})
    assert Asset.objects.get().organisation.short_name == "bps"

    response = client.post(reverse(ADD), form | {"register_number": "13", "holder_text": "", "holder": people["kadis.karanganyar"].pk})
    assert response.status_code == 422
    assert Asset.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("code", "laptop", "Kode barang terdiri dari angka dan titik"),
        ("code", "", "Wajib diisi"),
        ("register_number", "A-7", "NUP atau nomor register terdiri dari angka"),
        ("acquired_year", "2090", "Tahun perolehan belum tiba"),
        ("acquired_year", "24", "1950"),
        ("ip", "10.17.0.300", "IP"),
        ("condition", "X", "tidak tersedia"),
        ("name", "", "Wajib diisi"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(as_person, form, field, typed, said):
    response = as_person("admin.bps").post(reverse(ADD), form | {field: typed})
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert "FOC2431X0AB" in page
    assert not Asset.objects.exists()


def test_a_number_already_given_is_refused_in_words(laptop, as_person, form):
    response = as_person("admin.bps").post(reverse(ADD), form | {"code": "3100102002", "register_number": "7"})
    assert response.status_code == 422
    assert "sudah ada di daftar" in response.content.decode()


def test_a_number_given_away_a_moment_before_is_refused_in_words_too(laptop, as_person, form, monkeypatch):
    monkeypatch.setattr(Asset, "validate_constraints", lambda *args, **kwargs: None)  # the other one saves after our check
    response = as_person("admin.bps").post(reverse(ADD), form | {"code": laptop.code, "register_number": "7"})
    assert response.status_code == 422
    assert "sudah ada di daftar" in response.content.decode()
    assert Asset.objects.count() == 1


def test_two_holders_are_refused_in_words(as_person, form, people):
    response = as_person("admin.bps").post(reverse(ADD), form | {"holder": people["pegawai.bps"].pk})
    assert response.status_code == 422
    assert "Isi salah satu saja" in response.content.decode()


def test_editing_keeps_the_rest(laptop, as_person, form):
    client = as_person("admin.bps")
    page = client.get(reverse("aset-ubah", args=[laptop.pk])).content.decode()
    assert 'value="3.10.01.02.002"' in page
    client.post(
        reverse("aset-ubah", args=[laptop.pk]), form | {"code": laptop.code, "register_number": "7", "name": "Laptop", "condition": "RR"}
    )
    laptop.refresh_from_db()
    assert (laptop.full_code, laptop.condition, laptop.rack) == ("3.10.01.02.002-0007", "RR", "U4")


def test_a_holder_who_left_can_stay_on_an_old_row(laptop, as_person, form, people):
    gone = people["pegawai2.bps"]
    laptop.holder = gone
    laptop.save()
    gone.is_active = False
    gone.save()
    response = as_person("admin.bps").post(
        reverse("aset-ubah", args=[laptop.pk]), form | {"holder": gone.pk, "holder_text": "", "code": laptop.code, "register_number": "7"}
    )
    assert response.status_code == 302


def test_the_year_is_a_year_and_not_a_number(laptop, as_person):
    laptop.acquired_year = 2024
    laptop.save()
    client = as_person("admin.bps")
    assert "2.024" not in client.get(laptop.get_absolute_url()).content.decode()
    assert 'value="2024"' in client.get(reverse("aset-ubah", args=[laptop.pk])).content.decode()


def test_filters_narrow_and_pages_turn(laptop, as_person):
    office = laptop.organisation
    for number in range(1, 41):
        Asset.objects.create(
            organisation=office,
            code="3.10.01.02.001",
            register_number=f"{number:04d}",
            name=f"PC {number}",
            condition="RB" if number == 3 else "B",
        )
    Asset.objects.create(organisation=office, code="3.10.01.02.009", register_number="0001", name="PC museum", **DISPOSED)
    client = as_person("admin.bps")

    def shown(**params):
        return client.get(reverse(LIST), params).content.decode()

    assert shown().count("hc-list__link") == 25
    assert "41 baris" in shown()
    assert shown(page=2).count("hc-list__link") == 16
    assert shown(kondisi="RB").count("hc-list__link") == 1
    assert "PC museum" not in shown()
    assert shown(status="dihapus").count("hc-list__link") == 1
    assert "PC museum" in shown(status="semua", q="museum")
    assert "Tidak ada aset yang cocok" in shown(q="kulkas")
    for odd in (
        {"kondisi": "X"},
        {"status": "zzz"},
        {"lokasi": "x"},
        {"lokasi": "9" * 30},
        {"kategori": "-1"},
        {"pemegang": "1"},
        {"page": "x"},
        {"page": "-1"},
        {"q": "a" * 5000},
        {"q": "\x00"},
    ):
        assert client.get(reverse(LIST), odd).status_code == 200


def test_the_list_costs_the_same_however_many_assets(laptop, as_person, people, django_assert_max_num_queries):
    for number in range(1, 41):
        Asset.objects.create(
            organisation=laptop.organisation,
            code="3.10.01.02.001",
            register_number=f"{number:04d}",
            name=f"PC {number}",
            holder=people["pegawai.bps"],
        )
    client = as_person("admin.bps")
    with django_assert_max_num_queries(15):
        client.get(reverse(LIST))


def test_an_empty_register_says_what_to_do_next(as_person, sops):
    assert "Tambah aset" in as_person("admin.bps").get(reverse(LIST)).content.decode()
    assert "dicatat oleh pengelola" in as_person("teknisi.bps").get(reverse(LIST)).content.decode()


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}"])
def test_a_hostile_name_is_shown_as_text(as_person, form, name):
    client = as_person("admin.bps")
    client.post(reverse(ADD), form | {"name": name})
    asset = Asset.objects.get()
    for url in (reverse(LIST), asset.get_absolute_url(), reverse("aset-ubah", args=[asset.pk])):
        page = client.get(url).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_a_chosen_asset_stands_on_the_ticket_by_its_label(laptop, as_person, people, sops):
    """The field source is what a ticket's form chooses from: another office's asset is no choice."""
    from tickets.fields import Context, build

    field = next(f for p in sops["setting-jaringan"].revision_in_force.definition.procedures for f in p.fields.values() if f.kind == "aset")
    mine = build(field, Context(people["teknisi.bps"].organisation, {}, people["teknisi.bps"]))
    theirs = build(field, Context(people["kabid.karanganyar"].organisation, {}, people["kabid.karanganyar"]))
    assert str(mine.clean(str(laptop.pk))) == "3.10.01.02.002-0007 Laptop Lenovo T14 — R. TU"
    with pytest.raises(Exception, match=r"valid|tersedia"):
        theirs.clean(str(laptop.pk))
