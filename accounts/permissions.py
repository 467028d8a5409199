"""Who may open the settings pages. Fetching is the access check (404 for another office), the rule comes first (403)."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from .navigation import administers


def administrator_required(view):
    """Anonymous: to the sign-in page. Not the office's pengelola: 403. Settings pages of other apps use it too."""

    @login_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not administers(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def get_own_or_404(model_or_queryset, request, pk, office="organisation"):
    """The object `pk` of the signed-in person's office; of another office: 404. `office`: lookup of its organisation."""
    return get_object_or_404(model_or_queryset, **{office: request.user.organisation_id, "pk": pk})
