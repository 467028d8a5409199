"""From request to finished ticket in the browser, in all roles."""

import pytest
from django.urls import reverse

from tickets.models import Attachment, Status, Ticket

from .browsing import hidden, text_of
from .filling import PDF, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]

NETWORK = {"perangkat": "PC", "lokasi": "Ruang TU", "keluhan": "PC tidak tersambung ke jaringan."}


def test_a_network_request_from_the_form_to_the_thanks(visit, people):
    rina, hendra, yoga = visit("pegawai.bps"), visit("admin.bps"), visit("teknisi.bps")

    form = rina.get("layanan-ajukan", "setting-jaringan")
    assert "Kebutuhan atau keluhan" in text_of(form)
    sent = rina.post(
        "layanan-ajukan", "setting-jaringan", data=NETWORK | {"_kunci": hidden(form, "_kunci")[0], "_tindakan": "ajukan"}, follow=True
    )
    ticket = Ticket.objects.get()
    assert f"sudah diajukan dengan nomor {ticket.number}" in text_of(sent)
    assert "Menunggu Admin/PJK TIP" in rina.page(ticket)
    assert "Giliran Anda" not in rina.page(ticket)

    assert "1 tiket menunggu Anda" in text_of(hendra.get("beranda"))
    assert "Giliran Anda" in hendra.page(ticket)
    assert hendra.act(ticket, "setujui", {"prioritas": "3", "teknisi": people["teknisi.bps"].pk}).status_code == 302
    assert "Menunggu Yoga Pratama, A.Md.Kom. (Teknisi)" in hendra.page(ticket)

    for action in ("terima", "lanjut", "lanjut"):
        assert yoga.act(ticket, action).status_code == 302
    assert yoga.act(ticket, "gagal", {"_catatan": "Kabel belum tersambung."}).status_code == 302
    assert "memilih Tidak berhasil pada langkah 5; kembali ke langkah 4." in yoga.page(ticket)
    assert "Kabel belum tersambung." in yoga.page(ticket)
    assert yoga.act(ticket, "lanjut").status_code == 302
    assert yoga.act(ticket, "berhasil", {"hasil_tes": pdf()}).status_code == 302
    assert yoga.act(ticket, "catat", {"ip": "10.17.0.9", "nama_pc": "PC-TU-07", "grup": "BPS1700"}).status_code == 302

    done = rina.act(ticket, "konfirmasi", follow=True)
    assert "Tiket selesai. Terima kasih." in text_of(done)
    page = rina.page(ticket)
    assert "Tiket ini sudah selesai" in page
    assert "IP Address 10.17.0.9 Nama PC PC-TU-07 Nama Group Jaringan BPS1700" in page
    ticket.refresh_from_db()
    assert ticket.status == Status.DONE


def test_each_role_reads_who_is_being_waited_for_and_until_when(desk, visit):
    ticket = desk.open()

    page = visit("pegawai.bps").page(ticket)

    assert "Menunggu Admin/PJK TIP" in page
    assert "Paling lambat 16 November 2026 08.10 WIB" in page
    assert "Bagaimana dihitung?" in page
    assert "Sen 16 Nov 08.00–08.10: 10 menit" in page


def test_somebody_without_an_account_gets_a_ticket_by_telephone(visit, people):
    hendra = visit("admin.bps")
    who = {
        "_untuk-siapa": "tamu",
        "_untuk-nama": "Ibu Ratna",
        "_untuk-unit": "Dinas Sosial",
        "_untuk-kontak": "0812-0000",
        "_untuk-saluran": "telepon",
    }

    sent = hendra.post("layanan-ajukan", "setting-jaringan", data=NETWORK | who | {"_tindakan": "ajukan"}, follow=True)

    ticket = Ticket.objects.get()
    assert (ticket.requester, ticket.requester_name, ticket.channel, ticket.opened_by) == (
        None,
        "Ibu Ratna",
        "telepon",
        people["admin.bps"],
    )
    assert "mengajukan permintaan ini untuk Ibu Ratna (telepon)" in text_of(sent)
    assert "Pemohon Ibu Ratna, Dinas Sosial (0812-0000)" in text_of(sent)


def test_a_colleague_is_chosen_from_the_office_only(visit, people):
    hendra = visit("admin.bps")
    form = NETWORK | {"_untuk-siapa": "pegawai", "_untuk-saluran": "langsung", "_tindakan": "ajukan"}

    stranger = hendra.post("layanan-ajukan", "setting-jaringan", data=form | {"_untuk-pegawai": people["kadis.karanganyar"].pk})
    assert stranger.status_code == 422
    assert Ticket.objects.count() == 0

    hendra.post("layanan-ajukan", "setting-jaringan", data=form | {"_untuk-pegawai": people["pegawai2.bps"].pk})
    assert Ticket.objects.get().requester == people["pegawai2.bps"]


