from django.urls import path

from .views import office, people, roles, session, substitutes

urlpatterns = [
    path("masuk/", session.SignIn.as_view(), name="masuk"),
    path("keluar/", session.SignOut.as_view(), name="keluar"),
    path("sandi/", session.ChangePassword.as_view(), name="sandi"),
    path("profil/", session.profile, name="profil"),
    path("pengaturan/", office.hub, name="pengaturan"),
    path("pengaturan/instansi/", office.office, name="pengaturan-instansi"),
    path("pengaturan/instansi/logo.png", office.logo, name="pengaturan-logo"),
    path("pengaturan/catatan/", office.log, name="pengaturan-catatan"),
    path("pengaturan/orang/", people.people, name="pengaturan-orang"),
    path("pengaturan/orang/tambah/", people.add, name="pengaturan-orang-tambah"),
    path("pengaturan/orang/<int:pk>/", people.edit, name="pengaturan-orang-ubah"),
    path("pengaturan/orang/<int:pk>/nonaktif/", people.deactivate, name="pengaturan-orang-nonaktif"),
    path("pengaturan/orang/<int:pk>/aktif/", people.reactivate, name="pengaturan-orang-aktif"),
    path("pengaturan/orang/<int:pk>/sandi/", people.reset_password, name="pengaturan-orang-sandi"),
    path("pengaturan/peran/", roles.roles, name="pengaturan-peran"),
    path("pengaturan/peran/tambah/", roles.add, name="pengaturan-peran-tambah"),
    path("pengaturan/peran/<int:pk>/", roles.edit, name="pengaturan-peran-ubah"),
    path("pengaturan/peran/<int:pk>/beri/", roles.give, name="pengaturan-peran-beri"),
    path("pengaturan/pemegang/<int:pk>/akhiri/", roles.end, name="pengaturan-pemegang-akhiri"),
    path("pengaturan/pengganti/", substitutes.substitutes, name="pengaturan-pengganti"),
    path("pengaturan/pengganti/tambah/", substitutes.add, name="pengaturan-pengganti-tambah"),
    path("pengaturan/pengganti/<int:pk>/akhiri/", substitutes.end, name="pengaturan-pengganti-akhiri"),
]
