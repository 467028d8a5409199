"""Buku agenda surat keluar: every number in one line, void ones too, on the page, on paper and in a spreadsheet."""

import csv
import html
import io
import re

import pypdf
import pytest
from django.urls import reverse

from documents.book import clerks
from documents.models import Letter, NumberRule

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def book(ask, people):
    """Three berita acara of one day: 001, 002 (void), and one that waits for its number. The test results beside them are left out."""
    for _ticket in range(2):
        ask().until_confirmation().confirm()
    NumberRule.objects.create(organisation=people["pengelola.bps"].organisation, kind="berita-acara", by_hand=True)
    ask().until_confirmation().confirm()
    letters = list(Letter.objects.filter(kind="berita-acara").order_by("pk"))
    clerks.void(letters[1], "Salah perangkat.", actor=people["pengelola.bps"])
    return letters


def page(client, **asked):
    answer = client.get(reverse("agenda"), {"jenis": "berita-acara"} | asked)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def numbers(text):
    return [" ".join(found.split()) for found in re.findall(r'class="hc-list__link hc-number"[^>]*>([^<]+)<', text)]


def test_the_book_holds_every_number_newest_first(book, as_person):
    text = page(as_person("pengelola.bps"))
    assert numbers(text) == ["menunggu nomor", "002/BA/17000/XI/2026", "001/BA/17000/XI/2026"]
    assert "Salah perangkat." in text
    assert "1 surat menunggu nomor." in text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"keadaan": "batal"}, ["002/BA/17000/XI/2026"]),
        ({"keadaan": "nomor"}, ["menunggu nomor"]),
        ({"keadaan": "berlaku"}, []),
        ({"keadaan": "belum", "bulan": "11", "tahun": "2026"}, ["001/BA/17000/XI/2026"]),
        ({"bulan": "10"}, []),
        ({"q": "002/ba"}, ["002/BA/17000/XI/2026"]),
        ({"q": "setting jaringan 001/"}, ["001/BA/17000/XI/2026"]),
        ({"jenis": "nota-dinas"}, []),
        ({"jenis": "ngawur", "bulan": "99", "tahun": "x", "keadaan": "__", "page": "-5", "q": "001/BA"}, ["001/BA/17000/XI/2026"]),
    ],
)
def test_it_can_be_searched_and_filtered(book, as_person, asked, found):
    assert numbers(page(as_person("pengelola.bps"), **asked)) == found


def test_a_number_stands_in_one_line_whatever_its_versions(finished, as_person):
    from .test_clerks import again

    again(finished)
    text = page(as_person("pengelola.bps"))
    assert numbers(text) == ["001/BA/17000/XI/2026"]
    assert "versi 2" in text


def test_it_is_read_by_heads_allocators_and_the_pengelola_of_that_office(book, as_person):
    for who, code in (("pengelola.bps", 200), ("admin.bps", 200), ("teknisi.bps", 403), ("pegawai.bps", 403)):
        for name in ("agenda", "agenda-pdf", "agenda-csv"):
            assert as_person(who).get(reverse(name)).status_code == code, (who, name)
    assert numbers(page(as_person("kadis.karanganyar"))) == []


def test_it_costs_the_same_however_long_it_is(book, ask, as_person, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = as_person("pengelola.bps")
    page(client)
    with CaptureQueriesContext(connection) as few:
        page(client)
    for _ticket in range(3):
        ask().until_confirmation().confirm()
    with django_assert_num_queries(len(few)):
        page(client)


def test_the_spreadsheet_holds_what_the_page_shows_and_no_formula(book, as_person):
    Letter.objects.filter(pk=book[0].pk).update(title='=HYPERLINK("http://contoh.invalid")')
    answer = as_person("pengelola.bps").get(reverse("agenda-csv"), {"jenis": "berita-acara"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:2] == ["Nomor surat", "Tanggal"]
    assert [row[0] for row in rows[1:]] == ["001/BA/17000/XI/2026", "002/BA/17000/XI/2026", ""]
    assert rows[1][3] == '\'=HYPERLINK("http://contoh.invalid")'
    assert rows[2][6] == "Batal: Salah perangkat."
    assert answer["Content-Disposition"] == 'attachment; filename="Buku-agenda-bps.csv"'


def test_on_paper_it_stands_under_the_letterhead_across_the_page(book, as_person, monkeypatch):
    answer = as_person("pengelola.bps").get(reverse("agenda-pdf"), {"jenis": "berita-acara", "bulan": "11", "tahun": "2026"})
    assert answer["Content-Type"] == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    box = reader.pages[0].mediabox
    assert box.width > box.height
    text = reader.pages[0].extract_text()
    for said in ("BADAN PUSAT STATISTIK", "Berita Acara, November 2026", "001/BA/17000/XI/2026", "Batal: Salah perangkat."):
        assert said in text, said


def test_a_very_long_book_is_cut_on_paper_and_says_so(book, as_person, monkeypatch):
    from documents.book import agenda

    monkeypatch.setattr(agenda, "MOST_PRINTED", 2)
    answer = as_person("pengelola.bps").get(reverse("agenda-pdf"), {"jenis": "berita-acara"})
    assert "Dicetak 2 baris pertama" in pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
