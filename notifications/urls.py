from django.urls import path

from .views import health, inbox, preferences

urlpatterns = [
    path("pemberitahuan/", inbox.inbox, name="pemberitahuan"),
    path("pemberitahuan/lonceng/", inbox.bell, name="pemberitahuan-lonceng"),
    path("pemberitahuan/dibaca/", inbox.mark_all_read, name="pemberitahuan-semua-dibaca"),
    path("pemberitahuan/<int:pk>/dibaca/", inbox.mark_read, name="pemberitahuan-dibaca"),
    path("pemberitahuan/pilihan/", preferences.preferences, name="pemberitahuan-pilihan"),
    path("pemberitahuan/saluran/tambah/", preferences.add_chat, name="pemberitahuan-saluran-tambah"),
    path("pemberitahuan/saluran/<int:pk>/uji/", preferences.test_chat, name="pemberitahuan-saluran-uji"),
    path("pemberitahuan/saluran/<int:pk>/hapus/", preferences.remove_chat, name="pemberitahuan-saluran-hapus"),
    path("pengaturan/kesehatan/", health.page, name="pengaturan-kesehatan"),
    path("pengaturan/kesehatan/kirim-ulang/", health.resend, name="pengaturan-kesehatan-kirim-ulang"),
    path("pengaturan/kesehatan/langkah/<int:pk>/ulang/", health.retry, name="pengaturan-kesehatan-ulang"),
]