def test_whoever_opens_only_for_themselves_is_not_asked_for_whom(visit, people):
    rina = visit("pegawai.bps")

    assert "_untuk-siapa" not in rina.get("layanan-ajukan", "setting-jaringan").content.decode()
    rina.post("layanan-ajukan", "setting-jaringan", data=NETWORK | {"_untuk-siapa": "pegawai", "_untuk-pegawai": people["pegawai2.bps"].pk})

    assert Ticket.objects.get().requester == people["pegawai.bps"]


def test_a_konsep_is_kept_changed_and_sent(visit):
    rina, hendra = visit("pegawai.bps"), visit("admin.bps")

    saved = rina.post("layanan-ajukan", "setting-jaringan", data={"lokasi": "Aula", "_konsep": "ya"}, follow=True)
    ticket = Ticket.objects.get()
    assert ticket.status == Status.DRAFT
    assert "Belum ada yang diberi tahu" in text_of(saved)
    assert 'value="Aula"' in saved.content.decode()
    assert "Konsep yang belum diajukan" in text_of(rina.get("beranda"))
    assert ticket.number not in text_of(hendra.get("tiket-daftar"))
    assert hendra.get("tiket-konsep", ticket.number).status_code == 404

    rina.post("tiket-konsep", ticket.number, data={"lokasi": "Aula lantai 2", "_konsep": "ya", "_giliran": ticket.turn})
    ticket.refresh_from_db()
    assert ticket.answers == {"lokasi": "Aula lantai 2"}

    lacking = rina.post("tiket-konsep", ticket.number, data={"lokasi": "Aula lantai 2", "_tindakan": "ajukan", "_giliran": ticket.turn})
    assert lacking.status_code == 422
    sent = rina.post("tiket-konsep", ticket.number, data=NETWORK | {"_tindakan": "ajukan", "_giliran": ticket.turn}, follow=True)
    ticket.refresh_from_db()
    assert (str(ticket.status), ticket.position) == ("berjalan", "1b")
    assert ticket.number in text_of(sent)


def test_hold_says_why_and_resume_lets_the_clock_run(desk, visit):
    ticket, yoga = desk.open(), visit("teknisi.bps")
    desk.until(ticket, "3a")

    assert "Tunda tiket" in text_of(yoga.get("tiket-tunda", ticket.number))
    lacking = yoga.move(ticket, "tunda", {"alasan": "lainnya"})
    assert (lacking.status_code, "Jelaskan alasannya." in text_of(lacking)) == (422, True)
    assert yoga.move(ticket, "tunda", {"alasan": "suku-cadang", "menunggu": "Toko Makmur", "catatan": "Konektor habis."}).status_code == 302

    page = visit("pegawai.bps").page(ticket)
    assert "Menunggu suku cadang: Toko Makmur" in page
    assert "menunda tiket: menunggu suku cadang (Toko Makmur)" in page
    assert "Lanjutkan" not in page  # the requester waits
    assert "Lanjutkan" in yoga.page(ticket)
    assert yoga.move(ticket, "lanjutkan").status_code == 302
    ticket.refresh_from_db()
    assert ticket.status == Status.RUNNING


def test_a_task_is_given_to_somebody_else(desk, visit, people):
    ticket, hendra = desk.open(), visit("admin.bps")
    desk.until(ticket, "2a")

    form = hendra.get("tiket-alihkan", ticket.number)
    assert "Siska Oktaviani" in text_of(form)
    assert "Yoga Pratama" not in options(form)
    assert hendra.move(ticket, "alihkan", {"kepada": f"teknisi:{people['teknisi2.bps'].pk}"}).status_code == 302

    assert "mengalihkan peran Teknisi kepada Siska Oktaviani, A.Md." in hendra.page(ticket)
    assert "Giliran Anda" in visit("teknisi2.bps").page(ticket)
    assert hendra.move(ticket, "alihkan", {"kepada": f"teknisi:{people['kadis.karanganyar'].pk}"}).status_code == 422


def options(response):
    html = response.content.decode()
    return html[html.index("<select") : html.index("</select>")]


def test_a_finished_ticket_is_taken_up_again(desk, visit):
    ticket, rina = desk.open(), visit("pegawai.bps")
    desk.until(ticket, "selesai")

    assert rina.move(ticket, "buka-kembali", {"catatan": ""}).status_code == 422
    assert rina.move(ticket, "buka-kembali", {"catatan": "Putus lagi."}).status_code == 302

    page = rina.page(ticket)
    assert "membuka kembali tiket pada langkah 4" in page
    assert "di luar SOP" in page


def test_a_request_is_called_off_with_a_reason(desk, visit):
    ticket, rina = desk.open(), visit("pegawai.bps")

    assert "Batalkan tiket" in text_of(rina.get("tiket-batal", ticket.number))
    assert rina.move(ticket, "batal", {"catatan": "Sudah teratasi."}).status_code == 302

    assert "Tiket ini dibatalkan." in rina.page(ticket)
    assert visit("teknisi.bps").get("tiket-batal", ticket.number).status_code == 403


