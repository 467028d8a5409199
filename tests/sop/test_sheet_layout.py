"""The drawing keeps its promises: no line through a symbol, every exit once, words free of everything, whatever the procedure."""

import pytest
from hypothesis import HealthCheck, given, settings

from sop.sheet import layout
from sop.sheet.geometry import CONNECTOR

from .procedures import act, action, all_of_the_offices, document, procedure, random_procedures, step
from .sheet_rules import faults

pytestmark = pytest.mark.once

A4 = (774.0, 497.0)
OFFICES = all_of_the_offices()


def link(sheet, source, target, page=0):
    return next(link for link in sheet.pages[page].links if (link.wire.source, link.wire.target) == (source, target))


def shape(sheet, node, page=0):
    return next(shape for shape in sheet.pages[page].shapes if shape.node == node)


@pytest.mark.parametrize(("sop", "table"), OFFICES, ids=[table.code for _sop, table in OFFICES])
def test_every_sheet_of_the_offices_is_drawn_without_fault(sop, table):
    on_screen, on_paper = layout.layout(sop, table), layout.pages(sop, table, *A4)

    assert (faults(on_screen, table), on_screen.crowded) == ([], False)
    assert (faults(on_paper, table), on_paper.crowded) == ([], False)
    assert all(page.height <= A4[1] for page in on_paper.pages)


@given(random_procedures())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_procedure_however_odd_breaks_the_drawing(table):
    sop = document(table)
    for sheet in (layout.layout(sop, table), layout.pages(sop, table, *A4)):
        found = faults(sheet, table)
        # Where arrows leave no free place a word may touch something, and the sheet says so; nothing else ever happens.
        assert [fault for fault in found if not sheet.crowded or "“" not in fault] == []


def test_the_same_content_gives_the_same_drawing():
    sop, table = OFFICES[0]
    first = layout.layout(sop, table)

    layout._kept.cache_clear()

    assert layout.layout(sop, table) == first


def test_the_next_step_of_the_same_role_is_reached_straight_down():
    table = procedure(
        step(act("1a", "pegawai", action("Ajukan", "2a"), shape="mulai")),
        step(act("2a", "pegawai", action("Selesai", "selesai"), shape="selesai")),
    )

    arrow = link(layout.layout(document(table), table), "1a", "2a")

    assert len(arrow.points) == 2 and arrow.points[0][0] == arrow.points[1][0] and arrow.head


def test_two_people_in_one_row_are_linked_straight_across_it():
    table = procedure(
        step(act("1a", "pegawai", action("Ajukan", "1b"), shape="mulai"), act("1b", "teknisi", action("Terima", "2a"))),
        step(act("2a", "teknisi", action("Selesai", "selesai"), shape="selesai")),
    )

    sheet = layout.layout(document(table), table)

    assert shape(sheet, "1a").cy == shape(sheet, "1b").cy
    assert len(link(sheet, "1a", "1b").points) == 2


def test_one_person_acting_twice_in_a_row_has_the_symbols_below_each_other():
    table = procedure(
        step(
            act("1a", "admin", action("Mulai", "1b"), shape="mulai"),
            act("1b", "admin", action("Lanjut", "1c")),
            act("1c", "pegawai", action("Selesai", "selesai"), shape="selesai"),
        ),
    )

    sheet = layout.layout(document(table), table)

    assert shape(sheet, "1a").cx == shape(sheet, "1b").cx
    assert shape(sheet, "1a").cy < shape(sheet, "1b").cy == shape(sheet, "1c").cy


def test_a_joint_act_has_a_symbol_in_each_column_and_a_plain_line_between():
    table = procedure(
        step(act("1a", "pegawai", action("Ajukan", "2a"), shape="mulai")),
        step(act("2a", ("admin", "teknisi"), action("Kerjakan", "3a"))),
        step(act("3a", "pegawai", action("Selesai", "selesai"), shape="selesai")),
    )

    sheet = layout.layout(document(table), table)

    assert [s.column for s in sheet.pages[0].shapes if s.node == "2a"] == [1, 2]
    assert [(tie.wire.source, tie.head) for tie in sheet.pages[0].ties] == [("2a", False)]


def test_a_return_arrow_goes_up_beside_the_symbols_and_carries_its_word():
    table = procedure(
        step(act("1a", "pegawai", action("Ajukan", "2a"), shape="mulai")),
        step(act("2a", "pegawai", action("Kerjakan", "3a"))),
        step(act("3a", "pegawai", action("Berhasil", "4a"), action("Tidak berhasil", "2a"), shape="keputusan")),
        step(act("4a", "pegawai", action("Selesai", "selesai"), shape="selesai")),
    )

    sheet = layout.layout(document(table), table)
    back = link(sheet, "3a", "2a")

    assert back.points[-1][1] == shape(sheet, "2a").cy
    assert [label.lines for label in sheet.pages[0].labels] == [("Berhasil",), ("Tidak berhasil",)]


