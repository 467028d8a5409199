"""The ticket and its records. Only tickets.transitions changes any of these rows; everybody else reads.

A ticket carries small projections (turn, position, due moment) that lists read; `audit verify` rebuilds all of them from events.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE, ConcurrentTransitionMixin, FSMField, transition

from accounts.models import Organisation, User
from sop.definition import DONE, ENDS, REJECTED
from sop.models import Procedure, Revision

from .querysets import StepRunQuerySet, TicketQuerySet


class Status(models.TextChoices):
    DRAFT = "konsep", _("Konsep")
    RUNNING = "berjalan", _("Berjalan")
    HELD = "ditunda", _("Ditunda")
    DONE = "selesai", _("Selesai")
    REJECTED = "ditolak", _("Ditolak")
    CANCELLED = "dibatalkan", _("Dibatalkan")


OPEN = (Status.DRAFT, Status.RUNNING, Status.HELD)
ENDED = (Status.DONE, Status.REJECTED, Status.CANCELLED)


class Priority(models.IntegerChoices):
    LOW = 1, _("Rendah")
    NORMAL = 2, _("Normal")
    HIGH = 3, _("Tinggi")
    URGENT = 4, _("Mendesak")


class HoldReason(models.TextChoices):
    REQUESTER = "pemohon", _("Menunggu pemohon")
    PARTS = "suku-cadang", _("Menunggu suku cadang")
    THIRD_PARTY = "pihak-ketiga", _("Menunggu pihak ketiga")
    APPROVAL = "persetujuan-luar", _("Menunggu persetujuan luar")
    OTHER = "lainnya", _("Lainnya")


class Channel(models.TextChoices):
    PORTAL = "portal", _("Portal")
    PHONE = "telepon", _("Telepon")
    WALK_IN = "langsung", _("Datang langsung")
    CHAT = "pesan", _("Pesan singkat")


class Ticket(ConcurrentTransitionMixin, models.Model):
    """One run of a procedure. `status` is its life, `position` the act whose turn it is (or "selesai"/"ditolak"/"dibatalkan")."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="tickets", db_index=False)
    number = models.CharField(_("nomor"), max_length=32, unique=True)
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="tickets", db_index=False)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="tickets")
    subject = models.CharField(_("perihal"), max_length=200)
    status = FSMField(_("status"), max_length=12, default=Status.DRAFT, choices=Status, protected=True)
    position = FSMField(_("posisi"), max_length=16, default="", protected=True)
    priority = models.PositiveSmallIntegerField(_("prioritas"), choices=Priority, default=Priority.NORMAL)
    channel = models.CharField(_("saluran"), max_length=10, choices=Channel, default=Channel.PORTAL)

    # Who asked: a person with an account, or name, unit and contact of somebody without one.
    requester = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="requested_tickets", db_index=False)
    requester_name = models.CharField(_("nama pemohon"), max_length=150)
    requester_unit = models.CharField(_("unit pemohon"), max_length=150, blank=True)
    requester_contact = models.CharField(_("kontak pemohon"), max_length=100, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="opened_tickets", db_index=False)
    opened_as = models.CharField(max_length=40)  # role code; its holders act for a requester without an account

    opening_key = models.UUIDField(null=True, blank=True)  # of the form that opened it: a double click opens once

    answers = models.JSONField(default=dict)  # current value of every datum by field code
    choices = models.JSONField(default=dict)  # {step no: code of the action taken there last}
    confidential = models.BooleanField(default=False)
    turn = models.PositiveIntegerField(default=0)  # number of the event that opened the turn
    event_count = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)  # HMAC of the newest event
    due_at = models.DateTimeField(null=True, blank=True)  # of the running step; None while held or without a limit
    held_since = models.DateTimeField(null=True, blank=True)
    hold_reason = models.CharField(max_length=20, choices=HoldReason, blank=True)
    hold_waiting_for = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(blank=True)  # what the search looks through, lower case, public texts only

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("tiket")
        verbose_name_plural = _("tiket")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["opened_by", "opening_key"], name="one_ticket_per_opening_form"),
            models.CheckConstraint(
                condition=Q(status="ditunda", held_since__isnull=False) | (~Q(status="ditunda") & Q(held_since=None)),
                name="held_since_iff_on_hold",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ENDED, closed_at__isnull=False) | (~Q(status__in=ENDED) & Q(closed_at=None)),
                name="closed_at_iff_ended",
            ),
        ]
        # Longer indexes serve the foreign keys too (db_index=False above): every index is paid for by whoever opens a ticket.
        indexes = [
            models.Index(fields=["organisation", "-id"], name="ticket_by_office"),
            models.Index(fields=["organisation", "status", "-id"], name="ticket_by_status"),
            models.Index(fields=["organisation", "procedure", "-id"], name="ticket_by_procedure"),
            models.Index(fields=["organisation", "created_at"], name="ticket_by_opening"),
            models.Index(fields=["requester", "-id"], name="ticket_by_requester"),
            models.Index(fields=["opened_by", "-id"], name="ticket_by_opener"),
            # A queue is read in this order and stops after a page of it.
            models.Index(
                fields=["organisation", "due_at", "-priority", "id"], condition=Q(status="berjalan"), name="ticket_running_by_due"
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.subject}"

    def get_absolute_url(self):
        return reverse("tiket", args=[self.number])

    # Facts

    @cached_property
    def definition(self):
        """The procedure (sop.definition.Procedure) of the revision this ticket stays on."""
        return self.revision.definition.procedure(self.procedure.code)

    @property
    def current_act(self):
        """The sop.definition.Act whose turn it is, or None when the ticket has ended."""
        return None if self.status in ENDED else self.definition.act(self.position)

    @property
    def current_step(self):
        return None if self.status in ENDED else self.definition.step_of(self.position)

    @property
    def is_open(self):
        return self.status in OPEN

    @cached_property
    def askers(self):
        """Ids of whoever asked: the requester, who opened it, and who acted in the requester's name since (Plh.)."""
        spoken_for = self.__dict__.get("spoken_for", True)  # False: known from the query that fetched it that there is nobody to look for
        spoke = [row.person_id for row in self.spokespeople.all()] if spoken_for else []
        return {self.requester_id, self.opened_by_id, *spoke} - {None}

    # Moves: guarded by django-fsm, called by tickets.transitions only

    @transition(field=position, source="*", target=GET_STATE(lambda self, to: to))
    def advance(self, to):
        """Move to the act `to`, or to an end. KeyError if the definition has no such act."""
        if to not in (*ENDS, "dibatalkan"):
            self.definition.act(to)

    @transition(field=status, source=Status.DRAFT, target=Status.RUNNING)
    def start(self):
        pass

    @transition(field=status, source=Status.RUNNING, target=Status.HELD)
    def put_on_hold(self, at, reason, waiting_for):
        self.held_since, self.hold_reason, self.hold_waiting_for = at, reason, waiting_for

    @transition(field=status, source=Status.HELD, target=Status.RUNNING)
    def take_off_hold(self):
        self.held_since, self.hold_reason, self.hold_waiting_for = None, "", ""

    @transition(
        field=status,
        source=[Status.DRAFT, Status.RUNNING],
        target=GET_STATE(lambda self, end, at: {DONE: Status.DONE, REJECTED: Status.REJECTED}[end]),
    )
    def end(self, end, at):
        self.closed_at = at

    @transition(field=status, source=[Status.DRAFT, Status.RUNNING, Status.HELD], target=Status.CANCELLED)
    def call_off(self, at):
        self.closed_at = at
        self.held_since, self.hold_reason, self.hold_waiting_for = None, "", ""

    @transition(field=status, source=Status.DONE, target=Status.RUNNING)
    def take_up_again(self):
        self.closed_at = None


class Turn(models.Model):
    """Whose turn it is: one row per office role that may act now. What queues and permissions read; rewritten at every move.

    `column`: the SOP column acted in, which an office role may record for somebody else. `person`: who holds the role on this ticket.
    """

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="turns")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    column = models.CharField(max_length=40)
    role = models.CharField(max_length=40)
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approval = models.BooleanField(default=False)
    of_requester = models.BooleanField(default=False)  # only `person` may act, whatever role they hold

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "role"], name="one_turn_row_per_role")]
        indexes = [models.Index(fields=["organisation", "role", "person"], name="turn_by_role_and_person")]

    @property
    def person_name(self):
        return self.person.name if self.person_id else ""


