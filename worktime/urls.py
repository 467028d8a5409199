from django.urls import path

from .views import hours, imports, year

urlpatterns = [
    path("pengaturan/jam-kerja/", hours.hours, name="jam-kerja"),
    path("pengaturan/jam-kerja/biasa/", hours.ordinary, name="jam-kerja-biasa"),
    path("pengaturan/jam-kerja/tambah/", hours.add_dated, name="jam-kerja-tambah"),
    path("pengaturan/jam-kerja/<int:pk>/", hours.edit_dated, name="jam-kerja-ubah"),
    path("pengaturan/jam-kerja/<int:pk>/hapus/", hours.delete_dated, name="jam-kerja-hapus"),
    path("pengaturan/kalender/", year.year, name="kalender"),
    path("pengaturan/kalender/<int:year>/", year.year, name="kalender-tahun"),
    path("pengaturan/kalender/<int:year>/usulkan/", year.propose, name="kalender-usulkan"),
    path("pengaturan/kalender/<int:year>/tetapkan/", year.confirm, name="kalender-tetapkan"),
    path("pengaturan/kalender/tambah/", year.add, name="kalender-tambah"),
    path("pengaturan/kalender/libur/<int:pk>/", year.edit, name="kalender-ubah"),
    path("pengaturan/kalender/libur/<int:pk>/hapus/", year.delete, name="kalender-hapus"),
    path("pengaturan/kalender/impor/", imports.upload, name="kalender-impor"),
    path("pengaturan/kalender/impor/simpan/", imports.save, name="kalender-impor-simpan"),
]
