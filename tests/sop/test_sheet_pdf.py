"""The printed SOP: identity page, tables, notes; searchable, embedded fonts, nothing fetched."""

import io

import pytest
from pypdf import PdfReader

from sop.sheet import pdf
from sop.sheet.pdf import PAPERS, identity_size, render_pdf

from .procedures import act, action, all_of_the_offices, document, procedure, step

pytestmark = pytest.mark.once

OFFICES = all_of_the_offices()
DOCUMENTS = list(dict.fromkeys(sop for sop, _table in OFFICES))


def pages_of(made):
    return [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]


def one_table(**more):
    table = procedure(step(act("1a", "pegawai", action("Catat", "selesai"), shape="selesai"), activity="Mencatat kejadian"))
    return document(table, **more)


@pytest.mark.parametrize("sop", DOCUMENTS, ids=[sop.number for sop in DOCUMENTS])
def test_a_document_prints_with_identity_page_and_searchable_tables(sop):
    made = render_pdf(sop)
    pages = pages_of(made)
    text = " ".join(" ".join(pages).split())

    first = " ".join(pages[0].split())
    assert sop.number in first and "Dasar Hukum" in first and "Pencatatan dan Pendataan" in first and sop.approval.name in first
    for table in sop.procedures:
        assert table.name in text
        assert all(word in text for one in table.steps for word in one.activity.replace("/", " ").split()[:2])
    assert f"Halaman {len(pages)} dari {len(pages)}" in " ".join(pages[-1].split())


def test_paper_is_landscape_a4_or_folio():
    sizes = {}
    for name in PAPERS:
        box = PdfReader(io.BytesIO(render_pdf(one_table(), paper=name))).pages[0].mediabox
        sizes[name] = round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)

    assert sizes == {"A4": (297, 210), "F4": (330, 215)}


def test_fonts_are_embedded():
    reader = PdfReader(io.BytesIO(render_pdf(one_table())))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]

    descendants = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert descendants and all("/FontFile2" in each or "/FontFile3" in each for each in descendants)
    assert all("Liberation" in str(each["/FontName"]) for each in descendants)


def test_one_procedure_of_many_can_be_printed_alone():
    sop = next(sop for sop in DOCUMENTS if len(sop.procedures) == 6)

    text = " ".join(" ".join(pages_of(render_pdf(sop, [sop.procedures[2]]))).split())

    assert sop.procedures[2].name in text and sop.procedures[0].name not in text


def test_a_draft_says_so_on_every_page():
    assert all("DRAF" in page for page in pages_of(render_pdf(one_table(), mark="DRAF")))
    assert not any("DRAF" in page for page in pages_of(render_pdf(one_table())))


def test_the_letterhead_is_the_offices_and_a_unit_that_is_the_office_stands_once(offices):
    office = offices["diskominfo-tanah-bumbu"]
    sop = next(sop for sop in DOCUMENTS if sop.organisation == office.code)

    head = pdf.identity(sop, office)["head"]

    assert head[0] == office.head_line_1 and len({line.casefold() for line in head}) == len(head)


def test_a_long_identity_block_is_set_smaller_so_that_it_fits_its_page():
    long = one_table(
        legal_basis=tuple(
            f"Undang-Undang Nomor {n} Tahun 2008 tentang Informasi dan Transaksi Elektronik sebagaimana telah diubah" for n in range(20)
        )
    )

    assert identity_size(long, PAPERS["A4"]) < identity_size(one_table(), PAPERS["A4"])
    assert "Pencatatan dan Pendataan" in " ".join(pages_of(render_pdf(long))[0].split())


def test_what_a_sop_says_is_no_markup_and_reaches_no_file_or_host(tmp_path):
    secret = tmp_path / "rahasia.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>rahasia</text></svg>')
    hostile = (
        f'<img src="file://{secret}"><link rel="attachment" href="http://127.0.0.1:9/x"><style>@import url(http://127.0.0.1:9/y)</style>'
    )

    made = render_pdf(one_table(unit=hostile, warning=(hostile,)))

    text = " ".join(" ".join(pages_of(made)).split())
    assert "<img" in text and "rahasia.svg" in text.replace(" ", "")
    assert not PdfReader(io.BytesIO(made)).attachments


def test_the_fetcher_lets_nothing_in_but_data(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("a")

    assert pdf._fetcher().fetch("data:text/plain,a")
    for url in ("http://127.0.0.1:9/", "https://example.go.id/", file.as_uri(), "ftp://127.0.0.1/x"):
        with pytest.raises(Exception):  # noqa: B017 - whatever the library calls its refusal
            pdf._fetcher().fetch(url)


def test_a_machine_without_pango_says_what_to_install(monkeypatch):
    import builtins

    imported = builtins.__import__

    def without_pango(name, *args, **more):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return imported(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", without_pango)

    with pytest.raises(pdf.CannotRender, match="libpango"):
        render_pdf(one_table())
