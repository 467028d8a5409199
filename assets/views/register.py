"""The register: list, one asset, adding and editing."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tickets.models import Ticket
from tickets.presenting.services import services as services_of

from .. import extras, presenting, services
from ..forms import AssetForm, DecreeForm
from ..listing import FilterForm, Page, page_number
from ..models import Asset, AssetEvent, SavedView, Status
from ..permissions import manager_required, may_manage, viewer_required
from .common import get_asset

MOST_TICKETS = 50


@require_safe
@viewer_required
def listing(request):
    office = request.user.organisation
    filters = FilterForm(request.GET, organisation=office)
    page = Page(filters.apply(Asset.objects.of(office)), page_number(request.GET.get("page", "")))
    context = {
        "page": page,
        "filters": filters,
        "views": SavedView.objects.filter(person=request.user),
        "may_manage": may_manage(request.user),
    }
    return render(request, "assets/list.html", context)


@require_safe
@viewer_required
def detail(request, pk):
    asset = get_asset(request, pk)
    tickets = Ticket.objects.visible_to(request.user).filter(asset_links__asset=asset).select_related("procedure").defer("words", "answers")
    context = {
        "asset": asset,
        "extras": extras.shown(asset),
        "value": presenting.rupiah(asset.value) if asset.value is not None else "",
        "history": presenting.history(asset, request.user),
        "cost": _cost(asset),
        "tickets": tickets.order_by("-pk")[:MOST_TICKETS],
        "parts": asset.parts.described(),
        "photos": asset.photos.select_related("uploaded_by"),
        "services": _services_about(request.user, asset),
        "may_manage": may_manage(request.user),
        "may_enter_decree": may_manage(request.user) and asset.status == Status.DISPOSAL_APPROVED and asset.busy_with is None,
        "busy_with": _busy_with(request.user, asset),
    }
    return render(request, "assets/detail.html", context)


def _cost(asset):
    total = asset.events.aggregate(total=Sum("cost"))["total"]
    return presenting.rupiah(total) if total is not None else ""


def _busy_with(user, asset):
    """The ticket that has the asset in hand, if `user` may see it."""
    return Ticket.objects.visible_to(user).filter(pk=asset.busy_with_id).first() if asset.busy_with_id else None


def _services_about(user, asset):
    """[(tickets.presenting Service, code of its field)] that `user` may open for `asset`: those whose first form asks for an asset."""
    if asset.status in (Status.PLANNED, Status.DISPOSED):
        return []
    found = []
    for service in services_of(user):
        fields = service.definition.first_act.actions[0].fields if service.may_open else ()
        code = next((f.code for f in fields if f.kind == "aset"), None)
        if code:
            found.append((service, code))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def add(request):
    return _edit(request, Asset(organisation=request.user.organisation))


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def edit(request, pk):
    return _edit(request, get_asset(request, pk))


def _edit(request, asset):
    title, new = str(asset.name), asset.pk is None
    form = AssetForm(request.POST or None, instance=asset)
    saved = form.is_valid() and _save(form, request.user, new) if request.method == "POST" else None
    if saved:
        messages.success(request, _("%(name)s sudah disimpan.") % {"name": saved.name})
        return redirect(saved)
    stale = getattr(form, "stale", None)
    return render(
        request,
        "assets/form.html",
        {"form": form, "asset": None if new else asset, "title": title, "stale": stale},
        status=409 if stale else 422 if form.errors else 200,
    )


def _save(form, user, new):
    """The saved asset; None, with the form saying so, when somebody was faster."""
    try:
        with transaction.atomic():
            if new:
                return services.add(form.instance.organisation, form.values, actor=user)
            services.change(form.instance.pk, form.values, kind=AssetEvent.Kind.EDITED, actor=user, version=form.cleaned_data["version"])
            return form.instance
    except services.Stale as stale:
        form.stale = stale.event
        form.add_error(None, _("%s Periksa datanya yang sekarang sebelum menyimpan lagi; yang Anda ketik masih ada.") % stale)
        form.data = form.data.copy()
        form.data["version"] = stale.asset.version
    except IntegrityError:
        form.add_error(None, _("Kode barang dengan NUP/nomor register ini sudah ada di daftar."))
    return None


@require_safe
@manager_required
def questions(request):
    """The questions of a category, for the form; asked again whenever another one is chosen."""
    form = AssetForm(initial={"category": None}, instance=Asset(organisation=request.user.organisation), data=request.GET or None)
    form.errors.clear()
    return render(request, "assets/_extras.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def decree(request, pk):
    """Enter the SK Penghapusan of an asset that was approved for disposal, after its ticket has ended."""
    asset = get_asset(request, pk)
    if asset.status != Status.DISPOSAL_APPROVED or asset.busy_with_id is not None:
        return render(request, "assets/decree.html", {"form": None, "asset": asset}, status=409 if request.method == "POST" else 200)
    form = DecreeForm(request.POST or None, organisation=request.user.organisation)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        values = {"status": Status.DISPOSED, "status_before": "", "decree_number": said["number"], "decree_date": said["date"]}
        try:
            services.change(asset.pk, values, kind=AssetEvent.Kind.DISPOSED, actor=request.user, version=asset.version)
        except services.Stale as stale:
            messages.warning(request, str(stale))
        else:
            messages.success(request, _("%(name)s tercatat dihapus dari daftar barang.") % {"name": asset.name})
        return redirect(asset)
    return render(request, "assets/decree.html", {"form": form, "asset": asset}, status=422 if form.errors else 200)
