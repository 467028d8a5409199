"""What a berita acara says: read from the ticket, frozen when it is issued."""

import datetime as dt

import pytest

from accounts.models import Delegation, Role, RoleHolding
from documents import facts, rendering
from documents.models import Letter
from tickets import transitions
from tickets.models import HoldReason

from .conftest import MORNING

pytestmark = pytest.mark.once


def snapshot(story):
    """The facts as they would be taken now."""
    return snapshot_of(story.fresh())


def snapshot_of(ticket):
    return facts.snapshot(ticket, kind="berita-acara", title="BA", number="1", version=1, replaces=None, on=dt.date(2026, 11, 19))


def said(story):
    return story.letters.last().facts


def test_the_parties_are_who_did_it_and_who_asked_and_the_approver_acknowledges(ended):
    told = said(ended)
    assert told["first"] == {
        "name": "Yoga Pratama, A.Md.Kom.",
        "nip": "19940809 201903 1 001",
        "rank": "Penata Muda (III/a)",
        "position": "Pranata Komputer Mahir",
        "unit": "Tim TIP",
    }
    assert told["second"]["name"] == "Rina Wulandari, S.ST."
    assert told["witness"]["name"] == "Hendra Saputra, S.Kom."
    assert told["relation"] == "permohonan"


def test_every_act_is_a_row_and_a_repeated_step_is_counted(ended):
    rows = [(row["step"], row["repeat"], row["activity"] != "", row["action"]) for row in said(ended)["steps"]]
    assert rows == [
        ("1", 0, True, "Ajukan"),
        ("1", 0, False, "Setujui dan alokasikan"),
        ("2", 0, True, "Terima tugas"),
        ("3", 0, True, "Selesaikan langkah"),
        ("4", 0, True, "Selesaikan langkah"),
        ("5", 0, True, "Tidak berhasil"),
        ("4", 1, True, "Selesaikan langkah"),
        ("5", 1, True, "Berhasil"),
        ("6", 0, True, "Catat perangkat"),
        ("6", 0, False, "Konfirmasi selesai"),
    ]


def test_times_are_those_of_the_office(ended):
    rows = said(ended)["steps"]
    assert (rows[0]["day"], rows[0]["time"]) == ("19-11-2026", "08.00 WIB")
    assert (rows[1]["day"], rows[1]["time"]) == ("19-11-2026", "08.00–08.05 WIB")
    assert rows[5]["note"] == "Konektor di panel lantai 2 longgar."


def test_recorded_data_stand_apart_from_what_was_asked_for(ended):
    told = said(ended)
    assert [item["label"] for item in told["request"]] == ["Perangkat", "Ruangan", "Kebutuhan atau keluhan"]
    data = {item["label"]: item for item in told["data"]}
    assert data["IP Address"]["text"] == "10.17.0.44"
    assert data["Nama PC"]["text"] == "PC-TU-04"
    assert data["Nama Group Jaringan"]["text"] == "TU"
    assert data["Hasil tes"]["files"] == ["hasil-ping.pdf"]
    assert "Teknisi" not in data
    assert "Prioritas" not in data


def test_it_names_the_sop_and_the_ticket(ended):
    told = said(ended)
    assert told["sop"]["number"] == "SOP-053/17000/2025"
    assert told["sop"]["dated"] == "revisi tanggal 26 Mei 2025"
    assert told["ticket"] == ended.ticket.number
    assert told["on"] == "2026-11-19"


def test_a_move_outside_the_sop_is_marked(story):
    story.until_confirmation()
    story.act("pegawai.bps", "belum", _catatan="Printer belum terlihat.")
    story.act("teknisi.bps", "lanjut")
    story.act("teknisi.bps", "berhasil")
    story.act("teknisi.bps", "catat", ip="10.17.0.44", nama_pc="PC-TU-04", grup="TU")
    story.confirm()

    marked = [row["action"] for row in said(story)["steps"] if row["deviation"]]
    assert marked == ["Belum beres"]


def test_a_hold_is_told_with_its_reason_but_not_its_note(story):
    story.act("admin.bps", "setujui", prioritas="2", teknisi=str(story.people["teknisi.bps"].pk))
    ticket = story.fresh()
    more = {"reason": HoldReason.PARTS, "waiting_for": "toko langganan", "note": "utang toko bulan lalu"}
    transitions.hold(ticket.pk, ticket.turn, actor=story.people["teknisi.bps"], now=story.now, **more)
    story.now += dt.timedelta(minutes=30)
    ticket = story.fresh()
    transitions.resume(ticket.pk, ticket.turn, actor=story.people["teknisi.bps"], now=story.now)
    story.act("teknisi.bps", "terima")

    told = snapshot(story)
    assert told["steps"][-1]["remarks"] == ["Ditunda 19-11-2026 08.05–08.35 WIB (menunggu suku cadang)."]
    assert "toko" not in str(told)


