from django.urls import path

from . import views
from .book import settings
from .book import views as book

urlpatterns = [
    path("surat/<uuid:uuid>/", views.download, name="surat-unduh"),
    path("surat/<uuid:uuid>/rincian/", book.detail, name="surat"),
    path("surat/<uuid:uuid>/nomor/", book.number, name="surat-nomor"),
    path("surat/<uuid:uuid>/batal/", book.void, name="surat-batal"),
    path("surat/<uuid:uuid>/ulang/", views.retry, name="surat-ulang"),
    path("tiket/<str:number>/surat/", views.panel, name="surat-panel"),
    path("tiket/<str:number>/draf/<str:action>/<int:place>/", views.draft, name="surat-draf"),
    path("pengaturan/nomor-surat/", settings.listing, name="pengaturan-nomor"),
    path("pengaturan/nomor-surat/<slug:kind>/", settings.edit, name="pengaturan-nomor-ubah"),
    path("pengaturan/nomor-surat/<slug:kind>/contoh/", settings.example, name="pengaturan-nomor-contoh"),
    path("periksa/<str:token>/", views.check, name="surat-periksa"),
]
