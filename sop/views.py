"""The office's SOPs to read: the catalogue, a procedure with its sheet and revisions, and the printed document."""

import contextlib
import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.cache import caches
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.navigation import administers
from accounts.roles import standings

from . import sheet
from .models import Procedure, Revision, Sop
from .permissions import member_required
from .sheet.flow import header_notes
from .sheet.pdf import identity

MOST_KEPT = 1024 * 1024  # bytes of one PDF; with the number of entries (settings.CACHES) this bounds the folder
# Part of the key of kept PDFs: raise it when the drawing changes.
PDF_FORM = 1


@require_safe
@member_required
def catalogue(request):
    """Every SOP document of the office."""
    revisions = Revision.objects.defer("content", "source").order_by("-sequence")
    documents = Sop.objects.filter(organisation=request.user.organisation_id).order_by("name")
    documents = documents.prefetch_related(Prefetch("revisions", revisions), Prefetch("procedures", Procedure.objects.order_by("pk")))
    context = {"documents": [Document.of(row) for row in documents], "may_upload": administers(request.user)}
    return render(request, "sop/catalogue.html", context)


@dataclass(frozen=True)
class Document:
    """One line of the catalogue. `revision`: in force, else the newest; `coming`: a draft that waits for its day, or None."""

    row: Sop
    revision: Revision | None
    coming: Revision | None
    procedures: list[Procedure]

    @classmethod
    def of(cls, row):
        revisions = list(row.revisions.all())
        in_force = next((r for r in revisions if r.status == Revision.Status.IN_FORCE), None)
        draft = next((r for r in revisions if r.status == Revision.Status.DRAFT), None)
        offered = [p for p in row.procedures.all() if p.revision_in_force_id]
        return cls(
            row, in_force or (revisions[0] if revisions else None), draft if in_force else None, offered or list(row.procedures.all())
        )


@require_safe
@member_required
def procedure(request, code):
    """One procedure: its sheet, what stands under it, the identity block and the revisions. `?revisi=2` shows an older one."""
    shown = Shown.of(request, code)
    context = {
        "shown": shown,
        "drawing": sheet.html(shown.sop, shown.procedure),
        "notes": sheet.notes(shown.procedure),
        "header": header_notes(shown.sop),
        "identity": identity(shown.sop, request.user.organisation),
        "siblings": [other for other in shown.sop.procedures if other.code != code],
        "history": shown.history,
        "ask_url": _ask_url(request.user, shown),
    }
    return render(request, "sop/procedure.html", context)


@dataclass(frozen=True)
class Shown:
    """What a page shows: the procedure's row, one revision of its document, and the values in it."""

    row: Procedure
    revision: Revision
    revisions: list[Revision]

    @classmethod
    def of(cls, request, code):
        """Of the person's own office, else 404. `?revisi=` picks a revision by its number."""
        rows = Procedure.objects.select_related("sop", "organisation")
        row = get_object_or_404(rows, organisation=request.user.organisation_id, code=code)
        revisions = list(row.sop.revisions.defer("content", "source").select_related("loaded_by"))
        wanted = request.GET.get("revisi")
        if wanted is not None:
            revision = next((r for r in revisions if str(r.sequence) == wanted), None)
        else:
            revision = next((r for r in revisions if r.pk == row.revision_in_force_id), None)
            revision = revision or next((r for r in revisions if holds(r, code)), None)
        if revision is None or not holds(revision, code):
            raise Http404(_("Revisi ini tidak memuat prosedur yang Anda cari."))
        return cls(row, revision, revisions)

    @property
    def sop(self):
        return self.revision.definition

    @property
    def procedure(self):
        return self.sop.procedure(self.row.code)

    @property
    def is_in_force(self):
        return self.revision.pk == self.row.revision_in_force_id

    @property
    def history(self):
        """The revisions that hold this procedure, the newest first."""
        return [revision for revision in self.revisions if holds(revision, self.row.code)]

    @property
    def mark(self):
        """The word over the pages of a print that is not to be worked by."""
        if self.is_in_force:
            return ""
        return _("DRAF") if self.revision.status == Revision.Status.DRAFT else _("TIDAK BERLAKU")

    @property
    def file_name(self):
        return f"{slugify(self.sop.number.replace('/', '-')) or 'sop'}-{self.row.code}"


def holds(revision, code):
    return any(procedure.code == code for procedure in revision.definition.procedures)


def _ask_url(user, shown):
    """Where this person asks for the service; None when they may not, or when it is not offered."""
    if not shown.is_in_force:
        return None
    mine = {standing.role for standing in standings(user)}
    if not any(shown.procedure.acting_role(role) in mine for role in shown.procedure.opened_by):
        return None
    try:
        return reverse("layanan-ajukan", args=[shown.row.code])
    except NoReverseMatch:
        return None


@require_safe
@member_required
def printed(request, code):
    """The procedure as PDF: identity page, table with page connectors, notes. `?semua` prints the whole document."""
    shown = Shown.of(request, code)
    office = request.user.organisation
    every = "semua" in request.GET
    key = _print_key(shown, office, every)
    made = caches["drawn"].get(key)
    if made is None:
        try:
            made = sheet.render_pdf(shown.sop, None if every else [shown.procedure], office=office, mark=shown.mark)
        except sheet.CannotRender as missing:
            messages.error(request, str(missing))
            return redirect("sop", code)
        if len(made) <= MOST_KEPT:
            with contextlib.suppress(OSError):  # a full disk: it was drawn all the same
                caches["drawn"].set(key, made)
    disposition = "inline" if "lihat" in request.GET else "attachment"
    headers = {"Content-Disposition": f'{disposition}; filename="{shown.file_name}.pdf"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _print_key(shown, office, every):
    """A kept PDF is found again by all that it shows: content, letterhead, mark."""
    letterhead = (office.head_line_1, office.head_line_2, office.name, office.logo.name)
    what = (PDF_FORM, settings.SOP_PAPER, shown.revision.content_hash, "" if every else shown.row.code, shown.mark, *letterhead)
    return "sop-pdf:" + hashlib.sha256(repr(what).encode()).hexdigest()


@require_safe
@member_required
def drawn(request, code):
    """The sheet as one SVG file."""
    shown = Shown.of(request, code)
    headers = {
        "Content-Disposition": f'attachment; filename="{shown.file_name}.svg"',
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(sheet.render_svg(shown.sop, shown.procedure), content_type="image/svg+xml", headers=headers)
