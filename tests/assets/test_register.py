"""The register itself: numbers as offices write them, one row per number and office, found by what people remember."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from assets.models import Asset, normal_code, normal_register
from tickets import registry

DISPOSED = {"status": "dihapus", "decree_number": "12/2025", "decree_date": dt.date(2025, 3, 1)}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("3.10.01.02.002", "3.10.01.02.002"),
        ("3100102002", "3.10.01.02.002"),
        (" 3.10. 01.02.002. ", "3.10.01.02.002"),
        ("1.3.2.10.01.02.002", "1.3.2.10.01.02.002"),
        ("310010200", "310010200"),  # nine digits: not a BMN code; the form refuses it
        ("", ""),
        (None, ""),
    ],
)
def test_a_kode_barang_is_kept_with_its_dots(typed, kept):
    assert normal_code(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"), [("7", "0007"), ("0007", "0007"), (" 12 ", "0012"), ("12345", "12345"), ("A7", "A7"), ("", ""), ("٧", "٧")]
)
def test_a_register_number_is_the_same_however_many_zeros_are_typed(typed, kept):
    assert normal_register(typed) == kept


def test_an_asset_reads_as_its_label(laptop, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert str(laptop) == "3.10.01.02.002-0007 Laptop Lenovo T14 — R. TU"


def test_a_number_is_given_once_per_office(laptop, offices):
    same = {"code": laptop.code, "register_number": laptop.register_number, "name": "Laptop lain"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Asset.objects.create(organisation=laptop.organisation, **same)
    Asset.objects.create(organisation=offices["diskominfo-karanganyar"], **same)


def test_an_asset_has_one_holder_at_most_and_of_its_own_office(laptop, people):
    laptop.holder, laptop.holder_text = people["pegawai.bps"], "Tim TIP"
    with pytest.raises(IntegrityError), transaction.atomic():
        laptop.save()

    laptop.holder, laptop.holder_text = people["kadis.karanganyar"], ""
    with pytest.raises(ValidationError, match="instansi"):
        laptop.full_clean()


@pytest.mark.parametrize("words", ["lenovo", "T14 laptop", "3.10.01", "0007", "r. tu", "PC-TU", "10.17", "LAPTOP tu", "wulandari"])
def test_it_is_found_by_what_people_remember(laptop, people, words):
    laptop.ip, laptop.hostname, laptop.holder = "10.17.0.44", "pc-tu-04", people["pegawai.bps"]
    laptop.save()
    assert Asset.objects.search(words).get() == laptop


@pytest.mark.parametrize("words", ["lenovo dell", "9.99", "%", "_" * 3, "\x00%", "' OR 1=1", "a" * 5000])
def test_and_not_by_anything_else(laptop, words):
    assert not Asset.objects.search(words).exists()


def test_forms_of_tickets_choose_from_the_active_assets_of_the_office(laptop, offices):
    gone = Asset.objects.create(organisation=laptop.organisation, code="3.10.01.02.001", register_number="0001", name="PC lama", **DISPOSED)
    source = registry.field_source("aset")
    assert list(source(laptop.organisation)) == [laptop]
    assert gone not in source(laptop.organisation)
    assert not source(offices["diskominfo-karanganyar"]).exists()
