"""Inventarisasi: the list, counting with a phone, the report; and the page that scans a label to show its asset."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sop.sheet import CannotRender

from ..models import Asset, Location
from ..permissions import manager_required, may_manage, viewer_required
from ..places import below
from . import report, services
from .finding import find
from .forms import CountForm, StocktakeForm
from .models import Count, Stocktake

State = Count.State
PAGE = 50
WAITING_SHOWN = 30


def _get(request, pk):
    found = Stocktake.objects.filter(organisation=request.user.organisation_id)
    stocktake = get_object_or_404(found.select_related("location", "category", "started_by", "closed_by"), pk=pk)
    stocktake.organisation = request.user.organisation
    return stocktake


@require_safe
@viewer_required
def listing(request):
    found = Stocktake.objects.filter(organisation=request.user.organisation_id).select_related("location", "category", "started_by")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    figures = report.figures_of(page.object_list)
    context = {
        "page": page,
        "rows": [(stocktake, figures[stocktake.pk]) for stocktake in page],
        "may_manage": may_manage(request.user),
    }
    return render(request, "assets/stocktake/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def begin(request):
    stocktake = Stocktake(organisation=request.user.organisation)
    form = StocktakeForm(request.POST or None, instance=stocktake)
    if request.method == "POST" and form.is_valid():
        try:
            services.begin(form.save(commit=False), actor=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("aset-inventarisasi-hitung", stocktake.pk)
    return render(request, "assets/stocktake/form.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@viewer_required
def detail(request, pk):
    stocktake = _get(request, pk)
    state = request.GET.get("keadaan", "")
    context = {
        "stocktake": stocktake,
        "figures": report.figures(stocktake),
        "state": state if state in (*State.values, "tambahan") else "",
        "page": Paginator(report.rows(stocktake, state), PAGE).get_page(request.GET.get("page")),
        "may_manage": may_manage(request.user),
    }
    return render(request, "assets/stocktake/detail.html", context)


# Counting


@require_http_methods(["GET", "HEAD", "POST"])
@viewer_required
def count(request, pk):
    stocktake = _get(request, pk)
    if not stocktake.is_open:
        messages.info(request, _("Inventarisasi ini sudah ditutup."))
        return redirect(stocktake)
    room = _room(request)
    if request.method == "POST":
        return _counted(request, stocktake, room)
    text = request.GET.get("cari", "").strip()
    found = find(request.user.organisation, text) if text else _named(request)
    asset = found[0] if len(found) == 1 else None
    form = CountForm(organisation=request.user.organisation, initial=_seen(stocktake, asset, room)) if asset else None
    return _counting(request, stocktake, room, asset=asset, form=form, found=found, text=text)


def _counted(request, stocktake, room):
    """The answer to a button of the form: on to the next asset, or the form again."""
    pk = request.POST.get("aset", "")
    asset = Asset.objects.of(request.user.organisation_id).described().filter(pk=int(pk) if _is_id(pk) else 0).first()
    if asset is None:
        messages.error(request, _("Pilih atau pindai asetnya dahulu."))
        return redirect(_address(stocktake, room))
    form = CountForm(request.POST, organisation=request.user.organisation)
    if form.is_valid():
        try:
            row = services.count(stocktake.pk, asset, actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(name)s: %(state)s.") % {"name": asset.name, "state": row.get_state_display()})
            return redirect(_address(stocktake, room))
    return _counting(request, stocktake, room, asset=asset, form=form, status=422)


def _counting(request, stocktake, room, *, asset=None, form=None, found=(), text="", status=200):
    waiting = stocktake.counts.filter(state=State.WAITING).select_related("asset", "recorded_place")
    if room is not None:
        waiting = waiting.filter(recorded_place__in=list(below(room)))
    context = {
        "stocktake": stocktake,
        "figures": report.figures(stocktake),
        "rooms": Location.objects.filter(organisation=request.user.organisation_id),
        "room": room,
        "asset": asset,
        "row": stocktake.counts.select_related("by").filter(asset=asset).first() if asset else None,
        "form": form,
        "found": found if len(found) > 1 else [],
        "text": text,
        "nothing": bool(text) and not found,
        "waiting": waiting.order_by("recorded_place__path", "asset__name", "pk")[:WAITING_SHOWN],
        "waiting_total": waiting.count(),
        "back": _address(stocktake, room),
        "kept": f"?ruang={room.pk if room else ''}",
    }
    return render(request, "assets/stocktake/count.html", context, status=status)


def _seen(stocktake, asset, room):
    """What the form begins with: as counted before, else as the register says; elsewhere, when met in another room than recorded."""
    row = stocktake.counts.filter(asset=asset).exclude(state=State.WAITING).first()
    if row is not None:
        return {"condition": row.condition or asset.condition, "place": row.place_id, "note": row.note}
    return {"condition": asset.condition, "place": room.pk if room is not None and not _is_in(asset, room) else None}


def _is_in(asset, room):
    return asset.location_id is not None and asset.location.trail.startswith(room.trail)


def _room(request):
    pk = request.POST.get("ruang") or request.GET.get("ruang", "")
    return Location.objects.filter(organisation=request.user.organisation_id, pk=int(pk)).first() if _is_id(pk) else None


def _named(request):
    pk = request.GET.get("aset", "")
    return list(Asset.objects.of(request.user.organisation_id).described().filter(pk=int(pk))) if _is_id(pk) else []


def _is_id(text):
    return text.isascii() and text.isdigit() and len(text) < 19


def _address(stocktake, room):
    return reverse("aset-inventarisasi-hitung", args=[stocktake.pk]) + (f"?{urlencode({'ruang': room.pk})}" if room else "")


# Closing and taking away


@require_POST
@manager_required
def close(request, pk):
    stocktake = _get(request, pk)
    try:
        changed = services.close(stocktake.pk, actor=request.user, apply=request.POST.get("terapkan") == "ya")
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
    else:
        told = ngettext("%d aset diperbarui.", "%d aset diperbarui.", changed) % changed if changed else ""
        messages.success(request, " ".join(filter(None, [_("Inventarisasi ditutup."), told])))
    return redirect(stocktake)


@require_safe
@viewer_required
def pdf(request, pk):
    stocktake = _get(request, pk)
    try:
        content = report.as_pdf(stocktake)
    except CannotRender as lacking:
        return HttpResponse(str(lacking), status=503, content_type="text/plain; charset=utf-8")
    return _download(content, "application/pdf", stocktake, "pdf")


@require_safe
@viewer_required
def as_csv(request, pk):
    stocktake = _get(request, pk)
    return _download(report.as_csv(stocktake), "text/csv; charset=utf-8", stocktake, "csv")


def _download(content, kind, stocktake, ending):
    name = f"{slugify(stocktake.name)[:60] or 'inventarisasi'}.{ending}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=kind, headers=headers)


# Scanning


@require_safe
@viewer_required
def scan(request):
    """Scan a label, or type what it says, to see the asset."""
    text = request.GET.get("cari", "").strip()
    found = find(request.user.organisation, text) if text else []
    if len(found) == 1:
        return redirect(found[0])
    return render(request, "assets/stocktake/scan.html", {"text": text, "found": found, "nothing": bool(text) and not found})
