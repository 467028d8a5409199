from django.urls import include, path

from . import views

urlpatterns = [
    path("sehat/", views.health, name="sehat"),
    path("sehat/web/", views.web_health, name="sehat-web"),
    path("", include("accounts.urls")),
    path("", include("worktime.urls")),
    path("", include("sop.urls")),
    path("", include("tickets.urls")),
    path("", include("notifications.urls")),
    path("", include("assets.urls")),
    path("", include("documents.urls")),
    path("", include("reports.urls")),
]
