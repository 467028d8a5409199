from django.urls import path

from .views import close, drill, files, page, survey

urlpatterns = [
    path("laporan/", page.page, name="laporan"),
    path("laporan/daftar/", drill.listing, name="laporan-daftar"),
    path("laporan/csv/", files.as_csv, name="laporan-csv"),
    path("laporan/json/", files.as_json, name="laporan-json"),
    path("laporan/kepuasan/", survey.overview, name="laporan-kepuasan"),
    path("laporan/buat/", files.ask, name="laporan-buat"),
    path("laporan/tutup/", close.close, name="laporan-tutup"),
    path("laporan/berkas/<uuid:uuid>/", files.job, name="laporan-berkas"),
    path("laporan/berkas/<uuid:uuid>/ulang/", files.retry, name="laporan-ulang"),
    path("laporan/berkas/<uuid:uuid>/unduh/", files.download, name="laporan-unduh"),
    path("laporan/bulan/<str:month>/", files.closed_pdf, name="laporan-bulan-pdf"),
    path("tiket/<str:number>/survei/", survey.survey, name="tiket-survei"),
]
