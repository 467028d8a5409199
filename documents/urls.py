from django.urls import path

from . import views
from .book import agenda_views, settings
from .book import views as book
from .drafting import views as drafting
from .signing import copy_views
from .signing import views as signing

urlpatterns = [
    path("surat/<uuid:uuid>/", views.download, name="surat-unduh"),
    path("surat/<uuid:uuid>/rincian/", book.detail, name="surat"),
    path("surat/<uuid:uuid>/nomor/", book.number, name="surat-nomor"),
    path("surat/<uuid:uuid>/salinan/", copy_views.upload, name="surat-salinan"),
    path("surat/salinan/<uuid:uuid>/", copy_views.download, name="surat-salinan-unduh"),
    path("surat/<uuid:uuid>/batal/", book.void, name="surat-batal"),
    path("surat/<uuid:uuid>/ulang/", views.retry, name="surat-ulang"),
    path("tiket/<str:number>/surat/", views.panel, name="surat-panel"),
    path("surat/<uuid:uuid>/perbaikan/", drafting.correction, name="surat-perbaikan"),
    path("tiket/<str:number>/konsep-surat/<str:action>/<int:place>/", drafting.draft, name="surat-konsep"),
    path("tiket/<str:number>/draf/<str:action>/<int:place>/", views.draft, name="surat-draf"),
    path("pengaturan/nomor-surat/", settings.listing, name="pengaturan-nomor"),
    path("pengaturan/nomor-surat/<slug:kind>/", settings.edit, name="pengaturan-nomor-ubah"),
    path("pengaturan/nomor-surat/<slug:kind>/contoh/", settings.example, name="pengaturan-nomor-contoh"),
    path("dokumen/agenda/", agenda_views.page, name="agenda"),
    path("dokumen/agenda/agenda.pdf", agenda_views.pdf, name="agenda-pdf"),
    path("dokumen/agenda/agenda.csv", agenda_views.as_csv, name="agenda-csv"),
    path("dokumen/periksa/", signing.check, name="surat-periksa-berkas"),
    path("dokumen/periksa/<str:token>/", signing.check, name="surat-periksa"),
    path("periksa/<str:token>/", signing.old_address, name="surat-periksa-lama"),
]
