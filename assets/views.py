"""The register: list, one asset, adding and editing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .forms import AssetForm, FilterForm
from .models import Asset
from .permissions import manager_required, may_manage, viewer_required

PER_PAGE = 25


@require_safe
@viewer_required
def listing(request):
    filters = FilterForm(request.GET)
    found = filters.apply(Asset.objects.of(request.user.organisation_id).select_related("holder"))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    page.total = page.paginator.count
    return render(request, "assets/list.html", {"page": page, "filters": filters, "may_manage": may_manage(request.user)})


@require_safe
@viewer_required
def detail(request, pk):
    asset = _get(request, pk)
    return render(request, "assets/detail.html", {"asset": asset, "may_manage": may_manage(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def add(request):
    return _edit(request, Asset(organisation=request.user.organisation))


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def edit(request, pk):
    return _edit(request, _get(request, pk))


def _get(request, pk):
    return get_object_or_404(Asset.objects.of(request.user.organisation_id).select_related("holder", "changed_by"), pk=pk)


def _edit(request, asset):
    title = str(asset.name)
    form = AssetForm(request.POST or None, instance=asset)
    if request.method == "POST" and form.is_valid() and _save(form, request.user):
        messages.success(request, _("%(name)s sudah disimpan.") % {"name": asset.name})
        return redirect(asset)
    return render(
        request,
        "assets/form.html",
        {"form": form, "asset": asset if asset.pk else None, "title": title},
        status=422 if form.errors else 200,
    )


def _save(form, user):
    """Save the asset; False, with the form saying so, when somebody gave its number away a moment before."""
    form.instance.changed_by = user
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        form.add_error(None, _("Kode barang dengan NUP/nomor register ini sudah ada di daftar."))
        return False
    return True
