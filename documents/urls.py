from django.urls import path

from . import views

urlpatterns = [
    path("surat/<uuid:uuid>/", views.download, name="surat-unduh"),
    path("surat/<uuid:uuid>/ulang/", views.retry, name="surat-ulang"),
    path("tiket/<str:number>/surat/", views.panel, name="surat-panel"),
    path("tiket/<str:number>/draf/<str:action>/<int:place>/", views.draft, name="surat-draf"),
    path("periksa/<str:token>/", views.check, name="surat-periksa"),
]
