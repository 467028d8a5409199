"""Pengaturan › Kesehatan sistem: what is stuck, in plain words, and the buttons that set it going again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import services as settings_log
from accounts.permissions import administrator_required
from tickets import tasks
from tickets.models import StepRun

from .. import health, outbox
from ..models import Delivery

MOST_SHOWN = 100


@require_safe
@administrator_required
def page(request):
    dead = _dead(request)
    context = {
        "parts": health.parts(request.user.organisation),
        "runs": _given_up(request).select_related("ticket")[:MOST_SHOWN],
        "dead": dead.select_related("notice__recipient", "notice__ticket", "chat")[:MOST_SHOWN],
        "dead_count": dead.count(),
    }
    return render(request, "notifications/health.html", context)


@administrator_required
@require_POST
def retry(request, pk):
    """Let the clock try a step again that it had given up."""
    run = get_object_or_404(_given_up(request), pk=pk)
    tasks.try_again(StepRun.objects.filter(pk=run.pk))
    settings_log.record(request.user.organisation, request.user, _("Pencatatan tenggat %s dicoba lagi") % run.ticket.number)
    messages.success(request, _("Tenggat %s akan dicoba lagi dalam beberapa detik.") % run.ticket.number)
    return redirect("pengaturan-kesehatan")


@administrator_required
@require_POST
def resend(request):
    """Send one dead letter of the office again (POST kiriman=id), or all of them."""
    dead = _dead(request)
    asked = request.POST.get("kiriman", "")
    if asked:
        row = get_object_or_404(dead, pk=int(asked) if asked.isdecimal() and len(asked) < 19 else 0)
        dead = dead.filter(pk=row.pk)
    count = outbox.resend(dead)
    settings_log.record(request.user.organisation, request.user, _("%d kiriman gagal dikirim ulang") % count)
    messages.success(request, ngettext("%d kiriman akan dikirim ulang.", "%d kiriman akan dikirim ulang.", count) % count)
    return redirect("pengaturan-kesehatan")


def _given_up(request):
    return tasks.given_up().filter(ticket__organisation=request.user.organisation_id)


def _dead(request):
    return Delivery.objects.dead().filter(notice__organisation=request.user.organisation_id)
