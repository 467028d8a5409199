"""Text is measured with the vendored font and broken where a reader would."""

import pytest

from sop.sheet import text

pytestmark = pytest.mark.once


def test_widths_are_those_of_the_font():
    from fontTools.ttLib import TTFont

    font = TTFont(text.FONTS / "LiberationSans-Regular.ttf")
    advance = font["hmtx"][font.getBestCmap()[ord("A")]][0] / font["head"].unitsPerEm

    assert text.width("AA", 10) == 20 * advance
    assert text.width("A", 10, bold=True) != text.width("A", 10)


def test_lines_fit_and_lose_nothing():
    sentence = "Staf/Tim Teknis Pusat Data memeriksa server yang akan di-maintenance"

    lines = text.wrap(sentence, 90, 8)

    assert len(lines) > 2 and all(text.width(line, 8) <= 90 for line in lines)
    assert " ".join(lines).replace("/ ", "/").replace("- ", "-") == sentence


def test_a_long_address_is_broken_at_its_slashes_and_dots_and_a_word_without_any_by_letters():
    assert text.wrap("https://bengkulu.web.bps.go.id/halocik/", 90, 8) == ["https://bengkulu.web.", "bps.go.id/halocik/"]
    assert all(text.width(line, 8) <= 40 for line in text.wrap("x" * 60, 40, 8))


def test_what_does_not_fit_ends_in_an_ellipsis():
    assert text.fit("Setujui dan alokasikan", 50, 7).endswith("…")
    assert text.shortened("Kembalikan kepada pemohon untuk dilengkapi", 46, 2, 7)[-1].endswith("…")


def test_a_label_in_two_lines_is_even_and_breaks_no_word():
    assert text.balanced("Penambahan perangkat", 66, 3, 7.2) == ["Penambahan", "perangkat"]


def test_a_name_for_a_stamp_loses_degrees_then_becomes_initials():
    assert text.short_name("Dr. Ir. Rina Wulandari, S.Si., M.T.", 100, 7) == "Rina Wulandari"
    assert text.short_name("Rina Wulandari Kusuma", 42, 7) == "Rina W. K."
    assert text.short_name("Bartholomeus", 24, 7).endswith("…")


def test_control_characters_and_the_marks_of_the_drawing_are_taken_out():
    assert text.clean("a\x00b\ue000c:1a\ue001\n d\u2028e") == "abc:1a d e"
