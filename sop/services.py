"""Loading SOP documents into an organisation, and their life: draf, berlaku on the effective day, digantikan."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, Role
from accounts.roles import office_day
from accounts.services import record

from .loader import content_hash, printed_part
from .models import Procedure, Revision, Sop
from .problems import Report
from .schema import TOLD

MADE, UNCHANGED = "dimuat", "sama"


class LoadRefused(Exception):
    """The file cannot be loaded; `problems` (sop.problems.Problem) say why and where."""

    def __init__(self, problems):
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


@dataclass
class LoadOutcome:
    """What loading did. `state`: MADE or UNCHANGED; `dropped`: codes no longer offered; `roles`: codes of the roles it created."""

    state: str
    revision: Revision
    dropped: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def sop(self):
        return self.revision.sop


def office_codes():
    return set(Organisation.objects.values_list("code", flat=True))


def load(result, *, actor=None, today=None, now=None):
    """Load `result` (sop.loader.Result) into its organisation and return the LoadOutcome.

    Content that is already there, in whatever revision, does nothing; a new revision is one line in the office's log. `actor`: User or None for the command line. `today`: the
    office's day; `now`: aware datetime; only tests and the demo pass them. Raises LoadRefused.
    """
    if result.sop is None:
        raise LoadRefused(result.errors)
    report = Report()
    with transaction.atomic():
        # One load at a time for an office: two at once could both create the document.
        office = Organisation.objects.select_for_update(no_key=True).filter(code=result.sop.organisation).first()
        if office is None:
            _refuse_unknown_office(result, report)
        now = now or timezone.now()
        today = today or office_day(office, now)
        document = _recognise(office, result, report)
        _check_told_roles(office, result, report)
        if report.errors:
            raise LoadRefused(report.problems())
        return _load(office, document, result, actor, today, now)


def _load(office, document, result, actor, today, now):
    digest = content_hash(result.content)
    known = document.revisions.filter(content_hash=digest).first() if document else None
    if known:
        return LoadOutcome(UNCHANGED, known)
    if document is None:
        document = Sop.objects.create(organisation=office, number=result.sop.number, name=result.sop.name)
    newest = document.revisions.first()
    revision = Revision.objects.create(
        sop=document,
        sequence=newest.sequence + 1 if newest else 1,
        technical=newest is not None and printed_part(newest.content) == printed_part(result.content),
        effective_on=dt.date.fromisoformat(result.sop.effective_on) if result.sop.effective_on else None,
        content=result.content,
        content_hash=digest,
        source=result.source,
        loaded_by=actor,
    )
    outcome = LoadOutcome(MADE, revision, roles=_create_roles(office, result.sop))
    _keep_procedures(document, result.sop)
    if newest is not None:
        outcome.dropped = sorted({p["kode"] for p in newest.content["prosedur"]} - {p.code for p in result.sop.procedures})
        if not revision.technical and newest.content["sop"].get("tanggal") == result.content["sop"].get("tanggal"):
            outcome.notes.append(
                _("Isi SOP berubah, tetapi tanggal pembuatan, revisi, dan efektifnya masih sama dengan revisi sebelumnya.")
            )
    if revision.effective_on is None or revision.effective_on <= today:
        put_in_force(revision, now)
    what = _("Memuat SOP %(name)s, revisi %(sequence)d") % {"name": result.sop.name, "sequence": revision.sequence}
    record(office, actor, what, revision=revision.pk, hash=digest)
    return outcome


def put_in_force(revision, now):
    """Make `revision` the one in force of its document: the one before is superseded, its procedures are offered."""
    Revision.objects.filter(sop=revision.sop_id).in_force().update(status=Revision.Status.SUPERSEDED, superseded_at=now)
    revision.status, revision.in_force_since = Revision.Status.IN_FORCE, now
    revision.save(update_fields=["status", "in_force_since"])
    definition = revision.definition
    Sop.objects.filter(pk=revision.sop_id).update(number=definition.number, name=definition.name)
    offered = {procedure.code: procedure for procedure in definition.procedures}
    for row in Procedure.objects.filter(sop=revision.sop_id):
        procedure = offered.get(row.code)
        row.revision_in_force = revision if procedure else None
        if procedure:
            row.name, row.confidential = procedure.name, procedure.confidential
        row.save(update_fields=["revision_in_force", "name", "confidential"])


def promote_due(now=None):
    """Put in force every draft whose effective day has come at its office; returns how many. May run twice, and side by side.

    Of several due drafts of one document only the last is ever in force; the others are superseded unused.
    """
    now = now or timezone.now()
    latest = timezone.localdate(now, dt.timezone(dt.timedelta(hours=14)))  # nowhere is the calendar further on
    documents = Revision.objects.due(latest).values_list("sop", flat=True).distinct()
    return sum(_promote(pk, now) for pk in sorted(documents))


@transaction.atomic
def _promote(sop_pk, now):
    document = Sop.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation").get(pk=sop_pk)
    due = list(document.revisions.due(office_day(document.organisation, now)).order_by("effective_on", "sequence"))
    if not due:
        return 0
    *passed_over, last = due
    for revision in passed_over:
        revision.status, revision.superseded_at = Revision.Status.SUPERSEDED, now
        revision.save(update_fields=["status", "superseded_at"])
    put_in_force(last, now)
    return 1


def _refuse_unknown_office(result, report):
    line = result.document["sop"].at("instansi") if result.document else 1
    message = _(
        "Instansi “%(code)s” belum ada di portal ini. Periksa kodenya, atau buat dahulu dengan “manage.py instansi create %(code)s ...”."
    )
    report.error(line, message, code=result.sop.organisation)
    raise LoadRefused(report.problems())


def _recognise(office, result, report):
    """The office's document that `result` is a version of: the one that holds its procedures; None for a new one."""
    found = {}
    codes = [procedure.code for procedure in result.sop.procedures]
    for row in Procedure.objects.filter(organisation=office, code__in=codes).select_related("sop"):
        if row.code in _living_codes(row.sop):
            found.setdefault(row.sop, []).append(row.code)
    if len(found) > 1:
        parts = "; ".join(f"{', '.join(sorted(codes))}: {document.name}" for document, codes in found.items())
        line = result.document.at("prosedur") if result.document else 1
        message = _("Prosedur berkas ini sudah terbagi dalam %(count)d dokumen SOP (%(parts)s). Muat tiap dokumen dalam berkasnya sendiri.")
        report.error(line, message, count=len(found), parts=parts)
    return next(iter(found), None)


