"""What a printed `waktu` means, wording by wording."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop.definition import Duration
from sop.durations import by_answer, parse

# text: (least, most, unit, by the clock)
MEANINGS = {
    "10 menit": (10, 10, "menit", False),
    "10 Menit": (10, 10, "menit", False),
    "10 MENIT.": (10, 10, "menit", False),
    "10menit": (10, 10, "menit", False),
    "1 jam": (1, 1, "jam", False),
    "1 hari": (1, 1, "hari", False),
    "1 Hari Kerja": (1, 1, "hari", False),
    "1 (satu) hari kerja": (1, 1, "hari", False),
    "1 minggu": (1, 1, "minggu", False),
    "2 bulan": (2, 2, "bulan", False),
    "1,5 jam": (90, 90, "menit", False),
    "1 jam 30 menit": (90, 90, "menit", False),
    "± 15 menit": (15, 15, "menit", False),
    "1-2 hari": (1, 2, "hari", False),
    "1 - 2 hari": (1, 2, "hari", False),
    "5-10 Menit": (5, 10, "menit", False),
    "10 – 60 menit": (10, 60, "menit", False),
    "10—60 menit": (10, 60, "menit", False),
    "10  –  60   Menit": (10, 60, "menit", False),
    "10 s.d. 60 menit": (10, 60, "menit", False),
    "10 s/d 60 menit": (10, 60, "menit", False),
    "10 sampai dengan 60 menit": (10, 60, "menit", False),
    "30 menit - 1 jam": (30, 60, "menit", False),
    "3 hari - 1 minggu": (3, 5, "hari", False),
    "1 – 2 hari kerja": (1, 2, "hari", False),
    "maks. 30 menit": (None, 30, "menit", False),
    "Maks 30 menit": (None, 30, "menit", False),
    "maksimal 2 hari": (None, 2, "hari", False),
    "paling lama 3 hari kerja": (None, 3, "hari", False),
    "minimal 1 hari": (1, None, "hari", False),
    "min. 1 hari": (1, None, "hari", False),
    "48 jam kalender": (48, 48, "jam", True),
    "3 hari kalender": (3, 3, "hari", True),
    "1 – 2 hari kalender": (1, 2, "hari", True),
    "2x24 jam": (48, 48, "jam", True),
    "2 x 24 Jam": (48, 48, "jam", True),
    "2×24 jam": (48, 48, "jam", True),
    "1-2x24 jam": (24, 48, "jam", True),
    "maks. 2x24 jam": (None, 48, "jam", True),
    "-": (None, None, None, False),
    "–": (None, None, None, False),
}

REFUSED = {
    "lima menit": "tidak dapat dibaca. Contoh yang benar",
    "10": "tidak dapat dibaca",
    "10 mnt": "tidak dapat dibaca",
    "menit": "tidak dapat dibaca",
    "1-2-3 hari": "tidak dapat dibaca",
    "maks. 1-2 hari": "tidak dapat dibaca",
    "½ jam": "tidak dapat dibaca",
    "-5 menit": "tidak dapat dibaca",
    "60-10 menit": "terbalik",
    "1 jam - 30 menit": "terbalik",
    "0 menit": "lebih dari nol",
    "0-0 menit": "lebih dari nol",
    "1.5 jam": "memakai titik",
    "1.500 menit": "memakai titik",
    "1,5 hari": "Pecahan hanya untuk jam",
    "1 hari 2 jam": "tidak dapat dijumlahkan",
    "1 hari - 1 bulan": "mencampur satuan",
    "1 hari - 24 jam kalender": "mencampur",
    "120 Menit / 3 Hari": "lebih dari satu batas",
    "10 menit, 2 hari, 1 bulan": "lebih dari satu batas",
    "2x24 hari": "n x 24",
    "900 bulan": "terlalu panjang",
    "9999999999 menit": "tidak dapat dibaca",
    "waktu menyesuaikan tingkat kesulitan pekerjaan yang dilaksanakan di lapangan": "60 huruf",
}


@pytest.mark.parametrize(("text", "meaning"), MEANINGS.items())
def test_a_printed_time_means(text, meaning):
    found = parse(text)

    assert (found.least, found.most, found.unit, found.calendar) == meaning
    assert found.text == " ".join(text.split()), "the printed text stays as it is"


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_cell_is_no_time_at_all(text):
    assert parse(text) is None


@pytest.mark.parametrize(("text", "why"), REFUSED.items())
def test_a_time_that_cannot_be_meant_is_refused_with_a_sentence(text, why):
    with pytest.raises(ValueError, match=why):
        parse(text)


def test_a_range_has_a_target_and_a_limit():
    found = parse("10 – 60 menit")

    assert (str(found.target), str(found.limit)) == ("10 menit", "60 menit")


def test_at_least_has_no_limit_and_at_most_no_target():
    assert (str(parse("minimal 1 hari").target), parse("minimal 1 hari").limit) == ("1 hari", None)
    assert (parse("maks. 30 menit").target, str(parse("maks. 30 menit").limit)) == (None, "30 menit")


def test_a_limit_by_answer_is_the_one_of_the_answer_given():
    found = by_answer("berat", {"Ringan": parse("1 jam"), "Berat": parse("1-2 hari"), "Luar biasa": parse("-")})

    assert found.resolve({"berat": "Berat"}).most == 2
    assert found.resolve({"berat": "Luar biasa"}).limit is None
    assert found.resolve({}).limit is None
    assert found.text == "Ringan: 1 jam; Berat: 1-2 hari; Luar biasa: -"


def test_an_ordinary_time_does_not_ask_for_answers():
    assert parse("10 menit").resolve({}) == Duration("10 menit", 10, 10, "menit")


@given(st.one_of(st.text(max_size=80), st.text(alphabet="0123456789 x-–,./jamenithkbulgs()%", max_size=40)))
def test_any_text_is_a_time_or_a_sentence(text):
    try:
        found = parse(text)
    except ValueError as error:
        assert str(error).strip()
    else:
        assert found is None or found.least is None or found.most is None or found.least <= found.most