def test_an_act_with_one_way_on_has_no_word_and_what_is_outside_the_sop_is_not_drawn():
    table = procedure(
        step(act("1a", "pegawai", action("Ajukan", "2a"), shape="mulai")),
        step(act("2a", "admin", action("Setujui", "3a"), action("Tolak", "ditolak", deviation=True))),
        step(act("3a", "teknisi", action("Selesai", "selesai"), shape="selesai")),
    )

    sheet = layout.layout(document(table), table)

    assert sheet.pages[0].labels == ()
    assert {(each.wire.source, each.wire.target) for each in sheet.pages[0].links} == {("1a", "2a"), ("2a", "3a")}


def test_an_exit_to_the_end_from_a_box_gets_a_terminator_below_it():
    table = procedure(
        step(act("1a", "pegawai", action("Ajukan", "2a"), shape="mulai")),
        step(act("2a", "admin", action("Setuju", "3a"), action("Tolak", "ditolak"), shape="keputusan")),
        step(act("3a", "teknisi", action("Kerjakan", "selesai"))),
    )

    sheet = layout.layout(document(table), table)

    assert shape(sheet, "2a>ditolak").text == "Ditolak"
    assert shape(sheet, "3a>selesai").cx == shape(sheet, "3a").cx and shape(sheet, "3a>selesai").cy > shape(sheet, "3a").cy


def test_two_choices_that_lead_to_the_same_place_share_one_arrow():
    table = procedure(
        step(act("1a", "pegawai", action("Ajukan", "2a"), shape="mulai")),
        step(act("2a", "admin", action("Ringan", "3a"), action("Sedang", "3a"), action("Berat", "1a"), shape="keputusan")),
        step(act("3a", "teknisi", action("Selesai", "selesai"), shape="selesai")),
    )

    sheet = layout.layout(document(table), table)

    assert link(sheet, "2a", "3a").wire.title == "Ringan / Sedang"


def test_an_arrow_over_a_page_cut_becomes_a_pair_of_connectors_with_one_letter():
    rows = [step(act(f"{n}a", "pegawai", action("Lanjut", f"{n + 1}a"), shape="proses" if n > 1 else "mulai")) for n in range(1, 14)]
    last = step(act("14a", "admin", action("Ya", "selesai"), action("Tidak", "1a"), shape="keputusan"))
    table = procedure(*rows, last)

    sheet = layout.pages(document(table), table, *A4)

    assert len(sheet.pages) == 2
    cut = sheet.pages[0].rows[-1].no
    onward = link(sheet, f"{cut}a", "vA")
    assert onward and link(sheet, "^A", f"{int(cut) + 1}a", page=1)
    assert link(sheet, "14a", "^B", page=1).wire.title == "Tidak" and link(sheet, "vB", "1a")
    letters = [[s.text for s in page.shapes if s.kind == CONNECTOR] for page in sheet.pages]
    assert [sorted(each) for each in letters] == [["A", "B"], ["A", "B"]]


def test_a_page_takes_no_more_than_it_holds_and_the_heading_stands_on_each():
    table = procedure(*[step(act(f"{n}a", "pegawai", action("Lanjut", f"{n + 1}a" if n < 30 else "selesai"))) for n in range(1, 31)])

    sheet = layout.pages(document(table), table, *A4)

    assert [page.rows[0].top for page in sheet.pages] == [sheet.head] * len(sheet.pages)
    assert max(page.height for page in sheet.pages) <= A4[1]
    assert [row.no for page in sheet.pages for row in page.rows] == [str(n) for n in range(1, 31)]


def test_columns_follow_the_document():
    by_code = {table.code: sop for sop, table in OFFICES}
    titles = {}
    for code in ("pemeliharaan-peladen", "pemeliharaan-server"):
        sheet = layout.layout(by_code[code], by_code[code].procedure(code))
        titles[code] = [" ".join(column.title) for column in sheet.columns]

    assert titles["pemeliharaan-peladen"][-3:] == ["Output", "Waktu", "Keterangan"]
    assert titles["pemeliharaan-server"][:2] == ["No.", "Uraian Prosedur"] and titles["pemeliharaan-server"][-1] == "Output"


def test_a_procedure_without_arrows_is_drawn_too():
    table = procedure(step(act("1a", "pegawai", action("Catat", "selesai"), shape="selesai")))

    sheet = layout.layout(document(table), table)

    assert sheet.pages[0].links == () and not sheet.crowded


def test_a_maze_that_nobody_would_draw_ends_in_time_and_says_that_it_is_not_drawn(monkeypatch):
    monkeypatch.setattr(layout, "EFFORT", 500)
    rows = [
        step(
            act(
                f"{n}a",
                "pegawai",
                action("Ya", f"{n + 1}a" if n < 25 else "selesai"),
                action("Tidak", f"{1 + n * 7 % 25}a"),
                shape="keputusan",
            )
        )
        for n in range(1, 26)
    ]
    table = procedure(*rows)

    sheet = layout.layout(document(table), table)

    assert sheet.crowded and sheet.pages[0].links == () and len(sheet.pages[0].shapes) >= 25
