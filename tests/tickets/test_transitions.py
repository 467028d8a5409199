"""Stories through the one door."""

import datetime as dt
import pathlib
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Delegation, RoleHolding
from tickets import transitions
from tickets.models import Channel, HoldReason, Status, Ticket
from tickets.transitions import TurnPassed

from .filling import pdf

pytestmark = pytest.mark.django_db


def reload(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def test_a_network_request_goes_its_way_to_the_end(desk):
    ticket = desk.open()
    assert (ticket.number, reload(ticket).position) == ("BPS-2026-000001", "1b")

    ended = desk.until(ticket, "selesai")

    assert (str(ended.status), ended.position, ended.due_at) == ("selesai", "selesai", None)
    assert [run.step for run in ended.runs.all()] == ["1", "2", "3", "4", "5", "6"]
    assert ended.answers["ip"] == "10.17.0.9"
    assert ended.answers["hasil_tes"][0]["name"] == "hasil.pdf"
    assert ended.events.get(act="6b").data["letters"] == [["berita-acara", ended.definition.act("6b").actions[0].letters[0].title]]


def test_a_failed_test_goes_back_to_row_four_with_its_full_limit(desk):
    ticket = desk.open()
    desk.until(ticket, "5a")
    desk.later(3)

    desk.act(ticket, "teknisi.bps", "gagal", {"_catatan": "Masih terputus."})

    assert reload(ticket).position == "4a"
    first, second = ticket.runs.filter(step="4")
    assert (first.visit, second.visit) == (1, 2)
    assert second.due_at == desk.now + dt.timedelta(minutes=60)


def test_one_clock_for_both_acts_of_a_row(desk):
    ticket = desk.open()

    assert reload(ticket).due_at == desk.now + dt.timedelta(minutes=10)
    desk.later(4)
    desk.approve(ticket)
    assert ticket.runs.filter(step="1").count() == 1
    assert reload(ticket).due_at == desk.now + dt.timedelta(minutes=5)


def test_a_missing_note_and_a_missing_field_are_told_by_field_and_nothing_moves(desk):
    ticket = desk.open()

    with pytest.raises(ValidationError) as caught:
        desk.act(ticket, "admin.bps", "setujui", {"prioritas": "3"})
    assert "teknisi" in caught.value.message_dict
    with pytest.raises(ValidationError) as caught:
        desk.act(ticket, "admin.bps", "tolak")
    assert "_catatan" in caught.value.message_dict

    assert (reload(ticket).position, ticket.events.count()) == ("1b", 1)


def test_a_stale_page_is_refused_and_told_who_was_faster(desk):
    ticket = desk.open()
    turn = reload(ticket).turn
    desk.approve(ticket)

    with pytest.raises(TurnPassed) as passed:
        desk.act(ticket, "admin.bps", "tolak", {"_catatan": "x"}, turn=turn)

    assert (passed.value.by.username, passed.value.at) == ("admin.bps", desk.now)
    assert ticket.events.count() == 2


def test_the_named_technician_has_the_turn_and_the_other_has_not(desk):
    ticket = desk.open()
    desk.approve(ticket, technician="teknisi2.bps")

    with pytest.raises(PermissionDenied):
        desk.act(ticket, "teknisi.bps", "terima")

    assert desk.act(ticket, "teknisi2.bps", "terima").actor.username == "teknisi2.bps"


def test_a_dated_substitute_acts_in_the_absent_persons_name_and_only_on_those_days(desk, people):
    ticket = desk.open()
    desk.approve(ticket)
    Delegation.objects.create(
        organisation=people["teknisi.bps"].organisation,
        absent=people["teknisi.bps"],
        substitute=people["anggota-tip.bps"],
        starts_on=dt.date(2026, 11, 16),
        ends_on=dt.date(2026, 11, 16),
    )

    event = desk.act(ticket, "anggota-tip.bps", "terima")

    assert (event.actor.username, event.on_behalf_of.username, event.standing) == ("anggota-tip.bps", "teknisi.bps", "plh")
    desk.later(24 * 60)
    with pytest.raises(PermissionDenied):
        desk.act(ticket, "anggota-tip.bps", "lanjut")
    assert desk.act(ticket, "teknisi.bps", "lanjut")


def test_nobody_approves_what_they_opened_while_another_holder_exists(desk, people):
    asked = desk.open("admin.bps", requester=desk.person("pegawai.bps"), channel=Channel.PHONE)

    # The only admin: allowed, and marked.
    assert desk.approve(asked).data["own_request"] is True

    role = people["admin.bps"].holdings.get(role__code="admin").role
    RoleHolding.objects.create(role=role, person=people["pjk-ti.bps"], starts_on=dt.date(2026, 1, 1))
    again = desk.open("admin.bps", requester=desk.person("pegawai.bps"), channel=Channel.PHONE)
    with pytest.raises(PermissionDenied):
        desk.approve(again)
    Delegation.objects.create(
        organisation=people["admin.bps"].organisation,
        absent=people["admin.bps"],
        substitute=people["anggota-tip.bps"],
        starts_on=dt.date(2026, 11, 1),
    )
    with pytest.raises(PermissionDenied):
        desk.approve(again, by="anggota-tip.bps")
    assert "own_request" not in desk.approve(again, by="pjk-ti.bps").data


def test_a_guest_without_an_account_is_served_by_who_entered_them(desk):
    ticket = desk.open("admin.bps", contact={"name": "Tamu", "unit": "BPS Pusat", "contact": "0811"}, channel=Channel.WALK_IN)
    assert (ticket.requester, ticket.requester_name, ticket.opened_by.username) == (None, "Tamu", "admin.bps")
    desk.until(ticket, "6b")

    with pytest.raises(PermissionDenied):
        desk.act(ticket, "pegawai.bps", "konfirmasi")

    assert desk.act(ticket, "admin.bps", "konfirmasi")
    assert str(reload(ticket).status) == "selesai"


def test_a_requester_cannot_open_for_somebody_else_nor_another_office(desk, people):
    with pytest.raises(PermissionDenied):
        desk.open("teknisi.bps")
    with pytest.raises(PermissionDenied):
        desk.open("kadis.karanganyar")
    with pytest.raises(PermissionDenied):
        desk.open("admin.bps", requester=people["pemohon.karanganyar"])
    assert not Ticket.objects.exists()


def test_the_same_form_sent_twice_opens_once(desk):
    key = uuid.uuid4()

    first, second = desk.open(key=key), desk.open(key=key)

    assert first.pk == second.pk
    assert Ticket.objects.count() == 1


def test_a_draft_is_kept_incomplete_and_opened_later(desk):
    draft = desk.open(data={"lokasi": "Aula"}, draft=True)
    assert (str(draft.status), draft.due_at, draft.answers) == ("konsep", None, {"lokasi": "Aula"})
    desk.later(60)
    transitions.save_draft(
        draft.pk, draft.turn, actor=desk.person("pegawai.bps"), data={"lokasi": "Aula", "perangkat": "Laptop"}, now=desk.now
    )

    with pytest.raises(ValidationError):
        desk.act(draft, "pegawai.bps", "ajukan", {"lokasi": "Aula"})
    with pytest.raises(PermissionDenied):
        desk.act(draft, "admin.bps", "ajukan", {"lokasi": "Aula"})
    event = desk.act(draft, "pegawai.bps", "ajukan", {"lokasi": "Aula", "perangkat": "Laptop", "keluhan": "Lambat."})

    assert (event.kind, reload(draft).position, str(reload(draft).status)) == ("dibuka", "1b", "berjalan")
    assert reload(draft).runs.get().entered_at == desk.now


def test_hold_moves_the_due_moment_by_exactly_the_working_time_held(desk):
    ticket = desk.open()
    desk.until(ticket, "4a")
    due = reload(ticket).due_at
    holder = desk.person("teknisi.bps")

    held_from = desk.now
    transitions.hold(ticket.pk, reload(ticket).turn, actor=holder, reason=HoldReason.PARTS, waiting_for="toko", now=desk.now)
    assert (str(reload(ticket).status), reload(ticket).due_at) == ("ditunda", None)
    with pytest.raises(PermissionDenied):
        desk.act(ticket, "teknisi.bps", "lanjut")
    desk.later(24 * 60 + 30)  # over a night
    transitions.resume(ticket.pk, reload(ticket).turn, actor=holder, now=desk.now)

    # 08.06 to 08.36 the next day: a working day of 7,5 hours and 30 minutes
    run = ticket.runs.running().get()
    assert run.held_seconds == 8 * 3600
    assert reload(ticket).due_at == due + (desk.now - held_from)


def test_a_hold_wants_a_reason_and_the_right_person(desk):
    ticket = desk.open()
    turn = reload(ticket).turn
    with pytest.raises(ValidationError):
        transitions.hold(ticket.pk, turn, actor=desk.person("admin.bps"), reason="malas", now=desk.now)
    with pytest.raises(PermissionDenied):
        transitions.hold(ticket.pk, turn, actor=desk.person("teknisi.bps"), reason=HoldReason.PARTS, now=desk.now)
    assert str(reload(ticket).status) == "berjalan"


def test_a_held_ticket_can_be_cancelled_and_the_hold_counts(desk):
    ticket = desk.open()
    desk.until(ticket, "4a")
    transitions.hold(ticket.pk, reload(ticket).turn, actor=desk.person("teknisi.bps"), reason=HoldReason.PARTS, now=desk.now)
    desk.later(45)

    transitions.cancel(ticket.pk, reload(ticket).turn, actor=desk.person("pegawai.bps"), note="Tidak jadi.", now=desk.now)

    run = ticket.runs.get(step="4")
    assert (str(reload(ticket).status), run.held_seconds, run.missed_at) == ("dibatalkan", 45 * 60, None)


def test_reopening_within_seven_days_goes_to_the_declared_row(desk):
    ticket = desk.open()
    ended = desk.until(ticket, "selesai")
    desk.later(6 * 24 * 60)
    with pytest.raises(PermissionDenied):
        transitions.reopen(ticket.pk, ended.turn, actor=desk.person("pegawai2.bps"), note="x", now=desk.now)
    with pytest.raises(ValidationError):
        transitions.reopen(ticket.pk, ended.turn, actor=desk.person("pegawai.bps"), note=" ", now=desk.now)

    transitions.reopen(ticket.pk, ended.turn, actor=desk.person("pegawai.bps"), note="Mati lagi.", now=desk.now)

    assert (str(reload(ticket).status), reload(ticket).position, reload(ticket).closed_at) == ("berjalan", "4a", None)
    assert ticket.runs.filter(step="4").count() == 2


def test_after_seven_days_it_stays_closed(desk):
    ticket = desk.open()
    ended = desk.until(ticket, "selesai")
    desk.later(7 * 24 * 60 + 1)
    with pytest.raises(PermissionDenied):
        transitions.reopen(ticket.pk, ended.turn, actor=desk.person("pegawai.bps"), note="Mati lagi.", now=desk.now)


def test_reassigning_gives_the_turn_to_somebody_else_and_stales_old_pages(desk, people):
    ticket = desk.open()
    desk.approve(ticket)
    turn = reload(ticket).turn
    with pytest.raises(PermissionDenied):
        transitions.reassign(ticket.pk, turn, actor=desk.person("teknisi.bps"), role="teknisi", person=people["teknisi2.bps"], now=desk.now)
    with pytest.raises(ValidationError):
        transitions.reassign(ticket.pk, turn, actor=desk.person("admin.bps"), role="teknisi", person=people["pegawai.bps"], now=desk.now)

    transitions.reassign(ticket.pk, turn, actor=desk.person("admin.bps"), role="teknisi", person=people["teknisi2.bps"], now=desk.now)

    with pytest.raises(TurnPassed):
        desk.act(ticket, "teknisi.bps", "terima", turn=turn)
    assert desk.act(ticket, "teknisi2.bps", "terima")


def test_a_technician_who_left_does_not_block_the_ticket(desk, people):
    ticket = desk.open()
    desk.approve(ticket, technician="teknisi2.bps")
    people["teknisi2.bps"].holdings.update(ends_on=dt.date(2026, 11, 15))

    assert ticket in Ticket.objects.my_turn(desk.person("teknisi.bps"), desk.now)
    assert desk.act(ticket, "teknisi.bps", "terima")


def test_internal_comments_are_for_staff(desk):
    ticket = desk.open()
    transitions.comment(ticket.pk, actor=desk.person("pegawai.bps"), text="Tolong dipercepat.", now=desk.now)
    transitions.comment(ticket.pk, actor=desk.person("teknisi.bps"), text="Kabelnya tua.", internal=True, now=desk.now)
    with pytest.raises(PermissionDenied):
        transitions.comment(ticket.pk, actor=desk.person("pegawai.bps"), text="x", internal=True, now=desk.now)
    with pytest.raises(PermissionDenied):
        transitions.comment(ticket.pk, actor=desk.person("pegawai2.bps"), text="x", now=desk.now)
    with pytest.raises(ValidationError):
        transitions.comment(ticket.pk, actor=desk.person("pegawai.bps"), text="  ", now=desk.now)
    assert "kabelnya" not in reload(ticket).words
    assert reload(ticket).turn == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("halaman.html", b"<script>alert(1)</script>"),
        ("gambar.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("laporan.pdf", b"<html>bukan pdf</html>"),
        ("data.csv", b"\x89PNG\r\n\x1a\n"),
        ("skrip.txt", b"\xff\xfe\x00bukan utf-8"),
        ("virus.exe", b"MZ\x90\x00"),
        ("ganda.pdf.html", b"%PDF-1.4"),
        ("kosong.pdf", b""),
    ],
)
def test_files_are_checked_by_content_and_leave_nothing_behind(desk, settings, name, content):
    ticket = desk.open()
    good = pdf("baik.pdf")

    with pytest.raises(ValidationError) as caught:
        transitions.attach(ticket.pk, actor=desk.person("pegawai.bps"), files=[good, SimpleUploadedFile(name, content)], now=desk.now)

    assert "files" in caught.value.message_dict
    assert (ticket.attachments.count(), ticket.events.count()) == (0, 1)


