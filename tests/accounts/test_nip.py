import pytest
import time_machine
from django.core.exceptions import ValidationError

from accounts import nip


@pytest.mark.parametrize(
    "typed",
    [
        "196608251988021001",
        "19660825 198802 1 001",
        " 19660825.198802.1.001 ",
        "19660825-198802-1-001",
        "19660825\u00a0198802\u20091\u202f001",  # the spaces of a word processor
        "\ufeff19660825 198802 1 001\t",
        "19630107 199003 1 004",
        "199907212024212003",  # PPPK: their second contract of 2024
        "199802052023211002",
    ],
)
def test_a_real_number_is_accepted_however_it_is_typed(typed):
    nip.validate(typed)


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("", "18 angka"),
        ("19660825198802100", "18 angka"),
        ("1966082519880210011", "18 angka"),
        ("19660825198802100O", "18 angka"),
        ("١٩٦٦٠٨٢٥١٩٨٨٠٢١٠٠١", "18 angka"),
        ("196613251988021001", "tanggal lahir"),
        ("196602301988021001", "tanggal lahir"),
        ("000101010017011001", "tanggal lahir"),
        ("196608251988131001", "bulan pengangkatan"),
        ("196608251988001001", "bulan pengangkatan"),
        ("196608251988201001", "bulan pengangkatan"),
        ("196608251980021001", "tahun lahirnya"),
        ("190008251988021001", "tahun lahirnya"),
        ("199001012099011001", "tahun lahirnya"),
        ("199001012027011001", "belum tiba"),
        ("199001012026121001", "belum tiba"),
        ("196608251988023001", "1 (laki-laki) atau 2"),
        ("196608251988020001", "1 (laki-laki) atau 2"),
        ("196608251988021000", "001"),
    ],
)
@time_machine.travel("2026-11-20 12:00+07:00", tick=False)
def test_a_number_that_cannot_be_is_refused_and_says_why(typed, part):
    with pytest.raises(ValidationError) as refused:
        nip.validate(typed)

    assert part in refused.value.messages[0]


def test_pppk_are_told_by_the_count_of_their_contracts():
    assert nip.is_pppk("19990721 202421 2 003")
    assert not nip.is_pppk("19660825 198802 1 001")


def test_it_is_shown_in_groups_of_8_6_1_3():
    assert nip.grouped("196608251988021001") == "19660825 198802 1 001"
    assert nip.grouped("") == ""


def test_masked_it_tells_neither_birth_date_nor_sex():
    masked = nip.masked("19660825 198802 1 001")

    assert masked == "1966•••• •••••• • 001"
    assert nip.masked("") == ""
