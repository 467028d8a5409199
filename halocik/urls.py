from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("worktime.urls")),
    path("", include("sop.urls")),
    path("", include("tickets.urls")),
    path("", include("notifications.urls")),
    path("", include("assets.urls")),
    path("", include("documents.urls")),
    path("", include("reports.urls")),
]
