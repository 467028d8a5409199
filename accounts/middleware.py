from zoneinfo import ZoneInfo

from django.utils import timezone


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
