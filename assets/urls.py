from django.urls import path

from . import views

urlpatterns = [
    path("aset/", views.listing, name="aset-daftar"),
    path("aset/tambah/", views.add, name="aset-tambah"),
    path("aset/<int:pk>/", views.detail, name="aset"),
    path("aset/<int:pk>/ubah/", views.edit, name="aset-ubah"),
]
