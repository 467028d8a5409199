from django.core.exceptions import BadRequest


class ClientAddressMiddleware:
    """Behind our own proxy (HALOCIK_BEHIND_PROXY) the client is the last entry of X-Forwarded-For, the one that proxy wrote itself.

    Earlier entries came with the request and may say anything. Without a proxy the header is never read.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        client = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if client:
            request.META["REMOTE_ADDR"] = client
        return self.get_response(request)


class NullCharacterMiddleware:
    """No browser sends a null character and PostgreSQL stores none: a request with one is answered 400 before any page looks at it.

    Searches drop it from their words themselves.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path_info:
            raise BadRequest("null character in the address")
        if any("\x00" in value for value in request.COOKIES.values()):  # written as \000 it passes every server
            raise BadRequest("null character in a cookie")
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        # Here the request's own limits and CSRF have had their say; reading POST earlier would forestall them.
        if request.method == "POST" and any("\x00" in value for name in request.POST for value in (name, *request.POST.getlist(name))):
            raise BadRequest("null character in the form")
