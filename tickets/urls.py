from django.urls import path, register_converter

from .views import acting, approvals, detail, files, home, listing, moves, services, talk


class TicketNumber:
    """`BPS-2026-000123`."""

    regex = r"[A-Z][A-Z0-9]{1,11}-\d{4}-\d{6,9}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class Code:
    """A code of the SOP language: of a procedure or an action."""

    regex = r"[A-Za-z0-9_-]{1,60}"
    to_python = to_url = staticmethod(str)


register_converter(TicketNumber, "number")
register_converter(Code, "kode")

urlpatterns = [
    path("", home.home, name="beranda"),
    path("layanan/", services.catalogue, name="layanan"),
    path("layanan/<kode:code>/", services.open_service, name="layanan-ajukan"),
    path("persetujuan/", approvals.approvals, name="persetujuan"),
    path("tiket/", listing.listing, name="tiket-daftar"),
    path("tiket/<number:number>/", detail.ticket, name="tiket"),
    path("tiket/<number:number>/konsep/", services.draft, name="tiket-konsep"),
    path("tiket/<number:number>/tindakan/<kode:action>/", acting.act, name="tiket-tindakan"),
    path("tiket/<number:number>/komentar/", talk.comment, name="tiket-komentar"),
    path("tiket/<number:number>/pantau/", talk.watch, name="tiket-pantau"),
    path("tiket/<number:number>/kabar/", detail.news, name="tiket-kabar"),
    path("tiket/<number:number>/berkas/<uuid:token>/", files.download, name="tiket-berkas"),
    *(path(f"tiket/<number:number>/{name}/", moves.move, {"name": name}, name=f"tiket-{name}") for name in moves.MOVES),
]
