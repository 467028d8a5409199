"""Writing notices: a row per person told, and a delivery per channel they chose, in the transaction of what they are told of."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from tickets.deadlines import iso
from tickets.models import Status, TicketEvent
from worktime.store import calendar_for

from . import bundling, rules, schedule
from .audience import Audience
from .kinds import OF_THE_TURN, Channel, Kind, Mode
from .models import ChatAddress, Delivery, Notice, Preference


def tell(ticket, event):
    """Registered with tickets.registry.on_event: write the notices of `event`. Nothing leaves the database here."""
    if ticket.turn == event.number > 1:
        _settle_old_turn(ticket, event)
    if event.kind == TicketEvent.Kind.RUNG:
        Notice.objects.filter(ticket=ticket, kind=Kind.REMINDER).mark_read(event.at)  # what comes now says more
    people = rules.told(ticket, event)
    if people:
        _write(ticket.organisation, people, ticket=ticket, event=event, key=f"event:{event.pk}", data=parts(ticket, event), at=event.at)


def letter_ready(ticket, letter):
    """Registered with tickets.registry.on_letter_ready. Told once per letter, however often it is drawn. `letter`: has pk and title."""
    key, now = f"letter:{letter.pk}", timezone.now()
    audience = Audience(ticket, now)
    already = set(Notice.objects.filter(key=key).values_list("recipient", flat=True))
    people = audience.active(audience.askers | audience.named | audience.watchers) - already
    _write(ticket.organisation, dict.fromkeys(people, Kind.LETTER), ticket=ticket, key=key, data={"title": str(letter.title)}, at=now)


def password_reset(sender, person, change, **kwargs):
    """Connected to accounts.signals.password_reset: whoever did not ask for it must hear of it, and from whom it came."""
    data = {"by": str(change.actor) if change.actor_id else _("pengelola server")}
    _write(person.organisation, {person.pk: Kind.ACCOUNT}, key=f"sandi:{change.pk}", data=data, at=change.at)


def announced(sender, organisation, people, text, path, key, **kwargs):
    """Connected to accounts.signals.announcement. `people` who have no living account in the office, or were told before, are left out."""
    already = Notice.objects.filter(key=key).values_list("recipient", flat=True)
    told = (
        User.objects.filter(pk__in=people, is_active=True, organisation=organisation).exclude(pk__in=already).values_list("pk", flat=True)
    )
    _write(organisation, dict.fromkeys(told, Kind.ASSET), key=key, data={"text": str(text), "path": path}, at=timezone.now())


def _settle_old_turn(ticket, event):
    """Who was told that it was their turn need not look any more: somebody has acted."""
    Notice.objects.filter(ticket=ticket, kind__in=OF_THE_TURN).mark_read(event.at)


def parts(ticket, event):
    """What texts.py needs, as it was when it happened."""
    step = ticket.current_step
    said = event.data
    found = {
        "event": event.kind,
        "by": str(event.actor) if event.actor_id else "",
        "status": str(ticket.status),
        "step": step.no if step else "",
        "activity": step.activity if step else "",
    }
    if ticket.status == Status.RUNNING:
        found["due_at"] = iso(ticket.due_at)
    if event.kind == TicketEvent.Kind.RUNG:
        found["percent"] = said["percent"]
    if event.kind == TicketEvent.Kind.HELD:
        found["waiting_for"] = said.get("waiting_for", "")
        found["reason"] = said.get("reason", "")
    if event.kind == TicketEvent.Kind.REASSIGNED:
        found["to_whom"] = said.get("person_name", "")
    if event.kind in (TicketEvent.Kind.COMMENTED, TicketEvent.Kind.ATTACHED):
        found["internal"] = bool(said.get("internal"))
        found["files"] = len(said.get("files", []))
    return found


def _write(office, people, *, key, data, at, ticket=None, event=None):
    """Notices for `people` {user id: Kind} and their deliveries, each in one insert."""
    common = {"organisation": office, "ticket": ticket, "event": event, "key": key, "data": data, "created_at": at}
    notices = Notice.objects.bulk_create([Notice(recipient_id=pk, kind=kind, **common) for pk, kind in sorted(people.items())])
    deliveries = _deliveries(office, notices, at)
    if event is not None:
        bundling.hold_back(event, deliveries)
    Delivery.objects.bulk_create(deliveries)


def _deliveries(office, notices, at):
    ids = {notice.recipient_id for notice in notices}
    addresses = dict(User.objects.filter(pk__in=ids).exclude(email="").values_list("pk", "email")) if settings.EMAIL_ON else {}
    chats = {}
    for chat in ChatAddress.objects.filter(person__in=ids):
        chats.setdefault(chat.person_id, []).append(chat)
    if not (addresses or chats):  # the inbox is all they have
        return []
    wishes, calendar = Preference.of(ids), calendar_for(office)
    found = []
    for notice in notices:
        wish = wishes[notice.recipient_id]
        allowed = schedule.allowed(at, wish, calendar)
        mode = wish.email_mode(notice.kind)
        if notice.recipient_id in addresses and mode != Mode.NEVER:
            digest = mode == Mode.DIGEST
            due_at = schedule.next_digest(at, calendar) if digest else allowed
            found.append(Delivery(notice=notice, channel=Channel.EMAIL, digest=digest, due_at=due_at, created_at=at))
        if wish.wants_chat(notice.kind):
            found += [
                Delivery(notice=notice, channel=Channel.CHAT, chat=c, due_at=allowed, created_at=at)
                for c in chats.get(notice.recipient_id, ())
            ]
    return found
