"""What the search of a form's asset field finds."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tickets import pickers, registry
from tickets.views.common import office_page

from ..permissions import may_choose


@require_safe
@office_page
def options(request):
    """Options of the field `_nama`: those ticked already, and what `_cari` finds in the visitor's office."""
    if not may_choose(request.user):
        raise PermissionDenied
    name, office = request.GET.get("_nama", "")[:60], request.user.organisation
    source = registry.field_source("aset")
    chosen = pickers.labels(source, office, request.GET.getlist(name)) if name else {}
    text = request.GET.get("_cari", "")[:200]
    context = {
        "name": name,
        "many": request.GET.get("_banyak") == "ya",
        "options": pickers.options(source, office, text, chosen),
        "searched": bool(text.strip()),
    }
    return render(request, "tickets/widgets/_picker_options.html", context)
