"""A register of 100,000 assets: the list asks a fixed number of questions, and PostgreSQL answers each from an index."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from assets.models import Asset, Category, Location
from assets.places import save_location

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]

MANY = 100_000
MOST_QUERIES = 16
BIG = ("assets_asset", "assets_assetevent", "assets_ticketasset")


@pytest.fixture
def register(offices, people, sops):
    """100,000 assets of one office and 1,000 of another, spread over places, people, states and years."""
    office, other = offices["bps-bengkulu"], offices["diskominfo-karanganyar"]
    building = save_location(Location(organisation=office, kind="gedung", name="Gedung Utama"))
    rooms = [save_location(Location(organisation=office, parent=building, name=f"Ruang {n}")).pk for n in range(200)]
    categories = [Category.objects.create(organisation=office, name=f"Kategori {n}").pk for n in range(20)]
    holders = list(User.objects.filter(organisation=office).order_by("pk").values_list("pk", flat=True))
    columns = [field.column for field in Asset._meta.concrete_fields if field.column != "id"]
    # n: running number
    values = {
        "organisation_id": f"CASE WHEN n <= {MANY} THEN {office.pk} ELSE {other.pk} END",
        "kind": "(ARRAY['perangkat-keras','server','lisensi','data'])[1 + n % 4]",
        "category_id": f"CASE WHEN n <= {MANY} THEN (ARRAY{categories})[1 + n % 20] END",
        "code": "'3.10.01.02.' || lpad((n % 97)::text, 3, '0')",
        "register_number": "lpad(n::text, 6, '0')",
        "name": "'Barang ' || md5(n::text)",
        "brand": "'Merk ' || n % 50",
        "serial_number": "'SN' || md5((n * 7)::text)",
        "status": "(ARRAY['tersedia','dipakai','dipakai','dipakai','ditarik'])[1 + n % 5]",
        "condition": "CASE WHEN n % 50 = 0 THEN 'RB' WHEN n % 10 = 0 THEN 'RR' ELSE 'B' END",
        "location_id": f"CASE WHEN n <= {MANY} THEN (ARRAY{rooms})[1 + n % 200] END",
        "holder_id": f"CASE WHEN n <= {MANY} AND n % 3 = 0 THEN (ARRAY{holders})[1 + n % {len(holders)}] END",
        "warranty_until": "CASE WHEN n % 4 = 0 THEN DATE '2024-01-01' + (n % 2000) END",
        "extra": "'{}'::jsonb",
        "version": "1",
        "words": "lower('3.10.01.02.' || lpad((n % 97)::text, 3, '0') || '-' || lpad(n::text, 6, '0') || ' barang ' || md5(n::text)"
        " || ' sn' || md5((n * 7)::text))",
        "created_at": "now()",
        "changed_at": "now() - n * interval '1 minute'",
    }
    null = {field.column for field in Asset._meta.concrete_fields if field.null}
    chosen = ", ".join(values.get(column, "NULL" if column in null else "''") for column in columns)
    with connection.cursor() as cursor:
        names = ", ".join(f'"{column}"' for column in columns)
        cursor.execute(f"INSERT INTO assets_asset ({names}) SELECT {chosen} FROM generate_series(1, {MANY + 1000}) AS n")
        for table in ("assets_asset", "assets_location", "accounts_user", "assets_category"):
            cursor.execute(f"ANALYZE {table}")
    return office


def plan_of(sql):
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + sql)
        return "\n".join(row[0] for row in cursor.fetchall())


ASKED = {
    "all": {},
    "a late page": {"page": "8"},
    "a code": {"q": "3.10.01.02.042"},
    "a serial number": {"q": "sn4e732ced3463d06de0ca9a15b6153677"},
    "two words": {"q": "barang c4ca4238"},
    "nothing": {"q": "tidakadayangsepertiini"},
    "a room": {"q": "ruang 17"},
    "a condition": {"kondisi": "RB"},
    "a status": {"status": "ditarik"},
    "a status nobody has": {"status": "diperbaiki"},
    "a category": {"kategori": Category},
    "a building with all in it": {"lokasi": Location},
    "a holder": {"pemegang": User},
    "warranty ending": {"garansi": "90"},
    "by name": {"urut": "nama"},
    "by change": {"urut": "terbaru"},
    "by warranty": {"urut": "garansi"},
    "much at once": {"status": "dipakai", "kondisi": "RB", "jenis": "server", "urut": "nama", "q": "barang"},
}


def test_the_list_reads_indexes_whatever_is_asked_and_asks_as_often(register, as_person, subtests):
    client = as_person("admin.bps")
    chosen = {
        Category: Category.objects.get(name="Kategori 3").pk,
        Location: Location.objects.get(name="Gedung Utama").pk,
        User: Asset.objects.filter(organisation=register).exclude(holder=None).first().holder_id,
    }
    client.get(reverse("aset-daftar"))
    for name, asked in ASKED.items():
        with subtests.test(name), CaptureQueriesContext(connection) as captured:
            response = client.get(reverse("aset-daftar"), {key: chosen.get(value, value) for key, value in asked.items()})
        with subtests.test(f"{name}: plans"):
            assert response.status_code == 200
            assert len(captured) <= MOST_QUERIES, len(captured)
            for query in captured.captured_queries:
                if query["sql"].startswith("SELECT") and any(table in query["sql"] for table in BIG):
                    plan = plan_of(query["sql"])
                    assert not any(f"Seq Scan on {table}" in plan for table in BIG), (query["sql"][:300], plan)


def test_the_search_of_a_form_and_the_page_of_an_asset_read_indexes_too(register, as_person, sops):
    asset = Asset.objects.filter(organisation=register).order_by("pk")[500]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO assets_assetevent (asset_id, kind, changes, standing, letters, warranty_claim, note, at)"
            " SELECT id, 'dicatat', '{}', '', '[]', false, '', now() FROM assets_asset"
        )
        cursor.execute("ANALYZE assets_assetevent")
    client = as_person("admin.bps")
    for url, asked in ((reverse("aset-pilih"), {"_nama": "aset", "_cari": asset.serial_number}), (asset.get_absolute_url(), {})):
        client.get(url, asked)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url, asked).status_code == 200
        for query in captured.captured_queries:
            if any(table in query["sql"] for table in BIG[:2]):
                plan = plan_of(query["sql"])
                assert not any(f"Seq Scan on {table}" in plan for table in BIG[:2]), (query["sql"][:300], plan)


def test_nobody_of_the_other_office_is_among_them(register, as_person):
    rows = as_person("kabid.karanganyar").get(reverse("aset-daftar"), {"q": "barang"}).context["page"].rows
    assert {asset.organisation_id for asset in rows} != {register.pk}
    assert len(rows) == 25
