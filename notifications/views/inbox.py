"""The inbox: what was I told, and the bell that says how much of it is new."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tickets.models import Ticket

from ..models import Notice

PER_PAGE = 25


def own_notices(user):
    """What `user` was told of tickets they may see today, and of their account."""
    if user.organisation_id is None:
        raise PermissionDenied(_("Akun ini tidak terikat pada satu instansi. Masuklah dengan akun di instansi Anda."))
    visible = Ticket.objects.visible_to(user).values("pk")
    notices = Notice.objects.for_inbox(user).filter(Q(ticket=None) | Q(ticket__in=visible))
    return notices.select_related("organisation", "ticket__organisation", "event").defer("ticket__words", "ticket__answers")


@login_required
@require_safe
def inbox(request):
    everything = request.GET.get("tampil") == "semua"
    notices = own_notices(request.user)
    page = Paginator(notices if everything else notices.unread(), PER_PAGE).get_page(request.GET.get("page"))
    page.total = page.paginator.count
    unread = notices.unread().exists() if everything else bool(page.total)
    return render(request, "notifications/inbox.html", {"page": page, "tab": "semua" if everything else "belum", "unread": unread})


@require_safe
def bell(request):
    """The bell, asked for every so often. Nobody signed in any more: nothing to say, so that a page somebody types in stays."""
    if not request.user.is_authenticated:
        return HttpResponse(status=204)
    return render(request, "notifications/_bell.html")


@login_required
@require_POST
def mark_read(request, pk):
    """A notice of one's own; of somebody else: 404."""
    notice = get_object_or_404(Notice.objects.for_inbox(request.user), pk=pk)
    Notice.objects.filter(pk=notice.pk).mark_read()
    return HttpResponse(status=204) if request.htmx else redirect("pemberitahuan")


@login_required
@require_POST
def mark_all_read(request):
    count = Notice.objects.for_inbox(request.user).mark_read()
    if count:
        text = ngettext("%d pemberitahuan ditandai sudah dibaca.", "%d pemberitahuan ditandai sudah dibaca.", count)
        messages.success(request, text % count)
    return redirect("pemberitahuan")
