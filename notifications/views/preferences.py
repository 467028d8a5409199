"""Pilihan pemberitahuan: which kind by which way, quiet hours, and one's own chat channels."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.saving import refusals

from ..channels import NotSent, chat
from ..forms import ChatForm, PreferenceForm
from ..models import ChatAddress, Preference

PAUSE_SECONDS = 10  # between two test messages of one person: the portal is nobody's hammer


@login_required
def preferences(request):
    _require_office(request.user)
    form = PreferenceForm(request.POST or None, instance=Preference.of([request.user.pk])[request.user.pk])
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            form.save()
            messages.success(request, _("Pilihan pemberitahuan sudah disimpan."))
            return redirect("pemberitahuan-pilihan")
    return _page(request, form, ChatForm(person=request.user), status=422 if form.errors else 200)


@login_required
@require_POST
@transaction.atomic
def add_chat(request):
    _require_office(request.user)
    User.objects.select_for_update(no_key=True).get(pk=request.user.pk)  # two at once would both be the last that is allowed
    chat_form = ChatForm(request.POST, person=request.user)
    if not chat_form.is_valid():
        form = PreferenceForm(instance=Preference.of([request.user.pk])[request.user.pk])
        return _page(request, form, chat_form, status=422)
    row = chat_form.save()
    messages.success(request, _("Saluran %s sudah ditambahkan. Kirim pesan uji untuk memastikannya.") % row.name)
    return redirect("pemberitahuan-pilihan")


@login_required
@require_POST
def test_chat(request, pk):
    row = get_object_or_404(ChatAddress, person=request.user, pk=pk)
    if not cache.add(f"notifications.test-message:{request.user.pk}", 1, PAUSE_SECONDS):
        messages.warning(request, _("Pesan uji baru saja dikirim. Tunggu %d detik, lalu coba lagi.") % PAUSE_SECONDS)
        return redirect("pemberitahuan-pilihan")
    try:
        chat.send(row, f"HaloCik: {_('pesan uji')}\n{settings.PORTAL_URL}/")
    except NotSent as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Pesan uji sudah dikirim ke %s.") % row.name)
    return redirect("pemberitahuan-pilihan")


@login_required
@require_POST
def remove_chat(request, pk):
    row = get_object_or_404(ChatAddress, person=request.user, pk=pk)
    row.delete()
    messages.success(request, _("Saluran %s sudah dihapus.") % row.name)
    return redirect("pemberitahuan-pilihan")


def _require_office(user):
    if user.organisation_id is None:
        raise PermissionDenied(_("Akun ini tidak terikat pada satu instansi. Masuklah dengan akun di instansi Anda."))


def _page(request, form, chat_form, status):
    context = {
        "form": form,
        "chat_form": chat_form,
        "chats": request.user.chat_addresses.all(),
        "email_on": settings.EMAIL_ON,
        "address": request.user.email,
    }
    return render(request, "notifications/preferences.html", context, status=status)
