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