def _living_codes(document):
    """Procedure codes of the revisions of `document` that are or will be in force; a dropped procedure may move to another document."""
    alive = document.revisions.exclude(status=Revision.Status.SUPERSEDED)
    return {procedure["kode"] for content in alive.values_list("content", flat=True) for procedure in content["prosedur"]}


def _check_told_roles(office, result, report):
    """Roles that an escalation tells but no column of the file names must be there already."""
    told = {}
    for source in result.document["prosedur"] if result.document else ():
        for rung in [rung for level in (source, *source["langkah"]) for rung in level.get("eskalasi", ())]:
            told |= {code: code.line for code in rung["kepada"] if code not in TOLD}
    known = set(office.roles.values_list("code", flat=True)) | {p.code for procedure in result.sop.procedures for p in procedure.performers}
    for code, line in told.items():
        if code not in known:
            report.error(
                line,
                _("Peran “%(code)s” yang diberi tahu belum ada di instansi ini. Tambahkan perannya di Pengaturan, atau ganti."),
                code=code,
            )


def _create_roles(office, sop):
    """Make the roles of the columns that the office does not have yet, named as printed; returns their codes."""
    columns = {}
    for performer in (p for procedure in sop.procedures for p in procedure.performers if not p.external):
        columns.setdefault(performer.code, performer.label)
    missing = sorted(set(columns) - set(office.roles.values_list("code", flat=True)))
    Role.objects.bulk_create(Role(organisation=office, code=code, name=columns[code]) for code in missing)
    return missing


def _keep_procedures(document, sop):
    """Rows for the procedures of `sop`, so that they are known by code from the day of their first draft."""
    for procedure in sop.procedures:
        row = Procedure.objects.filter(organisation=document.organisation_id, code=procedure.code).first()
        row = row or Procedure(organisation_id=document.organisation_id, code=procedure.code, name=procedure.name)
        row.sop, row.roles = document, sorted({*row.roles, *working_roles(procedure)})
        row.save()


def working_roles(procedure):
    """Office roles whose holders work on tickets of `procedure` (sop.definition.Procedure): every column but the requester's own."""
    return {procedure.acting_role(p.code) for p in procedure.performers if p.code != procedure.requester or p.external}
