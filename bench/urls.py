"""The portal's addresses, and the bare page they are measured against."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import include, path


@login_required
def bare(request):
    """A Django view behind session auth: middleware, session, user, one small template."""
    return render(request, "bench/bare.html")


urlpatterns = [path("bench/bare/", bare), path("", include("halocik.urls"))]