def test_comments_and_internal_notes_never_reach_a_letter(story):
    story.until_confirmation()
    teknisi = story.people["teknisi.bps"]
    transitions.comment(story.ticket.pk, actor=teknisi, text="KATA-INTERNAL pemohon ini rewel", internal=True, now=story.now)
    transitions.comment(story.ticket.pk, actor=teknisi, text="KATA-PUBLIK sedang dikerjakan", now=story.now)
    story.confirm()

    html = rendering.page(said(story), check_url="http://x/periksa/t/")
    assert "KATA-" not in html


def test_somebody_without_an_account_signs_by_name_and_unit(ask):
    story = ask("admin.bps", contact={"name": "Tamu Loket", "unit": "Umum", "contact": "0812"}, channel="langsung")
    story.act("admin.bps", "setujui", prioritas="2", teknisi=str(story.people["teknisi.bps"].pk))
    story.act("teknisi.bps", "terima")

    told = snapshot(story)
    assert told["second"] == {"name": "Tamu Loket", "nip": "", "rank": "", "position": "", "unit": "Umum"}
    assert told["steps"][0]["who"] == "Tamu Loket, dicatat oleh Hendra Saputra, S.Kom."
    assert "0812" not in str(told)


def test_a_substitute_signs_as_plh(story, people):
    admin, teknisi2 = people["admin.bps"], people["teknisi2.bps"]
    Delegation.objects.create(
        organisation=admin.organisation,
        absent=admin,
        substitute=teknisi2,
        starts_on=MORNING.date(),
        ends_on=MORNING.date(),
        letter_number="SP-1",
    )
    story.act("teknisi2.bps", "setujui", prioritas="2", teknisi=str(people["teknisi.bps"].pk))

    told = snapshot(story)
    assert told["steps"][1]["who"] == "Plh. Siska Oktaviani, A.Md. a.n. Hendra Saputra, S.Kom."
    assert told["witness"]["name"] == "Siska Oktaviani, A.Md."
    assert told["witness"]["position"] == "Plh. PJK Tim TIP"


def test_the_head_of_the_procedure_acknowledges_even_before_acting(people, sops):
    data = {"pelapor": "Bu Ani", "unit_pelapor": "Loket 2", "saluran": "Telepon", "keluhan": "Jaringan putus."}
    ticket = transitions.open_ticket(sops["maintenance-jaringan"], actor=people["adb.pesisirselatan"], data=data, now=MORNING)
    told = snapshot_of(ticket)
    assert told["witness"]["name"] == "Drs. Zulfikar Chaniago, M.M."
    assert told["second"] is None
    assert told["relation"] == "sendiri"


def test_two_heads_who_have_not_acted_leave_nobody_to_acknowledge(people, sops):
    kabid = Role.objects.get(organisation__code="dukcapil-pesisir-selatan", code="kabid")
    RoleHolding.objects.create(role=kabid, person=people["jf-adb.pesisirselatan"], starts_on=dt.date(2026, 1, 1))
    data = {"pelapor": "Bu Ani", "unit_pelapor": "Loket 2", "saluran": "Telepon", "keluhan": "Jaringan putus."}
    ticket = transitions.open_ticket(sops["maintenance-jaringan"], actor=people["adb.pesisirselatan"], data=data, now=MORNING)
    assert snapshot_of(ticket)["witness"] is None


@pytest.mark.parametrize("name", ["title", "number", "uuid", "token"])
def test_a_letter_is_complete_before_it_is_drawn(story, name):
    story.until_confirmation()
    story.confirm()
    assert getattr(Letter.objects.get(), name)


def test_a_requester_who_never_confirms_does_not_keep_the_letter_back(story):
    story.until_confirmation()
    transitions.lapse(story.ticket.pk, now=story.now + dt.timedelta(days=10))

    told = said(story)
    last = told["steps"][-1]
    assert (last["who"], last["role"]) == ("Sistem", "")
    assert last["action"].startswith("Dilanjutkan oleh sistem")
    assert told["second"]["name"] == "Rina Wulandari, S.ST."
