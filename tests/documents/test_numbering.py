"""Numbers of letters: the office's own pattern, gap-free per kind and year."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Organisation
from documents import numbering
from sop.registry import LETTER_KINDS

DAY = dt.date(2026, 11, 19)


def office(**facts):
    return Organisation(code="x", letter_unit_code="17000", **facts)


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
    assert numbering.written(office(letter_number_pattern=pattern), "berita-acara", 7, DAY) == written


def test_an_office_without_unit_code_gets_no_empty_place():
    nameless = office(letter_number_pattern="{urut}/{jenis}/{unit}/{tahun}")
    nameless.letter_unit_code = ""
    assert numbering.written(nameless, "berita-acara", 7, DAY) == "007/BA/2026"


def test_a_draft_leaves_room_for_the_number():
    assert numbering.written(office(), "berita-acara", None, DAY) == "....../BA/17000/XI/2026"


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
