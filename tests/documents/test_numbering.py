"""Numbers of letters: the office's own pattern, gap-free per kind and year."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Organisation
from accounts.patterns import check_letter_pattern
from documents import numbering
from documents.models import Letter, NumberRule
from sop.registry import LETTER_KINDS

DAY = dt.date(2026, 11, 19)


def rule(pattern="{urut}/{jenis}/{unit}/{bulan_romawi}/{tahun}", unit="17000", **facts):
    """A NumberRule for berita acara of an office with that pattern, neither of them stored."""
    office = Organisation(code="x", letter_unit_code=unit, letter_number_pattern=pattern)
    return NumberRule(organisation=office, kind="berita-acara", **facts)


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("{urut}/{jenis}/{unit}/{bulan_romawi}/{tahun}", "007/BA/17000/XI/2026"),
        ("{klasifikasi}/{urut}/{unit}", "007/17000"),
        ("B-{urut}/{klasifikasi}/{unit}/{bulan}/{tahun}", "B-007/17000/11/2026"),
        ("{urut}", "007"),
        ("800/{urut}-DKPS/{tahun}", "800/007-DKPS/2026"),
    ],
)
def test_a_number_follows_the_pattern_of_the_office(pattern, written):
    assert numbering.written(rule(pattern), 7, DAY) == written


@pytest.mark.parametrize(
    ("facts", "written"),
    [
        ({"pattern": "{kode_keamanan}-{urut}/{klasifikasi}/{unit}/{bulan_romawi}/{tahun}", "classification": "PL.02", "unit": "OIKN"}, "B-007/PL.02/OIKN/XI/2026"),
        ({"pattern": "{klasifikasi}/{urut}/{unit}", "classification": "000.8.3.3", "unit": "OR", "digits": 1}, "000.8.3.3/7/OR"),
        ({"pattern": "{kode_keamanan}/{klasifikasi}/{urut}/{unit}/{bulan_romawi}/{tahun}", "classification": "800.3", "security": "SR"}, "SR/800.3/007/17000/XI/2026"),
        ({"pattern": "{kode_keamanan}-{urut}/{klasifikasi}-{unit}", "security": ""}, "007/17000"),
        ({"mark": "BA.PEM"}, "007/BA.PEM/17000/XI/2026"),
    ],
)  # fmt: skip
def test_a_rule_of_one_kind_fills_the_parts_that_offices_know(facts, written):
    assert numbering.written(rule(**facts), 7, DAY) == written


def test_a_rule_has_a_pattern_of_its_own():
    own = rule()
    own.pattern = "{urut}/{tahun}"
    assert numbering.written(own, 7, DAY) == "007/2026"


def test_an_office_without_unit_code_gets_no_empty_place():
    assert numbering.written(rule("{urut}/{jenis}/{unit}/{tahun}", unit=""), 7, DAY) == "007/BA/2026"


def test_a_draft_leaves_room_for_the_number():
    assert numbering.written(rule(), None, DAY) == "....../BA/17000/XI/2026"
    assert numbering.written(rule(by_hand=True), None, DAY) == "......"


def test_the_longest_number_a_pattern_allows_fits():
    parts = "{urut}{jenis}{unit}{klasifikasi}{kode_keamanan}{bulan}{bulan_romawi}{tahun}"
    longest = rule(
        check_letter_pattern("x" * (120 - len(parts)) + parts), unit="U" * 40, mark="M" * 12, classification="K" * 30, security="SR"
    )
    assert len(numbering.written(longest, 999_999_999, dt.date(2026, 8, 1))) <= Letter._meta.get_field("number").max_length
    with pytest.raises(ValidationError, match="lebih dari sekali"):
        check_letter_pattern("{urut}{unit}{unit}")


def test_every_kind_of_the_sop_language_has_a_mark_of_its_own():
    assert set(numbering.MARKS) == set(LETTER_KINDS)
    assert len(set(numbering.MARKS.values())) == len(LETTER_KINDS)


def test_numbers_run_per_kind_and_per_year_and_a_rollback_leaves_no_gap(offices):
    bps = offices["bps-bengkulu"]
    with transaction.atomic():
        assert [numbering.next_sequence(bps, "berita-acara", 2026) for _ in range(2)] == [1, 2]
        assert numbering.next_sequence(bps, "nota-dinas", 2026) == 1
        assert numbering.next_sequence(bps, "berita-acara", 2027) == 1
        assert numbering.next_sequence(offices["diskominfo-karanganyar"], "berita-acara", 2026) == 1

    with pytest.raises(IntegrityError), transaction.atomic():
        assert numbering.next_sequence(bps, "berita-acara", 2026) == 3
        raise IntegrityError

    with transaction.atomic():
        assert numbering.next_sequence(bps, "berita-acara", 2026) == 3


# Not from 1 every year


@pytest.fixture
def bps(offices):
    return offices["bps-bengkulu"]


def draw(office, year, **how):
    return numbering.next_sequence(office, "berita-acara", year, **how)


def test_numbers_may_go_on_over_the_years_and_the_choice_may_change(bps):
    with transaction.atomic():
        assert [draw(bps, 2026, yearly=False) for _ in range(3)] == [1, 2, 3]
        assert [draw(bps, 2027, yearly=False) for _ in range(2)] == [4, 5]
        assert draw(bps, 2026, yearly=False) == 6, "an act of the old year that is late takes no number twice"
        assert [draw(bps, 2027), draw(bps, 2028), draw(bps, 2028, yearly=False)] == [7, 1, 2]


def test_a_counter_is_only_ever_raised(bps):
    with transaction.atomic():
        assert numbering.raise_to(bps, "berita-acara", 2026, 57) == 57
        assert numbering.raise_to(bps, "berita-acara", 2026, 12) == 57
        assert draw(bps, 2026) == 58


def test_what_is_shown_as_next_is_what_is_drawn_next(bps):
    own = numbering.rule_of(bps, "berita-acara")
    with transaction.atomic():
        for yearly, year in [(True, 2026), (True, 2026), (False, 2027), (False, 2027), (True, 2028)]:
            own.yearly = yearly
            assert numbering.next_of(own, year) == draw(bps, year, yearly=yearly)
