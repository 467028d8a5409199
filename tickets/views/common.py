"""What the views share: who may come in, how a ticket is fetched."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from .. import permissions
from ..models import Spokesperson, Ticket, Turn, Watch


def office_page(view):
    """Signed-in people of an office only; the technical superuser belongs to none and has no tickets."""

    @login_required
    @wraps(view)
    def checked(request, *args, **kwargs):
        if request.user.organisation_id is None:
            raise PermissionDenied(_("Akun ini tidak terikat pada satu instansi. Masuklah dengan akun di instansi Anda."))
        return view(request, *args, **kwargs)

    return checked


def get_ticket(user, number):
    """The ticket `number` if `user` may see it, else 404. With its turns, `watched` and `spoken_for` (bool). Two queries."""
    tickets = (
        Ticket.objects.filter(organisation=user.organisation_id)
        .select_related("procedure", "revision", "requester", "opened_by")
        .defer("words", "revision__content", "revision__source")
        .annotate(watched=Exists(Watch.objects.filter(ticket=OuterRef("pk"), person=user)))
        .annotate(spoken_for=Exists(Spokesperson.objects.filter(ticket=OuterRef("pk"))))
        .prefetch_related(Prefetch("turns", Turn.objects.select_related("person")))
    )
    ticket = get_object_or_404(tickets, number=number)
    ticket.organisation = user.organisation  # it need not be fetched again
    if not permissions.may_see(user, ticket):
        raise Http404
    return ticket


def posted_turn(request):
    """The turn a form was made for; 0, which is never a ticket's turn, when it says none."""
    text = request.POST.get("_giliran", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
