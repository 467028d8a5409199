"""Two offices with one of everything, so that a test can ask for any object of the one as somebody of the other.

A `World` gives the arguments of addresses by name (`world["ticket"]`) and says who is what to them (`world.is_one_of(user name, "requester")`).
"""

import datetime as dt
import random
from fnmatch import fnmatch
from functools import cached_property
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.models import Delegation, Role, RoleHolding, User
from assets import photos
from assets.exchange import jobs as imports
from assets.models import Asset, AssetLabel, Category, Location, MaintenancePlan, PlanRun, SavedView, Stocktake
from assets.places import save_location
from assets.plans.models import Contract
from documents import letters
from documents.models import Letter, SignedCopy
from notifications.models import ChatAddress, Notice
from reports import closings, jobs
from reports.models import ClosingFile
from reports.period import Period
from tests.tickets.filling import fill, pdf
from tickets import permissions, transitions
from tickets.models import Attachment, HoldReason, StepRun, Ticket
from worktime.calendars import RAMADAN_WEEK
from worktime.models import Holiday, WeeklyPattern

# Who is what to the tickets of an office, as user names without the office. `turn`: whom a ticket just opened waits for; `last`: who ends it.
OFFICES = {
    "bps": {
        "procedure": "setting-jaringan",
        "action": "setujui",
        "requester": "pegawai",
        "turn": "admin",
        "allocates": "admin",
        "last": "pegawai",
        "staff": "admin teknisi* pengelola",
        "opener": "pegawai* admin",
        "pengelola": "pengelola",
        "kadis": "",
        "everybody": "*",
        "last_act": "6b",
        "last_action": "konfirmasi",
    },
    "karanganyar": {
        "procedure": "pemeliharaan-server",
        "action": "disposisikan",
        "requester": "pemohon",
        "turn": "kadis",
        "allocates": "kabid",
        "last": "kadis",
        "staff": "tim-teknis* kabid kadis pengelola",
        "opener": "pemohon* tim-teknis*",
        "pengelola": "pengelola",
        "kadis": "kadis",
        "everybody": "*",
        "last_act": "12a",
        "last_action": "selesai",
    },
}


