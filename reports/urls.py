from django.urls import path

from .views import drill, page

urlpatterns = [
    path("laporan/", page.page, name="laporan"),
    path("laporan/daftar/", drill.listing, name="laporan-daftar"),
]
