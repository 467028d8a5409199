"""The rows of the SOP beside a ticket: what is done, what comes, and what comes again."""

from types import SimpleNamespace

import pytest

from tickets.models import Ticket
from tickets.presenting.steps import step_lines, to_repeat
from tickets.presenting.timeline import timeline
from tickets.presenting.turns import waiting_for
from tickets.views import sheets

from .browsing import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]

SIGNS = {"lewat": "V", "kini": "o", "nanti": ".", "ulang": "u"}


def rows(ticket):
    """One sign for each row."""
    fresh = Ticket.objects.get(pk=ticket.pk)
    return "".join(SIGNS[line.state] for line in step_lines(fresh, list(fresh.runs.all())))


def stamped(ticket, reader):
    """Codes of the acts that the sheet shows as passed."""
    fresh = Ticket.objects.get(pk=ticket.pk)
    return sorted(sheets.state_of(fresh, timeline(reader, fresh), waiting_for(fresh)).passed)


def test_rows_that_the_ticket_went_back_before_are_not_done(desk, visit, people):
    ticket = desk.open()
    desk.until(ticket, "5a")
    assert rows(ticket) == "VVVVo."

    desk.act(ticket, "teknisi.bps", "gagal", {"_catatan": "Kabel putus."})
    assert rows(ticket) == "VVVou."
    assert stamped(ticket, people["teknisi.bps"]) == ["1a", "1b", "2a", "3a", "4a"]
    assert "Tes dan uji coba Teknisi · 5-10 menit · akan diulang" in visit("pegawai.bps").page(ticket)

    desk.act(ticket, "teknisi.bps", "lanjut")
    assert rows(ticket) == "VVVVo."


def test_a_task_handed_back_comes_again(desk, people):
    ticket = desk.open()
    desk.approve(ticket)

    desk.act(ticket, "teknisi.bps", "kembalikan", {"_catatan": "Saya cuti."})

    assert rows(ticket) == "ou...."
    assert stamped(ticket, people["teknisi.bps"]) == ["1a", "1b"]


def test_branches_that_follow_one_another_stay_done(sops):
    """SOP-043: rows 3, 4 and 5 stand side by side; after 5, row 4 may follow, and 5 is not done again."""
    definition = sops["pemeliharaan-peladen"].revision_in_force.definition.procedure("pemeliharaan-peladen")

    assert to_repeat(SimpleNamespace(definition=definition, position="4a")) == {"4b", "4c"}
    assert {"3a", "4a", "5a"} <= to_repeat(SimpleNamespace(definition=definition, position="2a"))
    assert to_repeat(SimpleNamespace(definition=definition, position="selesai")) == set()


def test_a_dash_for_a_time_is_told_in_words(visit):
    page = text_of(visit("admin.bps").get("layanan-ajukan", "pemeliharaan-peladen"))

    assert "Pelaksanaan update/upgrade perangkat tanpa batas waktu" in page


def test_of_a_story_the_newest_five_stand_open_and_the_rest_unfolds_without_script(desk, visit):
    ticket = desk.open()
    desk.until(ticket, "6b")  # seven events

    html = visit("pegawai.bps").client.get(ticket.get_absolute_url()).content.decode()
    folded, open_part = html.split('<details class="tk-older"')[1].split("</details>", 1)

    assert "Tampilkan semua (7 kejadian)" in folded
    assert [f'id="kejadian-{n}"' in folded for n in range(1, 8)] == [True] * 2 + [False] * 5
    assert [f'id="kejadian-{n}"' in open_part for n in range(1, 8)] == [False] * 2 + [True] * 5