class World:
    """One of everything in the office `short_name`; each is made when it is first asked for."""

    def __init__(self, short_name, people, sops):
        self.office, self.people, self.facts = short_name, people, OFFICES[short_name]
        self.procedure = next(p for p in sops.values() if p.code == self.facts["procedure"])
        self.organisation = self.procedure.organisation
        self.rng = random.Random(7)

    def __getitem__(self, name):
        return getattr(self, name)

    def is_one_of(self, username, words):
        """Whether somebody belongs to `words`: groups of this office ("requester staff"), or user names with * ("pengelola.*")."""
        for word in words.split():
            if word == "signers" and username in self.signers:
                return True
            logins = self.facts.get(word)
            names = [f"{login}.{self.office}" for login in logins.split()] if logins else [word]
            if any(fnmatch(username, name) for name in names):
                return True
        return False

    def person(self, group):
        """The first User of a group, as if nothing had been asked of them before."""
        login = self.facts[group].split()[0]
        return User.objects.get(username=f"{login}.{self.office}")

    # Tickets, by number

    @cached_property
    def ticket(self):
        return self._opened().number

    @cached_property
    def draft(self):
        return self._opened(draft=True).number

    @cached_property
    def held(self):
        ticket = self._opened()
        transitions.hold(ticket.pk, ticket.turn, actor=self.person("turn"), reason=HoldReason.PARTS)
        return ticket.number

    @cached_property
    def ending(self):
        return self._walked(self.facts["last_act"]).number

    @cached_property
    def done(self):
        return self._walked(None).number

    @property
    def action(self):
        return self.facts["action"]

    @property
    def last_action(self):
        return self.facts["last_action"]

    @property
    def code(self):
        return self.procedure.code

    def _opened(self, **more):
        definition = self.procedure.revision_in_force.definition.procedure(self.procedure.code)
        first = definition.first_act
        data, files = fill(definition, first, first.actions[0], self.organisation, self.rng)
        return transitions.open_ticket(self.procedure, actor=self.person("requester"), data=data, files=files, **more)

    def _walked(self, until):
        """A ticket that went the SOP's main way until the act `until`, or to its end."""
        ticket = self._opened()
        while ticket.is_open and ticket.position != until:
            actor, choice = self._next(ticket)
            step = None if choice.action.target in ("selesai", "ditolak") else ticket.definition.step_of(choice.action.target)
            data, files = fill(ticket, ticket.current_act, choice.action, self.organisation, self.rng, target_step=step)
            transitions.act(ticket.pk, ticket.turn, choice.action.code, actor=actor, data=data, files=files)
            ticket = Ticket.objects.get(pk=ticket.pk)
        return ticket

    def _next(self, ticket):
        for person in User.objects.filter(organisation=self.organisation, is_active=True).order_by("username"):
            for choice in permissions.actions(person, ticket):
                if not choice.action.deviation:
                    return person, choice
        raise AssertionError(f"nobody may act at {ticket.position}")

    # What hangs on tickets

    @cached_property
    def attachment(self):
        return self._attached(internal=False)

    @cached_property
    def internal_attachment(self):
        return self._attached(internal=True)

    def _attached(self, internal):
        transitions.attach(
            Ticket.objects.get(number=self.ticket).pk, actor=self.person("allocates"), files=[pdf("bukti.pdf")], internal=internal
        )
        return Attachment.objects.filter(ticket__number=self.ticket).last().token

    @cached_property
    def letter(self):
        found = Letter.objects.filter(ticket__number=self.done).last()
        letters.produce(found.pk)
        return found.uuid

    @cached_property
    def signers(self):
        """User names of those whose names stand under the letter (the walk draws who carries it out), who ended the ticket, and the pengelola."""
        letter = Letter.objects.get(uuid=self.letter)
        names = [block["name"] for block in letter.facts["signers"]]
        accounts = User.objects.filter(organisation=self.organisation, name__in=names)
        return {*accounts.values_list("username", flat=True), letter.event.actor.username, self.person("pengelola").username}

    @cached_property
    def failed_letter(self):
        found = Letter.objects.filter(ticket=self._walked(None)).last()
        Letter.objects.filter(pk=found.pk).update(status=Letter.Status.FAILED)
        return found.uuid

    @cached_property
    def numberless_letter(self):
        found = Letter.objects.filter(ticket=self._walked(None)).last()
        Letter.objects.filter(pk=found.pk).update(status=Letter.Status.NUMBERLESS, number="", sequence=None)
        return found.uuid

    @cached_property
    def signed_copy(self):
        copy = SignedCopy(
            letter=Letter.objects.get(uuid=self.letter), sha256="0" * 64, size=5, same=True, by_bsre=False, findings=[],
            uploaded_by=self.person("allocates"), uploaded_at=timezone.now(),
        )  # fmt: skip
        copy.file.save("", ContentFile(b"%PDF-"))
        return copy.uuid

    letter_kind = "berita-acara"

    @cached_property
    def letter_token(self):
        return Letter.objects.get(uuid=self.letter).token

    @cached_property
    def notice(self):
        """Of the requester."""
        transitions.comment(Ticket.objects.get(number=self.ticket).pk, actor=self.person("allocates"), text="Mohon ditunggu.")
        return Notice.objects.filter(recipient=self.person("requester"), ticket__number=self.ticket).last().pk

    @cached_property
    def chat(self):
        """Of the requester."""
        return ChatAddress.objects.create(person=self.person("requester"), name="Grup uji", service="Uji", secret="tidak-terbaca").pk

    @cached_property
    def given_up_run(self):
        run = StepRun.objects.running().get(ticket__number=self.ticket)
        StepRun.objects.filter(pk=run.pk).update(attempts=3, next_at=run.entered_at)
        return run.pk

    # Reports

    @cached_property
    def job(self):
        """Of who allocates."""
        period = Period.parse("2026-10", self.organisation.zone)
        made = jobs.ask(self.organisation, self.person("allocates"), "xlsx", period)
        jobs.make(made.pk)
        return made.uuid

    @cached_property
    def closed_month(self):
        """The month two years ago in one office, three years ago in the other: what one has closed the other has not."""
        period = Period.parse("2024-01" if self.office == "bps" else "2023-01", self.organisation.zone)
        closing = closings.close(self.organisation, period, actor=self.person("allocates"))
        file = ContentFile(b"%PDF-", "bulan.pdf")
        ClosingFile.objects.create(closing=closing, file=file, sha256="0" * 64, size=5, made_at=closing.closed_at)
        return period.code

    # Settings, by id

    @cached_property
    def asset(self):
        return Asset.objects.create(organisation=self.organisation, code="3.10.01.02.001", register_number="0901", name="PC uji").pk

    @cached_property
    def asset_photo(self):
        picture = BytesIO()
        Image.new("RGB", (8, 6)).save(picture, "JPEG")
        return photos.keep(Asset.objects.get(pk=self.asset), picture.getvalue(), "", actor=self.person("pengelola")).token

    @cached_property
    def asset_view(self):
        """Of the pengelola."""
        return SavedView.objects.create(person=self.person("pengelola"), name="Uji", query="kondisi=RB").pk

    @cached_property
    def asset_import(self):
        file = SimpleUploadedFile("aset.csv", b"Nama barang;Kode barang;NUP\nPC;3.10.01.02.001;1\nTanpa nomor;;\n")
        made = imports.begin(self.organisation, self.person("pengelola"), file)
        imports.carry_on(made.pk)
        return made.uuid

    @cached_property
    def asset_label(self):
        return AssetLabel.objects.create(asset_id=self.asset).token

    @cached_property
    def asset_location(self):
        return save_location(Location(organisation=self.organisation, name="Ruang uji")).pk

    @cached_property
    def asset_category(self):
        return Category.objects.create(organisation=self.organisation, name="Kategori uji").pk

    @cached_property
    def plan(self):
        day = dt.date(2031, 1, 6)
        return MaintenancePlan.objects.create(
            organisation=self.organisation, name="Rencana uji", procedure=self.procedure, starts_on=day, next_on=day, at=dt.time(7, 30)
        ).pk

    @cached_property
    def plan_run(self):
        return PlanRun.objects.create(plan_id=self.plan, due_on=dt.date(2030, 1, 7), problem="Uji", at=timezone.now()).pk

    @cached_property
    def stocktake(self):
        facts = {"name": "Inventarisasi uji", "started_by": self.person("pengelola"), "started_at": timezone.now()}
        return Stocktake.objects.create(organisation=self.organisation, **facts).pk

    @cached_property
    def contract(self):
        return Contract.objects.create(organisation=self.organisation, number="K-1", subject="Uji", ends_on=dt.date(2031, 1, 6)).pk

    @cached_property
    def somebody(self):
        return self.person("turn").pk

    @cached_property
    def role(self):
        return Role.objects.filter(organisation=self.organisation).first().pk

    @cached_property
    def holding(self):
        return RoleHolding.objects.filter(role__organisation=self.organisation).first().pk

    @cached_property
    def delegation(self):
        day = dt.date(2031, 1, 6)
        absent, substitute = self.person("turn"), self.person("requester")
        return Delegation.objects.create(
            organisation=self.organisation, absent=absent, substitute=substitute, starts_on=day, ends_on=day
        ).pk

    @cached_property
    def dated_week(self):
        facts = {"name": "Ramadan", "starts_on": dt.date(2031, 1, 1), "ends_on": dt.date(2031, 1, 30)}
        return WeeklyPattern.objects.create(organisation=self.organisation, days=[list(day) for day in RAMADAN_WEEK], **facts).pk

    @cached_property
    def holiday(self):
        return Holiday.objects.create(
            organisation=self.organisation, date=dt.date(2031, 3, 5), name="Hari jadi", kind=Holiday.Kind.LOCAL
        ).pk
