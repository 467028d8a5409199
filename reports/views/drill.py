"""The list behind a number: as many rows as the number said. What the reader may not open is counted, but says nothing about itself."""

from types import SimpleNamespace

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tickets.models import Ticket

from .. import lists, permissions
from ..exports import closing_of
from ..rows import of_events, of_tickets, of_visits
from .common import bad

PAGE = 25
ROWS = {lists.TICKETS: of_tickets, lists.VISITS: of_visits, lists.EVENTS: of_events}


@require_safe
@permissions.reader_required
def listing(request):
    office = request.user.organisation
    form = lists.ListForm({name: value[:200] for name, value in request.GET.items()}, organisation=office)
    if set(request.GET) - set(form.fields) or not form.is_valid():
        return bad(request)
    found = lists.Listing(office, form.cleaned_data, set(request.GET))
    paginator = Paginator(found.rows(), PAGE)
    page = paginator.get_page(form.cleaned_data["page"] or 1)
    rows = ROWS[found.what.of](list(page.object_list), found.definitions)
    context = {
        "list": found,
        "rows": rows,
        "visible": visible(request.user, {row.ticket_id for row in rows}),
        "page": SimpleNamespace(number=page.number, has_next=page.has_next(), has_previous=page.has_previous(), total=paginator.count),
        "total": paginator.count,
        "closing": closing_of(office, found.period),
    }
    return render(request, "reports/list.html", context)


def visible(user, ids):
    """Ids of those tickets that `user` may open."""
    return set(Ticket.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
