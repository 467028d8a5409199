"""One letter and its number: what is known about it, typing the number, cancelling it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tickets.views.common import get_ticket, office_page

from .. import permissions
from ..models import Letter
from ..signing import copies
from . import clerks


class NumberForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Nomor surat"),
        max_length=clerks.LONGEST,
        help_text=gettext_lazy(
            "Seperti tertulis di buku agenda atau SRIKANDI. Setelah disimpan, nomor dicetak pada surat dan tidak dapat diubah."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )


class VoidForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan pembatalan"),
        max_length=300,
        help_text=gettext_lazy(
            "Tercatat di buku agenda. Surat dan nomornya tetap tersimpan, ditandai batal, dan nomornya tidak dipakai lagi."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_safe
@office_page
def detail(request, uuid):
    """Everything the portal knows about one letter."""
    letter, ticket = _get(request, uuid)
    versions = Letter.objects.of_one_number(letter).filter(voided_at=letter.voided_at).defer("facts").order_by("-version")
    context = {
        "letter": letter,
        "ticket": ticket,
        "versions": versions if letter.version > 1 or letter.is_superseded else [],
        "may_number": letter.lacks_number and not letter.is_void and permissions.may_number(request.user, ticket),
        "may_correct": not (letter.is_void or letter.is_superseded or letter.lacks_number)
        and permissions.may_correct(request.user, letter),
        "signing": copies.summary(letter, may_upload=permissions.may_retry(request.user, ticket)),
        "may_void": not letter.is_void and permissions.may_void(request.user, ticket),
    }
    return render(request, "documents/letter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def number(request, uuid):
    """Type the number of a letter that waits for one."""
    letter, ticket = _get(request, uuid)
    if not permissions.may_number(request.user, ticket):
        raise PermissionDenied(_("Nomor surat diisi pengelola portal atau yang membagi tugas pada tiket ini."))
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            clerks.give_number(letter, form.cleaned_data["number"], actor=request.user)
        except ValidationError as refused:
            form.add_error("number", refused)
        else:
            messages.success(request, _("Nomor sudah disimpan. Suratnya sedang dibuat."))
            return redirect("surat", letter.uuid)
    return render(request, "documents/book/number.html", {"form": form, "letter": letter}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def void(request, uuid):
    """Cancel a letter, with a reason."""
    letter, ticket = _get(request, uuid)
    if not permissions.may_void(request.user, ticket):
        raise PermissionDenied(_("Surat dibatalkan oleh pengelola portal atau pimpinan."))
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            clerks.void(letter, form.cleaned_data["reason"], actor=request.user)
        except ValidationError as refused:
            form.add_error("reason", refused)
        else:
            messages.success(request, _("Surat sudah dibatalkan."))
            return redirect("surat", letter.uuid)
    return render(request, "documents/book/void.html", {"form": form, "letter": letter}, status=422 if form.errors else 200)


def _get(request, uuid):
    """(Letter, its Ticket) if the person may see them, else 404."""
    letter = get_object_or_404(Letter.objects.visible_to(request.user).select_related("ticket", "numbered_by", "voided_by"), uuid=uuid)
    return letter, get_ticket(request.user, letter.ticket.number)
