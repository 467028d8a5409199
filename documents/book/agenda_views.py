"""Buku agenda surat keluar: the page, on paper, and as CSV."""

from functools import wraps

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tickets.views.common import office_page

from .. import engine
from ..glyphs import printable
from ..models import file_name
from ..permissions import may_read_book
from . import agenda

PER_PAGE = 25


def reader_required(view):
    @office_page
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not may_read_book(request.user):
            raise PermissionDenied(_("Buku agenda dibaca pimpinan, yang membagi tugas, dan pengelola portal."))
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@reader_required
def page(request):
    form, found = _asked(request)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown.total = shown.paginator.count
    context = {
        "form": form,
        "page": shown,
        "rows": [(letter, agenda.addressee(letter), agenda.remark(letter)) for letter in shown],
        "waiting": agenda.waiting_for_number(request.user),
    }
    return render(request, "documents/book/agenda.html", context)


@require_safe
@reader_required
def pdf(request):
    form, found = _asked(request)
    rows = list(found.order_by("issued_on", "pk")[: agenda.MOST_PRINTED + 1])
    context = {
        "head": engine.letterhead(request.user.organisation),
        "office": request.user.organisation,
        "columns": agenda.COLUMNS,
        "lines": printable([agenda.line(letter) for letter in rows[: agenda.MOST_PRINTED]]),
        "about": printable(form.title()),
        "cut": agenda.MOST_PRINTED if len(rows) > agenda.MOST_PRINTED else 0,
        "made": timezone.now(),
    }
    css = (settings.BASE_DIR / "templates" / "documents" / "book" / "paper.css").read_text()
    try:
        content = engine.pdf(render_to_string("documents/book/paper.html", context), css)
    except engine.CannotRender as lacking:
        return HttpResponse(str(lacking), status=503, content_type="text/plain; charset=utf-8")
    return _download(content, "application/pdf", file_name(_("Buku agenda"), request.user.organisation.short_name))


@require_safe
@reader_required
def as_csv(request):
    _form, found = _asked(request)
    name = file_name(_("Buku agenda"), request.user.organisation.short_name).replace(".pdf", ".csv")
    return _download(agenda.as_csv(found), "text/csv; charset=utf-8", name)


def _asked(request):
    form = agenda.FilterForm(request.GET, request.user.organisation)
    return form, form.apply(agenda.letters(request.user))


def _download(content, kind, name):
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