def test_an_internal_note_is_for_staff_only(desk, visit):
    ticket = desk.open()
    yoga, rina = visit("teknisi.bps"), visit("pegawai.bps")

    yoga.post("tiket-komentar", ticket.number, data={"text": "Rahasia dapur.", "kepada": "internal", "berkas": pdf("internal.pdf")})
    forged = rina.post("tiket-komentar", ticket.number, data={"text": "Mohon segera.", "kepada": "internal"})
    assert forged.status_code == 422  # neither internal, which she may not, nor public by accident
    assert "Komentar belum dikirim." in text_of(forged)
    rina.post("tiket-komentar", ticket.number, data={"text": "Mohon segera."})

    assert "Rahasia dapur." in yoga.page(ticket)
    assert "internal.pdf" in yoga.page(ticket)
    assert "Rahasia dapur." not in rina.page(ticket)
    assert "internal.pdf" not in rina.page(ticket)
    assert "Petugas saja" not in rina.page(ticket)
    assert "Mohon segera." in rina.page(ticket)
    token = Attachment.objects.get().token
    assert yoga.get("tiket-berkas", ticket.number, token).status_code == 200
    assert rina.get("tiket-berkas", ticket.number, token).status_code == 404


def test_a_comment_by_htmx_redraws_the_conversation_alone(desk, visit):
    ticket, rina = desk.open(), visit("pegawai.bps")
    url = reverse("tiket-komentar", args=[ticket.number])

    empty = rina.client.post(url, {"text": ""}, headers={"HX-Request": "true"})
    assert (empty.status_code, "<html" in empty.content.decode()) == (422, False)
    assert "Tulis komentarnya dahulu." in text_of(empty)

    said = rina.client.post(url, {"text": "Kapan dikerjakan?"}, headers={"HX-Request": "true"})
    assert (said.status_code, "<html" in said.content.decode()) == (200, False)
    assert "Kapan dikerjakan?" in text_of(said)


def test_a_file_is_only_ever_downloaded(desk, visit):
    ticket, rina = desk.open(), visit("pegawai.bps")
    rina.post("tiket-komentar", ticket.number, data={"text": "", "berkas": pdf("surat.pdf")})
    attachment = Attachment.objects.get()

    got = rina.get("tiket-berkas", ticket.number, attachment.token)

    assert got["Content-Disposition"] == 'attachment; filename="surat.pdf"'
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got["Content-Security-Policy"]
    assert got["Content-Type"] == "application/pdf"
    assert b"".join(got.streaming_content) == PDF


def test_whoever_follows_a_ticket_finds_it_again(desk, visit):
    ticket, siska = desk.open(), visit("teknisi2.bps")

    siska.post("tiket-pantau", ticket.number, data={"pantau": "ya"})
    assert ticket.number in text_of(siska.get("tiket-daftar", tab="dipantau"))
    assert "Berhenti memantau" in siska.page(ticket)

    siska.post("tiket-pantau", ticket.number, data={"pantau": "tidak"})
    assert "Anda belum memantau tiket" in text_of(siska.get("tiket-daftar", tab="dipantau"))


def test_a_page_left_open_hears_that_the_ticket_moved_on(desk, visit):
    ticket = desk.open()
    rina, before = visit("pegawai.bps"), Ticket.objects.get().turn

    assert rina.get("tiket-kabar", ticket.number, giliran=before).status_code == 204
    desk.later(3).approve(ticket)

    news = rina.get("tiket-kabar", ticket.number, giliran=before)
    assert news.status_code == 200
    assert "Hendra Saputra, S.Kom. memilih Setujui dan alokasikan" in text_of(news)


def test_a_page_left_open_past_its_session_keeps_what_is_typed(desk, client):
    """Led to the sign-in by a question nobody asked, the page would take the half-written text with it."""
    url = reverse("tiket-kabar", args=[desk.open().number])

    assert client.get(url, headers={"HX-Request": "true"}).status_code == 286  # htmx stops asking
    assert client.get(url).status_code == 302


def test_the_catalogue_offers_what_one_may_open_and_shows_the_rest(visit):
    rina, hendra = text_of(visit("pegawai.bps").get("layanan")), text_of(visit("admin.bps").get("layanan"))

    assert "Permintaan Setting Jaringan PC/Laptop" in rina
    assert "6 langkah, paling lama 1 jam 45 menit kerja" in rina
    assert rina.index("Layanan lain di kantor ini") < rina.index("Pemeliharaan Perangkat Peladen")
    assert "Layanan lain di kantor ini" not in hendra


def test_a_service_alone_in_its_document_is_named_once(visit):
    html = visit("admin.bps").get("layanan").content.decode()

    assert html.count("Pemeliharaan Perangkat Peladen (Server)<") == 1
    assert html.count("SOP-043/17000/2025") == 1


def test_a_service_one_may_not_open_says_who_may(visit):
    refused = visit("teknisi.bps").get("layanan-ajukan", "setting-jaringan")

    assert refused.status_code == 403
    assert "Layanan ini diajukan oleh Pegawai atau Admin/PJK TIP." in text_of(refused)
    assert visit("kadis.karanganyar").get("layanan-ajukan", "setting-jaringan").status_code == 404
    assert visit("admin.bps").get("layanan-ajukan", "tidak-ada").status_code == 404