class TicketHolder(models.Model):
    """The person who holds a role on this ticket: named for it, or the first who acted in it, until reassigned."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="holders")
    role = models.CharField(max_length=40)
    person = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "role"], name="one_holder_per_role_and_ticket")]


class Spokesperson(models.Model):
    """Somebody who acted in the requester's name (Plh.): they have asked too, and do not decide on it where somebody else can."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="spokespeople")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "person"], name="one_spokesperson_row_per_person_and_ticket")]


class StepRun(models.Model):
    """One visit to a row: what deadlines, reports and the sheet read.

    `limit`/`target`: JSON of worktime.Limit or None. `due_at`/`target_at`: with held time already added. `held_seconds`: working
    seconds held so far. `worked_seconds`: set at leaving, see deadlines.worked_seconds. `missed_at`: the due moment that passed, with
    `missed_role`/`missed_person` who had the turn then.
    """

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="runs")
    step = models.CharField(max_length=8)
    visit = models.PositiveSmallIntegerField(default=1)
    entered_at = models.DateTimeField()
    entered_event = models.PositiveIntegerField()
    left_at = models.DateTimeField(null=True, blank=True)
    left_event = models.PositiveIntegerField(null=True, blank=True)
    left_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    duration_text = models.CharField(max_length=60, blank=True)
    limit = models.JSONField(null=True, blank=True)
    target = models.JSONField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    target_at = models.DateTimeField(null=True, blank=True)
    planned_at = models.DateTimeField(null=True, blank=True)  # of a step with `rencana`
    lapse_at = models.DateTimeField(null=True, blank=True)
    rungs = models.JSONField(default=list)  # pending: [[percent, moment, [who, ...]], ...]
    told = models.JSONField(default=list)  # percents already recorded
    next_at = models.DateTimeField(null=True, blank=True)  # when the sweep must look: earliest of rungs and lapse; None while held
    attempts = models.PositiveSmallIntegerField(default=0)  # of the task that records: three that died, and it is given up
    claimed_at = models.DateTimeField(null=True, blank=True)  # when the sweep last queued it
    holds = models.JSONField(default=list)  # that ended: [[from, to], ...]
    held_seconds = models.PositiveIntegerField(default=0)
    worked_seconds = models.PositiveIntegerField(null=True, blank=True)
    missed_at = models.DateTimeField(null=True, blank=True)
    missed_role = models.CharField(max_length=40, blank=True)
    missed_person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = StepRunQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(left_at=None), name="one_running_step_per_ticket"),
            models.UniqueConstraint(fields=["ticket", "step", "visit"], name="visit_once_per_step"),
            models.CheckConstraint(condition=Q(left_at=None) | Q(left_at__gte=F("entered_at")), name="step_left_after_it_was_entered"),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(left_at=None), name="running_step_by_next_moment"),
            models.Index(fields=["left_at"], condition=Q(left_at__isnull=False), name="step_run_by_leaving"),  # what a report begins with
            models.Index(fields=["missed_at"], condition=Q(missed_at__isnull=False), name="step_run_by_miss"),
        ]


