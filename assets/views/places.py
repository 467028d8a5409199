"""Locations and categories of an office."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.db.models.deletion import ProtectedError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..models import Category, Location
from ..permissions import manager_required
from ..place_forms import CategoryForm, LocationForm
from ..places import save_location


@require_safe
@manager_required
def locations(request):
    rows = Location.objects.filter(organisation=request.user.organisation_id).annotate(count=Count("assets"))
    return render(request, "assets/locations.html", {"locations": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def add_location(request):
    return _location(request, Location(organisation=request.user.organisation))


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def edit_location(request, pk):
    return _location(request, get_object_or_404(Location, pk=pk, organisation=request.user.organisation_id))


def _location(request, location):
    form = LocationForm(request.POST or None, instance=location)
    if request.method == "POST" and form.is_valid() and _saved(form, lambda: save_location(form.instance)):
        messages.success(request, _("%(name)s sudah disimpan.") % {"name": form.instance.path})
        return redirect("aset-lokasi")
    context = {"form": form, "location": location if location.pk else None}
    return render(request, "assets/location_form.html", context, status=422 if form.errors else 200)


def _saved(form, save):
    try:
        with transaction.atomic():
            save()
    except ValidationError as error:
        form.add_error(None if not hasattr(error, "error_dict") else "parent", error.messages)
        return False
    except IntegrityError:
        form.add_error("name", _("Nama ini sudah dipakai."))
        return False
    return True


@require_POST
@manager_required
def remove_location(request, pk):
    return _remove(request, get_object_or_404(Location, pk=pk, organisation=request.user.organisation_id), "aset-lokasi")


def _remove(request, row, back):
    try:
        row.delete()
    except ProtectedError:
        messages.error(request, _("%(name)s masih dipakai, jadi tidak dapat dihapus.") % {"name": row})
    else:
        messages.success(request, _("%(name)s dihapus.") % {"name": row})
    return redirect(back)


@require_safe
@manager_required
def categories(request):
    rows = Category.objects.filter(organisation=request.user.organisation_id).annotate(count=Count("assets"))
    return render(request, "assets/categories.html", {"categories": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def add_category(request):
    return _category(request, Category(organisation=request.user.organisation))


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def edit_category(request, pk):
    return _category(request, get_object_or_404(Category, pk=pk, organisation=request.user.organisation_id))


def _category(request, category):
    form = CategoryForm(request.POST or None, instance=category)
    if request.method == "POST" and form.is_valid() and _saved(form, form.save):
        messages.success(request, _("%(name)s sudah disimpan.") % {"name": category.name})
        return redirect("aset-kategori")
    context = {"form": form, "category": category if category.pk else None}
    return render(request, "assets/category_form.html", context, status=422 if form.errors else 200)


@require_POST
@manager_required
def remove_category(request, pk):
    return _remove(request, get_object_or_404(Category, pk=pk, organisation=request.user.organisation_id), "aset-kategori")
