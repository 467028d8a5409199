"""The inbox (Notice), what is still to leave the house (Delivery), and what each person wants (Preference, ChatAddress).

A notice is a row in the transaction of the event it tells of; sending it is a later, repeatable side effect.
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from tickets.models import Ticket, TicketEvent

from .kinds import ALWAYS, CHAT_DEFAULTS, EMAIL_DEFAULTS, ICONS, LATE, Channel, Kind, Mode


class NoticeQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)

    def for_inbox(self, user):
        """Notices of `user` from their present office, newest first."""
        return self.filter(recipient=user, organisation=user.organisation_id).order_by("-pk")

    def mark_read(self, at=None):
        """Mark the unread ones of this set as read. Returns how many."""
        return self.unread().update(read_at=at or timezone.now())


class Notice(models.Model):
    """One person told of one thing. `key` names the thing ("event:17", "letter:4"): nobody is told of it twice.

    `data`: parts of the sentence as they were at that moment (see notifications.texts); never an internal note's words.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    recipient = models.ForeignKey(User, models.CASCADE, related_name="notices")
    ticket = models.ForeignKey(
        Ticket, models.CASCADE, null=True, blank=True, related_name="notices"
    )  # None: about the account, or announced
    event = models.ForeignKey(TicketEvent, models.PROTECT, null=True, blank=True, related_name="notices")
    kind = models.CharField(max_length=12, choices=Kind)
    key = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pemberitahuan")
        verbose_name_plural = _("pemberitahuan")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="told_once_of_each_thing")]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_inbox"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["ticket", "kind"], condition=Q(read_at=None), name="notice_unread_of_ticket"),
        ]

    def __str__(self):
        return self.headline

    @cached_property
    def text(self):
        from .texts import text_of

        return text_of(self)

    @property
    def headline(self):
        return self.text.headline

    @property
    def path(self):
        """Where to read on."""
        return self.ticket.get_absolute_url() if self.ticket_id else self.data.get("path") or reverse("profil")

    @property
    def icon(self):
        return ICONS.get(self.kind, "bell")

    @property
    def is_late(self):
        return self.kind in LATE


class Preference(models.Model):
    """What somebody wants to be told of, where, and when not. Nobody needs a row: `of` gives the defaults."""

    person = models.OneToOneField(User, models.CASCADE, related_name="notice_preference")
    email = models.JSONField(default=dict)  # {kind: Mode}, only where it differs from EMAIL_DEFAULTS
    chat = models.JSONField(default=dict)  # {kind: bool}, only where it differs from CHAT_DEFAULTS
    quiet_from = models.TimeField(_("mulai"), null=True, blank=True)
    quiet_until = models.TimeField(_("sampai"), null=True, blank=True)
    working_days_only = models.BooleanField(_("tahan pada akhir pekan dan hari libur"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None) | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_have_both_ends",
            )
        ]

    @classmethod
    def of(cls, people):
        """{person id: Preference} for ids `people`; unsaved defaults for whoever has chosen nothing. One query."""
        kept = {row.person_id: row for row in cls.objects.filter(person__in=people)}
        return {pk: kept.get(pk) or cls(person_id=pk) for pk in people}

    def email_mode(self, kind):
        return Mode.NOW if kind in ALWAYS else Mode(self.email.get(kind, EMAIL_DEFAULTS[Kind(kind)]))

    def wants_chat(self, kind):
        return kind not in ALWAYS and bool(self.chat.get(kind, kind in CHAT_DEFAULTS))


class ChatAddress(models.Model):
    """A chat channel of a person: an Apprise address, encrypted, shown to nobody again once it is saved."""

    person = models.ForeignKey(User, models.CASCADE, related_name="chat_addresses")
    name = models.CharField(_("nama"), max_length=60)
    service = models.CharField(max_length=40)  # such as "Telegram", for the list
    secret = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name


class DeliveryQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=Delivery.State.WAITING)

    def due(self, at):
        """Waiting deliveries whose moment has come at `at` (aware datetime)."""
        return self.waiting().filter(due_at__lte=at)

    def dead(self):
        """Given up: an administrator must look. The most recent first."""
        return self.filter(state=Delivery.State.DEAD).order_by("-pk")


class Delivery(models.Model):
    """One notice on its way by one channel.

    `attempts` is counted before each try, `failures` after one that ended in an error: what lies between died with its worker.
    `due_at`: not before; moved on by each try, so that a lost or killed one is found again.
    """

    class State(models.TextChoices):
        WAITING = "menunggu", _("Menunggu")
        SENT = "terkirim", _("Terkirim")
        DEAD = "gagal", _("Gagal")
        DROPPED = "batal", _("Tidak perlu dikirim")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=6, choices=Channel)
    chat = models.ForeignKey(ChatAddress, models.CASCADE, null=True, blank=True, related_name="deliveries")
    digest = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "chat"], condition=Q(chat__isnull=False), name="one_chat_delivery_per_address"),
            models.UniqueConstraint(fields=["notice"], condition=Q(channel="surel"), name="one_mail_per_notice"),
            models.CheckConstraint(
                condition=Q(channel="pesan", chat__isnull=False) | Q(channel="surel", chat=None), name="chat_address_iff_chat"
            ),
            models.CheckConstraint(condition=Q(state="terkirim", sent_at__isnull=False) | ~Q(state="terkirim"), name="sent_at_if_sent"),
            models.CheckConstraint(condition=Q(failures__lte=F("attempts")), name="no_failure_without_an_attempt"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="menunggu"), name="waiting_delivery_by_moment"),
            models.Index(fields=["-id"], condition=Q(state="gagal"), name="dead_delivery"),
        ]
