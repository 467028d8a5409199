"""Who is told of what: once per event, of the most important, never of what they just did."""

import datetime as dt

import pytest

from accounts.models import Delegation, Role, RoleHolding
from notifications.models import Delivery, Notice
from tests.tickets.conftest import MONDAY
from tests.tickets.filling import pdf
from tickets import registry, transitions
from tickets.models import Ticket, TicketEvent

pytestmark = pytest.mark.django_db


def test_a_new_ticket_is_told_to_whoever_may_approve_it_and_not_to_who_asked(desk, last):
    assert last(desk.open()) == {"admin.bps": "giliran"}


def test_the_technician_named_is_told_and_the_other_one_is_not(desk, last):
    ticket = desk.open()

    desk.approve(ticket, technician="teknisi2.bps")

    assert last(ticket) == {"teknisi2.bps": "giliran"}


def test_who_goes_on_with_their_own_step_is_told_nothing(desk, last):
    ticket = desk.open()
    desk.until(ticket, "2a")

    desk.act(ticket, "teknisi.bps", "terima")

    assert last(ticket) == {}


def test_a_substitute_is_told_beside_the_absent_one(desk, people, last):
    Delegation.objects.create(
        organisation=people["admin.bps"].organisation, absent=people["admin.bps"], substitute=people["pjk-ti.bps"],
        starts_on=MONDAY.date(), ends_on=MONDAY.date(),
    )  # fmt: skip

    assert last(desk.open()) == {"admin.bps": "giliran", "pjk-ti.bps": "giliran"}


def test_a_closed_account_is_told_nothing(desk, people, last):
    person = people["admin.bps"]
    person.is_active = False
    person.save()

    assert last(desk.open()) == {}


def test_handing_back_is_told_as_handed_back(desk, last):
    ticket = desk.open()
    desk.until(ticket, "2a")

    desk.act(ticket, "teknisi.bps", "kembalikan", {"_catatan": "Sedang dinas luar."})

    assert last(ticket) == {"admin.bps": "dikembalikan"}
    notice = Notice.objects.get(recipient__username="admin.bps", kind="dikembalikan")
    assert notice.headline.startswith("Dikembalikan kepada Anda: ")
    assert notice.text.quote == "Sedang dinas luar."


def test_the_requester_who_finds_it_unsolved_hands_it_back_to_the_technician(desk, last):
    ticket = desk.open()
    desk.until(ticket, "6b")

    desk.act(ticket, "pegawai.bps", "belum", {"_catatan": "Masih putus."})

    assert last(ticket)["teknisi.bps"] == "dikembalikan"


def test_the_requester_learns_of_a_refusal(desk, last):
    ticket = desk.open()

    desk.act(ticket, "admin.bps", "tolak", {"_catatan": "Bukan perangkat kantor."})

    assert last(ticket) == {"pegawai.bps": "selesai"}
    assert Notice.objects.get(recipient__username="pegawai.bps").headline == "Tiket ditolak"


def test_who_is_told_that_it_is_their_turn_need_not_look_once_somebody_has_acted(desk):
    ticket = desk.open()

    desk.approve(ticket)

    assert Notice.objects.get(ticket=ticket, recipient__username="admin.bps").read_at == desk.now


def test_a_requester_for_whom_somebody_opens_a_ticket_is_told(desk, people, told):
    ticket = desk.open("admin.bps", requester=desk.person("pegawai.bps"), channel="telepon")

    assert told(ticket, 1)["pegawai.bps"] == "kabar"


def test_a_drafted_ticket_is_nobodys_business(desk, told):
    assert told(desk.open(draft=True)) == []


def test_a_ticket_on_hold_that_is_handed_on_tells_the_new_holder(desk, last, people):
    ticket = desk.open()
    desk.approve(ticket)
    ticket.refresh_from_db()
    transitions.hold(ticket.pk, ticket.turn, actor=desk.person("admin.bps"), reason="suku-cadang", now=desk.now)
    ticket.refresh_from_db()

    transitions.reassign(
        ticket.pk, ticket.turn, actor=desk.person("admin.bps"), role="teknisi", person=people["teknisi2.bps"], now=desk.now
    )

    assert last(ticket) == {"teknisi2.bps": "kabar"}
    assert Notice.objects.get(recipient__username="teknisi2.bps").headline == "Tiket dialihkan kepada Siska Oktaviani, A.Md."


# The ladder


def test_the_ladder_tells_the_holder_then_the_allocator_and_records_a_late_step_once(desk, told):
    ticket = desk.open()  # 10 minutes for row 1
    first = desk.now
    for seconds in (449, 451, 599, 601, 601):
        transitions.record_rung(ticket.pk, now=first + dt.timedelta(seconds=seconds))

    assert told(ticket)[1:] == [("admin.bps", "pengingat"), ("admin.bps", "terlewat")]


def test_holder_and_allocator_in_one_person_are_told_once_and_two_people_both(desk, told):
    """The technician misses; admin allocates. With both roles in one hand there is still one notice."""
    ticket = desk.open()
    desk.until(ticket, "2a")
    late = desk.now + dt.timedelta(minutes=6)
    role = Role.objects.get(organisation=ticket.organisation, code="admin")
    RoleHolding.objects.create(role=role, person=desk.people["teknisi.bps"], starts_on=MONDAY.date())

    transitions.record_rung(ticket.pk, now=late)

    kinds = [pair for pair in told(ticket) if pair[1] == "terlewat"]
    assert sorted(kinds) == [("admin.bps", "terlewat"), ("teknisi.bps", "terlewat")]


