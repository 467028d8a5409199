"""Lengths of time as people write them."""

import pytest

from worktime.limits import Limit


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("60 menit", Limit(60, "menit")),
        ("  1   JAM ", Limit(1, "jam")),
        ("1,5 jam", Limit(90, "menit")),
        ("1 jam 30 menit", Limit(90, "menit")),
        ("2 jam 15 menit kalender", Limit(135, "menit", True)),
        ("2 hari", Limit(2, "hari")),
        ("2 hari kerja", Limit(2, "hari")),
        ("3 hari kalender", Limit(3, "hari", True)),
        ("1 minggu", Limit(1, "minggu")),
        ("2 bulan", Limit(2, "bulan")),
        ("48 jam", Limit(48, "jam")),
        ("48 jam kalender", Limit(48, "jam", True)),
        ("2x24 jam", Limit(48, "jam", True)),
        ("3 × 24 jam", Limit(72, "jam", True)),
        ("0 menit", Limit(0, "menit")),
    ],
)
def test_a_length_is_understood(text, meant):
    assert Limit.parse(text) == meant


@pytest.mark.parametrize(
    "text",
    ["", "-", "menit", "60", "60 detik", "-5 menit", "10-60 menit", "1.500 menit", "1,3 hari", "2,001 jam", "2x24 hari", "2x24 jam kerja",
     "9999999 menit", "200 bulan", "६० menit", "60 menit" * 40, "satu jam", "1 jam 100 menit", "1 hari 2 jam", "1 jam; drop table"],
)  # fmt: skip
def test_what_is_no_length_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"[.!]$"):
        Limit.parse(text)


@pytest.mark.parametrize("limit", [Limit(60, "menit"), Limit(48, "jam", True), Limit(0, "hari"), Limit(2, "bulan")])
def test_a_limit_comes_back_from_text_and_from_json(limit):
    assert Limit.parse(str(limit)) == limit
    assert Limit.from_json(limit.as_json()) == limit
    assert Limit.from_json(None) is None


def test_a_limit_that_means_nothing_cannot_be_made():
    with pytest.raises(ValueError, match="tidak dikenal"):
        Limit(1, "tahun")
    with pytest.raises(ValueError, match="kurang dari nol"):
        Limit(-1, "menit")
