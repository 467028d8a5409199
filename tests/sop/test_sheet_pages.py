"""The sheet as markup: one drawing on the page, on the ticket and as SVG; nothing that a SOP says becomes markup."""

import datetime as dt
import re
import time
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from sop import sheet
from sop.definition import Duration, Performer, Step
from sop.sheet import SheetState, Stamp

from .procedures import act, action, all_of_the_offices, document, procedure, step

OFFICES = all_of_the_offices()
HOSTILE = "</svg><script>alert(1)</script>\"'&\x00\ue000s:1a\ue001"
SVG = "{http://www.w3.org/2000/svg}"


class Markup(HTMLParser):
    """Open and closing tags must match; collects tags, texts by class, and attributes."""

    VOID = {"br", "col", "input"}

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.text, self.attributes = [], [], [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)

    @property
    def words(self):
        return " ".join(" ".join(self.text).split())


def network():
    table = procedure(
        step(act("1a", "pegawai", action("Ajukan", "1b"), shape="mulai"), act("1b", "admin", action("Setujui", "2a"))),
        step(act("2a", "teknisi", action("Berhasil", "3a"), action("Tidak berhasil", "1b"), shape="keputusan")),
        step(act("3a", "pegawai", action("Konfirmasi", "selesai"), shape="selesai")),
    )
    return document(table), table


@pytest.mark.parametrize(("sop", "table"), OFFICES, ids=[table.code for _sop, table in OFFICES])
def test_every_sheet_is_well_formed_and_says_all_that_the_table_says(sop, table):
    drawing = ET.fromstring(sheet.render_svg(sop, table))
    drawn = " ".join(text for element in drawing.iter(f"{SVG}text") for text in element.itertext())
    page = Markup(sheet.html(sop, table))

    for one in table.steps:
        for word in one.activity.split():
            assert word.split("/")[0] in drawn and word.split("/")[0] in page.words
    assert page.tags.count("table") == 1 and page.tags.count("svg") == 1


def test_nothing_that_a_sop_says_becomes_markup():
    roles = (Performer("a", HOSTILE), Performer("b", "B"))
    rows = (
        Step(
            "1",
            HOSTILE,
            (act("1a", "a", action(HOSTILE, "2a"), action("Lain", "selesai"), shape="keputusan"),),
            (HOSTILE, HOSTILE),
            Duration(HOSTILE),
            (HOSTILE,),
            HOSTILE,
        ),
        step(act("2a", "b", action("Selesai", "selesai"), shape="selesai")),
    )
    table = procedure(*rows)
    table = type(table)(HOSTILE, HOSTILE, roles, rows)
    sop = document(table)
    state = SheetState("1a", {"2a": Stamp(HOSTILE, HOSTILE)}, HOSTILE)

    for drawn in (sheet.render_svg(sop, table), sheet.render_svg(sop, table, state)):
        assert all(element.tag.removeprefix(SVG) != "script" for element in ET.fromstring(drawn).iter())
    for page in (sheet.html(sop, table), sheet.html(sop, table, state)):
        markup = Markup(page)
        assert "script" not in markup.tags and not any(name.startswith("on") for name, _value in markup.attributes)
        assert "\ue000" not in page and "\x00" not in page


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_well_formed_svg(said):
    table = procedure(Step("1", said, (act("1a", "pegawai", action(said, "selesai"), shape="proses"),), (said,)))

    ET.fromstring(sheet.render_svg(document(table), table))


def test_a_screen_reader_hears_who_acts_and_where_each_choice_leads():
    page = Markup(sheet.html(*network()))

    assert "Keputusan. Berhasil: ke langkah 3 (Pegawai). Tidak berhasil: kembali ke langkah 1b (Admin)." in page.words
    assert ("aria-hidden", "true") in page.attributes and page.tags.count("caption") == 1


def test_the_current_act_is_lit_and_passed_acts_are_stamped():
    moment = dt.datetime(2026, 11, 20, 1, 12, tzinfo=dt.UTC)  # 08.12 WIB
    state = SheetState("2a", {"1a": Stamp("Rina Wulandari, S.Si.", moment), "1b": Stamp("Bima Sakti", moment, 2)}, "Yoga Pratama")
    sop, table = network()

    with timezone.override("Asia/Jakarta"):
        page = sheet.html(sop, table, state)
        drawing = sheet.render_svg(sop, table, state)

    for made in (page, drawing):
        assert "Sekarang" in made and "Yoga P" in made
        assert ">20/11 08.12<" in made and "20/11 08.12 (2×)" in made
    assert page.count("is-now") == 2 and page.count("is-passed") == 4  # in the drawing and in the list of steps
    words = Markup(page).words
    assert "Giliran sekarang: Yoga Pratama." in words
    assert "Sudah: Bima Sakti, 20/11/2026 08.12. 2 kali." in words


def test_passed_is_not_told_by_colour_alone():
    sop, table = network()

    page = sheet.html(sop, table, SheetState("1b", {"1a": Stamp("Rina", "20/11")}))

    assert page.count('class="sheet-tick"') == 1


def test_where_there_is_no_room_for_the_hour_the_day_stays():
    roles = [f"peran{number}" for number in range(8)]
    table = procedure(step(act("1a", "peran0", action("Ya", "selesai"), action("Tidak", "ditolak"), shape="keputusan")), roles=roles)

    page = sheet.html(document(table), table, SheetState("", {"1a": Stamp("Rina Wulandari", "20/11 08.12")}))

    assert ">20/11<" in page


def test_a_ticket_that_has_ended_lights_nothing():
    sop, table = network()

    page = sheet.html(sop, table, SheetState("", {"3a": Stamp("Rina", "20/11")}))

    assert "is-now" not in page and "is-passed" in page


def test_without_a_state_no_trace_of_one_is_left():
    page = sheet.html(*network())

    assert not re.search("is-now|is-passed|Sekarang|[\ue000\ue001]", page)


def test_a_state_costs_a_ticket_page_next_to_nothing():
    sop, table = next((sop, table) for sop, table in OFFICES if table.code == "pemeliharaan-server")
    state = SheetState("9a", {one.code: Stamp("Rina Wulandari", "20/11 08.12") for one in list(table.acts)[:12]}, "Yoga Pratama")
    sheet.html(sop, table)  # the first time it is drawn

    def once():
        begun = time.process_time()
        sheet.html(sop, table, state)
        return time.process_time() - begun

    # The best of several: other work on the machine must not decide.
    assert min(once() for _time in range(20)) < 0.002


def test_several_sheets_on_a_page_share_no_ids():
    assert " id=" not in sheet.html(*network()) and " id=" not in sheet.render_svg(*network())
