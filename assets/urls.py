from django.urls import path

from .exchange import views as exchange
from .labels import views as labels
from .plans import contracts
from .plans import views as plans
from .stocktake import views as stocktake
from .views import photos, picking, places, register, saved

urlpatterns = [
    path("aset/", register.listing, name="aset-daftar"),
    path("aset/tambah/", register.add, name="aset-tambah"),
    path("aset/isian/", register.questions, name="aset-isian"),
    path("aset/pilih/", picking.options, name="aset-pilih"),
    path("aset/<int:pk>/", register.detail, name="aset"),
    path("aset/<int:pk>/ubah/", register.edit, name="aset-ubah"),
    path("aset/<int:pk>/sk/", register.decree, name="aset-sk"),
    path("aset/<int:pk>/foto/", photos.add, name="aset-foto-tambah"),
    path("aset/foto/<uuid:token>/", photos.show, name="aset-foto"),
    path("aset/foto/<uuid:token>/hapus/", photos.remove, name="aset-foto-hapus"),
    path("aset/tampilan/", saved.save, name="aset-tampilan"),
    path("aset/tampilan/<int:pk>/hapus/", saved.remove, name="aset-tampilan-hapus"),
    path("aset/lokasi/", places.locations, name="aset-lokasi"),
    path("aset/lokasi/tambah/", places.add_location, name="aset-lokasi-tambah"),
    path("aset/lokasi/<int:pk>/", places.edit_location, name="aset-lokasi-ubah"),
    path("aset/lokasi/<int:pk>/hapus/", places.remove_location, name="aset-lokasi-hapus"),
    path("aset/kategori/", places.categories, name="aset-kategori"),
    path("aset/kategori/tambah/", places.add_category, name="aset-kategori-tambah"),
    path("aset/kategori/<int:pk>/", places.edit_category, name="aset-kategori-ubah"),
    path("aset/kategori/<int:pk>/hapus/", places.remove_category, name="aset-kategori-hapus"),
    path("aset/rencana/", plans.listing, name="aset-rencana-daftar"),
    path("aset/rencana/tambah/", plans.add, name="aset-rencana-tambah"),
    path("aset/rencana/<int:pk>/", plans.detail, name="aset-rencana"),
    path("aset/rencana/<int:pk>/ubah/", plans.edit, name="aset-rencana-ubah"),
    path("aset/rencana/<int:pk>/isian/", plans.answers, name="aset-rencana-isian"),
    path("aset/rencana/<int:pk>/jeda/", plans.pause, name="aset-rencana-jeda"),
    path("aset/rencana/tanggal/<int:pk>/ulang/", plans.retry, name="aset-rencana-ulang"),
    path("aset/kontrak/", contracts.listing, name="aset-kontrak"),
    path("aset/kontrak/tambah/", contracts.add, name="aset-kontrak-tambah"),
    path("aset/kontrak/<int:pk>/", contracts.edit, name="aset-kontrak-ubah"),
    path("aset/kontrak/<int:pk>/hapus/", contracts.remove, name="aset-kontrak-hapus"),
    path("aset/pindai/", stocktake.scan, name="aset-pindai"),
    path("aset/inventarisasi/", stocktake.listing, name="aset-inventarisasi-daftar"),
    path("aset/inventarisasi/mulai/", stocktake.begin, name="aset-inventarisasi-mulai"),
    path("aset/inventarisasi/<int:pk>/", stocktake.detail, name="aset-inventarisasi"),
    path("aset/inventarisasi/<int:pk>/hitung/", stocktake.count, name="aset-inventarisasi-hitung"),
    path("aset/inventarisasi/<int:pk>/tutup/", stocktake.close, name="aset-inventarisasi-tutup"),
    path("aset/inventarisasi/<int:pk>/pdf/", stocktake.pdf, name="aset-inventarisasi-pdf"),
    path("aset/inventarisasi/<int:pk>/csv/", stocktake.as_csv, name="aset-inventarisasi-csv"),
    path("aset/ekspor/", exchange.export, name="aset-ekspor"),
    path("aset/impor/", exchange.upload, name="aset-impor"),
    path("aset/impor/<uuid:uuid>/", exchange.preview, name="aset-impor-hasil"),
    path("aset/impor/<uuid:uuid>/catat/", exchange.confirm, name="aset-impor-catat"),
    path("aset/impor/<uuid:uuid>/salah/", exchange.errors, name="aset-impor-salah"),
    path("aset/impor/<uuid:uuid>/batal/", exchange.discard, name="aset-impor-batal"),
    path("aset/label/", labels.choose, name="aset-label"),
    path("aset/label/<str:token>/", labels.opened, name="aset-label-buka"),
]