class TicketEvent(models.Model):
    """What happened, append-only: triggers refuse UPDATE, DELETE and TRUNCATE; `mac` chains each event to the one before."""

    class Kind(models.TextChoices):
        DRAFTED = "konsep", _("Konsep disimpan")
        OPENED = "dibuka", _("Tiket dibuka")
        ACTED = "tindakan", _("Tindakan")
        HELD = "ditunda", _("Ditunda")
        RESUMED = "dilanjutkan", _("Dilanjutkan")
        CANCELLED = "dibatalkan", _("Dibatalkan")
        REOPENED = "dibuka-kembali", _("Dibuka kembali")
        REASSIGNED = "dialihkan", _("Dialihkan")
        COMMENTED = "komentar", _("Komentar")
        ATTACHED = "lampiran", _("Lampiran")
        WATCHED = "dipantau", _("Dipantau")
        RUNG = "tenggat", _("Tenggat")
        LAPSED = "lewat-waktu", _("Lewat waktu")
        RECALCULATED = "hitung-ulang", _("Tenggat dihitung ulang")

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=Kind)
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")  # None: Sistem
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    standing = models.CharField(max_length=3, blank=True)  # "", "plh" or "plt"
    role = models.CharField(max_length=40, blank=True)  # the SOP column acted in
    act = models.CharField(max_length=10, blank=True)
    action = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    mac = models.CharField(max_length=64)

    class Meta:
        ordering = ["ticket", "number"]
        constraints = [models.UniqueConstraint(fields=["ticket", "number"], name="event_number_once_per_ticket")]

    def __str__(self):
        return f"{self.ticket_id}#{self.number} {self.kind}"


class RungRecord(models.Model):
    """A rung told: the database refuses to tell it twice, whatever two beats and three workers do."""

    run = models.ForeignKey(StepRun, models.PROTECT, related_name="rung_records")
    percent = models.PositiveSmallIntegerField()
    event = models.ForeignKey(TicketEvent, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "percent"], name="rung_once_per_run")]


def attachment_path(attachment, _filename):
    """Random name, no extension: what the visitor called the file is only ever shown, never used as a path."""
    return f"attachments/{attachment.token.hex[:2]}/{attachment.token.hex}"


class Attachment(models.Model):
    """A file of a ticket, stored outside the web root and only ever downloaded through a permission check."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="attachments")
    event = models.ForeignKey(TicketEvent, models.PROTECT, null=True, related_name="attachments")
    field = models.CharField(max_length=60, blank=True)  # code of the form field it answers
    file = models.FileField(upload_to=attachment_path)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    internal = models.BooleanField(default=False)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class StagedUpload(models.Model):
    """A file that arrived with a form that was refused: kept a day so that nobody uploads it twice. Bound to person and token."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    file = models.FileField(upload_to="staged/")
    name = models.CharField(max_length=200)
    at = models.DateTimeField()


class Watch(models.Model):
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="watches")
    person = models.ForeignKey(User, models.CASCADE, related_name="watched_tickets")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "person"], name="watched_once")]


class Checkpoint(models.Model):
    """Once a day, one digest over the heads of all tickets: a chain cut off and rebuilt does not match yesterday's."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    day = models.DateField()
    tickets = models.PositiveIntegerField()
    events = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    heads = models.JSONField()  # {ticket id: [event count, head]} of the tickets changed since the checkpoint before
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "day"], name="one_checkpoint_per_day")]


class Heartbeat(models.Model):
    """When a part of the machinery last showed it is alive: the health page reads it."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    @classmethod
    def beat(cls, name, now):
        cls.objects.update_or_create(name=name, defaults={"at": now})
