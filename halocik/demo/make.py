"""Builds the demo: offices, people, SOPs, assets, tickets. Idempotent: what is there stays."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from accounts.demo_people import ensure_people
from accounts.models import Organisation, User
from accounts.offices import ensure_offices
from notifications.models import Notice
from sop import loader, services
from tickets import permissions, transitions
from tickets.models import HoldReason, Status, Ticket
from worktime.arithmetic import between, is_working_day
from worktime.store import calendar_for

from . import assets, surveys
from .play import Player, moment
from .scenes import SCENES

DEFINITIONS = Path(settings.BASE_DIR) / "sop" / "definitions"


def require_not_production():
    if settings.PRODUCTION:
        raise ImproperlyConfigured("Data contoh tidak dibuat di lingkungan produksi (HALOCIK_ENV=produksi).")


def load_sops():
    """Load every built-in SOP; unchanged ones do nothing."""
    for path in sorted(DEFINITIONS.glob("*/*.yaml")):
        services.load(loader.parse(path.read_bytes(), path.name))


def make(say=lambda line: None):
    """Everything; returns how many tickets were made (0 when there are tickets already)."""
    require_not_production()
    ensure_offices()
    ensure_people()
    load_sops()
    say("Empat instansi, orang-orangnya, dan SOP-nya siap.")
    if Ticket.objects.exists():
        return 0
    assets.make()
    made = 0
    for scene in sorted(SCENES, key=lambda s: -s.days_ago):
        made += play(scene) is not None
    read_old_notices()
    surveys.make(timezone.now())
    say(f"{made} tiket contoh dibuat.")
    return made


def read_old_notices():
    """People of the demo have looked at their inbox until yesterday."""
    Notice.objects.filter(created_at__lt=timezone.now() - dt.timedelta(days=1)).mark_read()


def play(scene, present=None):
    """Play one Scene up to the present; returns the Ticket, or None when it would lie in the future."""
    present = present or timezone.now()
    player = Player(
        scene.office,
        scene.procedure,
        begin=working_days_ago(scene.office, scene.days_ago, present),
        present=present,
        seed=f"{scene.office}/{scene.procedure}/{scene.days_ago}",
        by=scene.by,
        answers=scene.answers,
        path=scene.path,
        late=scene.late,
        until="1b" if scene.then == "cancel" else scene.until,
    )
    opening = dict(scene.opening)
    if isinstance(opening.get("requester"), str):
        opening["requester"] = player.people[opening["requester"]]
    if scene.then == "draft":
        actor = player.people[scene.by]
        return (
            transitions.open_ticket(player.procedure, actor=actor, data=scene.answers, draft=True, now=player.now)
            if player.now < present
            else None
        )
    ticket = player.play(**opening)
    if ticket is None:
        return None
    ticket = Ticket.objects.get(pk=ticket.pk)
    for username, text, internal in scene.comments:
        transitions.comment(
            ticket.pk,
            actor=User.objects.get(username=username),
            text=text,
            internal=internal,
            now=min(ticket.changed_at + dt.timedelta(minutes=25), present),
        )
    finish(scene, ticket, player, present)
    return ticket


def finish(scene, ticket, player, present):
    """What the scene says happens at its end."""
    ticket.refresh_from_db()
    now = min(ticket.changed_at + dt.timedelta(minutes=12), present)
    if scene.then == "cancel" and ticket.is_open:
        transitions.cancel(ticket.pk, ticket.turn, actor=player.people[scene.by], note="Sudah teratasi sendiri, terima kasih.", now=now)
    if scene.then == "hold" and ticket.status == Status.RUNNING:
        holder = next(u for u in player.people.values() if permissions.can(u, "hold", ticket, now))
        transitions.hold(
            ticket.pk,
            ticket.turn,
            actor=holder,
            reason=HoldReason.PARTS,
            waiting_for="Toko perlengkapan jaringan",
            note="Stok kabel habis.",
            now=now,
        )


def working_days_ago(office, days, present):
    """An aware moment about `days` working days before `present`: whole days count working days, the rest is a share of a day."""
    organisation = Organisation.objects.get(code=office)
    calendar = calendar_for(organisation)
    day = present.astimezone(ZoneInfo(organisation.zone)).date()
    if days < 1:
        return _worked_before(calendar, present, dt.timedelta(hours=7.5 * days))
    left = int(days)
    while left:
        day -= dt.timedelta(days=1)
        left -= is_working_day(calendar, day)
    return moment(day, ("08:05", "09:20", "10:10", "13:15", "14:05")[int(days * 10) % 5], organisation.zone)


def _worked_before(calendar, present, need):
    """The latest quarter of an hour from which at least `need` of working time lies before `present`."""
    start = present
    while between(calendar, start, present) < need:
        start -= dt.timedelta(minutes=15)
    return start
