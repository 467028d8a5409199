"""Pengaturan › Orang."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import nip as nips
from .. import services
from ..forms import PersonForm
from ..models import RoleHolding, User
from ..permissions import administrator_required, get_own_or_404
from ..roles import office_day
from ..saving import refusals

PER_PAGE = 25
TABS = {"aktif": Q(is_active=True), "pengelola": Q(is_active=True, administers=True), "nonaktif": Q(is_active=False)}


@require_safe
@administrator_required
def people(request):
    office = request.user.organisation
    tab = request.GET.get("tampil") if request.GET.get("tampil") in TABS else "aktif"
    q = request.GET.get("q", "")[:200].replace("\x00", "").strip()
    holdings = RoleHolding.objects.on(office_day(office)).select_related("role")
    found = User.objects.filter(TABS[tab], organisation=office).prefetch_related(Prefetch("holdings", holdings, to_attr="now"))
    page = Paginator(_search(found, q).order_by("name", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    page.total = page.paginator.count
    return render(request, "accounts/settings/people.html", {"page": page, "q": q, "tab": tab})


def _search(people, q):
    """Every word in name, user name, jabatan or unit; digits also in the NIP."""
    for word in q.split()[:6]:
        match = Q(name__icontains=word) | Q(username__icontains=word) | Q(position__icontains=word) | Q(unit__icontains=word)
        if digits := nips.normalise(word):
            match |= Q(nip__contains=digits)
        people = people.filter(match)
    return people


@administrator_required
def add(request):
    form = PersonForm(request.POST or None, instance=User(organisation=request.user.organisation))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            password = services.add_person(form.instance, actor=request.user)
            return _show_password(request, form.instance, password, new=True)
    return render(request, "accounts/settings/person_form.html", {"form": form, "somebody": None}, status=422 if form.errors else 200)


@administrator_required
def edit(request, pk):
    somebody = get_own_or_404(User.objects.select_related("organisation"), request, pk)
    form = PersonForm(request.POST or None, instance=somebody)
    if request.method == "POST" and form.is_valid():
        with refusals(form, "administers"):
            services.update_person(form.instance, services.changed_fields(form), actor=request.user)
            keep_own_session(request, somebody)
            messages.success(request, _("Data %(name)s sudah disimpan.") % {"name": somebody})
            return redirect("pengaturan-orang")
    shown = User.objects.get(pk=pk)  # what is stored, not what a refused form left on the instance
    holdings = shown.holdings.during(office_day(request.user.organisation), None).select_related("role").order_by("starts_on")
    context = {"form": form, "somebody": shown, "holdings": holdings}
    return render(request, "accounts/settings/person_form.html", context, status=422 if form.errors else 200)


@administrator_required
@require_POST
def deactivate(request, pk):
    somebody = get_own_or_404(User, request, pk)
    try:
        services.deactivate(somebody, actor=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return redirect("pengaturan-orang-ubah", pk)
    messages.success(request, _("Akun %(name)s sudah dinonaktifkan. Sesi dan perannya sudah berakhir.") % {"name": somebody})
    return redirect("pengaturan-orang")


@administrator_required
@require_POST
def reactivate(request, pk):
    somebody = get_own_or_404(User, request, pk)
    try:
        password = services.reactivate(somebody, actor=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return redirect("pengaturan-orang-ubah", pk)
    return _show_password(request, somebody, password)


@administrator_required
@require_POST
def reset_password(request, pk):
    somebody = get_own_or_404(User.objects.filter(is_active=True), request, pk)
    if somebody.pk == request.user.pk:
        messages.info(request, _("Untuk akun Anda sendiri, pakai halaman ini."))
        return redirect("sandi")
    return _show_password(request, somebody, services.reset_password(somebody, actor=request.user))


def _show_password(request, somebody, password, new=False):
    """Answered to the POST itself: the password is in no session, no log and no address."""
    response = render(request, "accounts/settings/one_time_password.html", {"somebody": somebody, "password": password, "new": new})
    response["Cache-Control"] = "no-store"
    return response


def keep_own_session(request, somebody):
    """Whoever changed their own rights stays signed in here; their other sessions have ended."""
    if somebody.pk == request.user.pk:
        update_session_auth_hash(request, somebody)
