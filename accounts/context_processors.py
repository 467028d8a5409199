def portal(request):
    """`office`: the organisation of the signed-in person, or None."""
    user = getattr(request, "user", None)
    return {"office": user.organisation if user is not None and user.is_authenticated else None}