def test_a_file_keeps_its_name_but_not_its_tricks(desk):
    ticket = desk.open()
    event = transitions.attach(ticket.pk, actor=desk.person("pegawai.bps"), files=[pdf("../../etc/\u202epasswd.pdf")], now=desk.now)
    stored = ticket.attachments.get()
    assert stored.name == "passwd.pdf"
    assert event.data["files"][0]["sha256"] == stored.sha256
    assert ".." not in stored.file.name and stored.file.name.startswith("attachments/")


def test_too_many_files_are_refused(desk, settings):
    settings.ATTACHMENT_MAX_PER_TICKET = 2
    ticket = desk.open()
    with pytest.raises(ValidationError):
        transitions.attach(ticket.pk, actor=desk.person("pegawai.bps"), files=[pdf(), pdf(), pdf()], now=desk.now)
    assert ticket.attachments.count() == 0


def test_a_refused_move_removes_the_files_it_stored(desk, monkeypatch, settings):
    def stored_files():
        return {path for path in pathlib.Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}

    ticket = desk.open()
    desk.until(ticket, "5a")
    before = stored_files()
    monkeypatch.setattr("tickets.transitions.base.move", lambda *a, **k: (_ for _ in ()).throw(RuntimeError("listrik padam")))

    with pytest.raises(RuntimeError):
        desk.act(ticket, "teknisi.bps", "berhasil", files={"hasil_tes": [pdf()]})

    assert stored_files() == before
    assert reload(ticket).position == "5a"


def test_a_ticket_cannot_be_changed_beside_the_door(desk):
    ticket = reload(desk.open())
    with pytest.raises(AttributeError):
        ticket.position = "6b"
    with pytest.raises(AttributeError):
        ticket.status = Status.DONE


def test_the_ticket_stays_on_its_revision(desk, sops):
    ticket = desk.open()
    assert reload(ticket).revision_id == sops["setting-jaringan"].revision_in_force_id
