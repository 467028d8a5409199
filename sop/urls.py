from django.urls import path

from . import uploads, views

urlpatterns = [
    path("sop/", views.catalogue, name="sop-daftar"),
    path("sop/unggah/", uploads.upload, name="sop-unggah"),
    path("sop/<slug:code>/", views.procedure, name="sop"),
    path("sop/<slug:code>/lembar.pdf", views.printed, name="sop-pdf"),
    path("sop/<slug:code>/lembar.svg", views.drawn, name="sop-svg"),
]