def test_a_step_left_a_second_late_is_told_as_missed_though_no_sweep_saw_it(desk, told):
    ticket = desk.open()
    desk.now += dt.timedelta(seconds=601)

    desk.approve(ticket)

    missed = [pair for pair in told(ticket) if pair[1] == "terlewat"]
    assert missed == [("admin.bps", "terlewat")]


def test_the_head_is_told_at_twice_the_limit(sops, people, told):
    procedure = sops["pemeliharaan-server"]
    definition = procedure.revision_in_force.definition.procedure(procedure.code)
    import random

    from tests.tickets.filling import fill

    data, files = fill(
        definition, definition.first_act, definition.first_act.actions[0], procedure.organisation, random.Random(3), now=MONDAY
    )
    ticket = transitions.open_ticket(procedure, actor=people["pemohon.karanganyar"], data=data, files=files, now=MONDAY)
    run = ticket.runs.running().get()
    if run.due_at is None:
        pytest.skip("the first row has no limit")

    transitions.record_rung(ticket.pk, now=MONDAY + dt.timedelta(days=60))

    assert ("kadis.karanganyar", "eskalasi") in told(ticket)


# Words


def test_a_public_comment_reaches_requester_and_technician_but_not_its_writer(desk, last):
    ticket = desk.open()
    desk.until(ticket, "3a")

    transitions.comment(ticket.pk, actor=desk.person("admin.bps"), text="Kabelnya sudah datang.", now=desk.now)

    assert last(ticket) == {"pegawai.bps": "komentar", "teknisi.bps": "komentar"}


def test_an_internal_note_never_reaches_the_requester_though_they_are_named_in_it(desk, last):
    ticket = desk.open()
    desk.until(ticket, "3a")

    transitions.comment(
        ticket.pk, actor=desk.person("admin.bps"), text="@pegawai.bps sulit dihubungi, @teknisi2.bps.", internal=True, now=desk.now
    )

    assert last(ticket) == {"teknisi.bps": "komentar", "teknisi2.bps": "disebut"}
    assert all("sulit" not in str(n.data) and n.text.quote == "" for n in Notice.objects.filter(event__data__internal=True))


def test_somebody_named_in_a_comment_is_told_once_and_as_named(desk, last):
    ticket = desk.open()
    desk.until(ticket, "3a")

    transitions.comment(
        ticket.pk,
        actor=desk.person("admin.bps"),
        text="Tolong dilihat, @Teknisi.bps. Salin ke @kadis.karanganyar dan a@teknisi2.bps",
        now=desk.now,
    )

    assert last(ticket) == {"pegawai.bps": "komentar", "teknisi.bps": "disebut"}


def test_a_watcher_follows_public_events_only(desk, last):
    ticket = desk.open()
    transitions.watch(ticket.pk, actor=desk.person("teknisi2.bps"), now=desk.now)

    desk.approve(ticket)
    assert last(ticket) == {"teknisi.bps": "giliran", "teknisi2.bps": "kabar"}


def test_holding_tells_who_is_waited_for(desk, last):
    ticket = desk.open()
    desk.until(ticket, "3a")
    ticket = Ticket.objects.get(pk=ticket.pk)

    transitions.hold(ticket.pk, ticket.turn, actor=desk.person("teknisi.bps"), reason="pemohon", waiting_for="kata sandi", now=desk.now)

    assert last(ticket) == {"pegawai.bps": "kabar"}
    assert Notice.objects.get(kind="kabar").headline == "Tiket ditunda: menunggu pemohon (kata sandi)"


# Letters


def test_a_letter_is_told_once_however_often_it_is_drawn(desk, told):
    ticket = desk.open()

    class Letter:
        pk, title = 7, "Berita Acara"

    registry.announce_letter(ticket, Letter)
    registry.announce_letter(ticket, Letter)

    assert told(ticket).count(("pegawai.bps", "surat-siap")) == 1
    assert Notice.objects.get(kind="surat-siap").headline == "Berita Acara sudah siap diunduh"


# Rows


def test_notice_and_event_stand_or_fall_together(desk, monkeypatch):
    from notifications import services

    monkeypatch.setattr(services.Delivery.objects, "bulk_create", lambda rows: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        desk.open()
    assert (TicketEvent.objects.count(), Notice.objects.count(), Delivery.objects.count()) == (0, 0, 0)


def test_every_headline_is_a_sentence(desk, told):
    """The whole way of a ticket, with its detours: no notice is left without words."""
    ticket = desk.open()
    desk.until(ticket, "6b")
    transitions.comment(ticket.pk, actor=desk.person("pegawai.bps"), text="Sebentar.", now=desk.now)
    transitions.attach(ticket.pk, actor=desk.person("pegawai.bps"), files=[pdf()], now=desk.now)
    desk.act(ticket, "pegawai.bps", "konfirmasi")
    transitions.reopen(
        ticket.pk, Ticket.objects.get(pk=ticket.pk).turn, actor=desk.person("pegawai.bps"), note="Putus lagi.", now=desk.later(5).now
    )

    for notice in Notice.objects.all():
        assert len(notice.headline) > 8
        assert "{" not in notice.headline and "%" not in notice.headline.replace("75%", "")
