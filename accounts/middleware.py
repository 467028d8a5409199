from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django_htmx.http import HttpResponseClientRedirect


class OrganisationMiddleware:
    """Show every moment in the zone of the signed-in person's office, whatever zone server and browser are in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated and user.organisation_id:
            with timezone.override(ZoneInfo(user.organisation.zone)):
                return self.get_response(request)
        return self.get_response(request)


class TemporaryPasswordMiddleware:
    """Whoever signed in with a temporary password sees nothing but the page that changes it."""

    OPEN = {"sandi", "keluar"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user = request.user
        if user.is_authenticated and user.must_change_password and request.resolver_match.url_name not in self.OPEN:
            return HttpResponseClientRedirect(resolve_url("sandi")) if request.htmx else redirect("sandi")
        return None


class PrivatePagesMiddleware:
    """Nothing of a signed-in person stays in a shared PC's cache, and a lapsed session never ends in a page within a page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        if request.htmx and response.status_code == 302 and response["Location"].startswith(resolve_url(settings.LOGIN_URL)):
            return HttpResponseClientRedirect(_sign_in_and_come_back(request))
        return response


def _sign_in_and_come_back(request):
    """The sign-in page, leading back to the page shown in the browser, not to the fragment htmx asked for."""
    shown = request.htmx.current_url_abs_path  # None when the header names another host
    return resolve_url(settings.LOGIN_URL) + ("?" + urlencode({"next": shown}) if shown else "")
