"""What the pages say when something cannot be done; nothing typed is lost, nothing is done twice."""

import random
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tickets import transitions
from tickets.models import Attachment, StagedUpload, Status, Ticket

from .browsing import hidden, text_of
from .filling import fill, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]

NETWORK = {"perangkat": "PC", "lokasi": "Ruang TU", "keluhan": "PC tidak tersambung ke jaringan."}


# Somebody was faster


def test_who_is_slower_hears_who_was_faster_and_when_and_keeps_what_was_typed(desk, visit, people):
    ticket, hendra = desk.open(), visit("admin.bps")
    turn = Ticket.objects.get().turn
    desk.later(4).approve(ticket)

    refused = hendra.act(ticket, "tolak", {"_catatan": "Bukan urusan kami."}, turn=turn, act="1b")

    said = text_of(refused)
    assert refused.status_code == 409
    assert "Hendra Saputra, S.Kom. memilih Setujui dan alokasikan pada langkah 1. 16 November 2026 08.04 WIB" in said
    assert "“Tolak” dari Anda tidak dijalankan." in said
    assert "Bukan urusan kami." in said
    assert "Yoga Pratama" in said  # whom the ticket waits for now
    assert Ticket.objects.get().position == "2a"


def test_typed_rows_of_a_table_are_kept_too(sops, people, visit):
    arif = visit("pjk-ti.bps")
    ticket = _server_ticket_at_3b(sops, people)
    turn = ticket.turn
    novi = visit("anggota-tip.bps")
    novi.act(ticket, "laporkan", {"perangkat_baru-0-nama": "Switch 24 port"})

    refused = novi.act(
        ticket, "laporkan", {"perangkat_baru-0-nama": "Switch 48 port", "perangkat_baru-0-merk": "Ciptaan"}, turn=turn, act="3b"
    )

    assert refused.status_code == 409
    assert "Switch 48 port" in text_of(refused)
    assert "Giliran Anda" in arif.page(ticket)


def _server_ticket_at_3b(sops, people):
    """A ticket of the office's own server procedure whose next form has a table."""
    procedure = sops["pemeliharaan-peladen"]
    definition = procedure.revision_in_force.definition.procedure(procedure.code)
    rng = random.Random(1)
    data, files = fill(definition, definition.first_act, definition.first_act.actions[0], procedure.organisation, rng)
    ticket = transitions.open_ticket(procedure, actor=people["admin.bps"], data=data, files=files)
    for username, action in (("pjk-ti.bps", "tugaskan"), ("anggota-tip.bps", "penambahan"), ("pjk-ti.bps", "mulai")):
        ticket = Ticket.objects.get(pk=ticket.pk)
        act = ticket.current_act
        data, files = fill(ticket, act, act.action(action), procedure.organisation, rng)
        transitions.act(ticket.pk, ticket.turn, action, actor=people[username], data=data, files=files)
    return Ticket.objects.get(pk=ticket.pk)


def test_a_double_click_is_once(desk, visit):
    ticket, yoga = desk.open(), visit("teknisi.bps")
    desk.until(ticket, "2a")
    turn = Ticket.objects.get().turn

    first, second = (yoga.act(ticket, "terima", {"_catatan": "Siap."}, turn=turn, act="2a", follow=True) for _click in range(2))

    assert "“Terima tugas” tercatat." in text_of(first)
    assert "Tindakan Anda sudah tercatat." in text_of(second)
    assert ticket.events.filter(action="terima").count() == 1


def test_a_second_try_that_says_something_else_is_not_swallowed(desk, visit):
    ticket, yoga = desk.open(), visit("teknisi.bps")
    desk.until(ticket, "2a")
    turn = Ticket.objects.get().turn
    yoga.act(ticket, "terima", {"_catatan": "Siap."}, turn=turn, act="2a")

    again = yoga.act(ticket, "terima", {"_catatan": "Siap, besok pagi."}, turn=turn, act="2a")

    assert again.status_code == 409
    assert "Tindakan ini sudah Anda ambil" in text_of(again)
    assert "Siap, besok pagi." in text_of(again)


def test_a_form_made_before_a_hold_comes_back_filled_for_the_new_turn(desk, visit):
    ticket, yoga = desk.open(), visit("teknisi.bps")
    desk.until(ticket, "5a")
    turn = Ticket.objects.get().turn
    yoga.move(ticket, "tunda", {"alasan": "pemohon"})
    yoga.move(ticket, "lanjutkan")

    back = yoga.act(ticket, "berhasil", {"_catatan": "Ping stabil.", "hasil_tes": pdf("tes.pdf")}, turn=turn, act="5a")

    assert back.status_code == 409
    assert "Isiannya masih ada; periksa, lalu kirim lagi." in text_of(back)
    assert "Ping stabil." in text_of(back)
    fresh = {
        "_giliran": hidden(back, "_giliran")[0],
        "_simpul": "5a",
        "_catatan": "Ping stabil.",
        "hasil_tes-simpan": hidden(back, "hasil_tes-simpan")[0],
    }
    sent = yoga.post("tiket-tindakan", ticket.number, "berhasil", data=fresh)
    assert sent.status_code == 302
    assert Attachment.objects.get().name == "tes.pdf"


def test_a_move_of_an_old_page_is_refused_with_its_reason_kept(desk, visit):
    ticket, rina = desk.open(), visit("pegawai.bps")
    turn = Ticket.objects.get().turn
    desk.later(2).approve(ticket)

    refused = rina.move(ticket, "batal", {"catatan": "Tidak jadi."}, turn=turn)

    assert refused.status_code == 409
    assert "Tidak jadi." in text_of(refused)
    assert "Hendra Saputra, S.Kom." in text_of(refused)
    assert Ticket.objects.get().status == Status.RUNNING


def test_opening_twice_with_one_form_opens_once(visit):
    rina = visit("pegawai.bps")
    form = NETWORK | {"_kunci": str(uuid.uuid4()), "_tindakan": "ajukan"}

    first, second = (rina.post("layanan-ajukan", "setting-jaringan", data=form) for _click in range(2))

    assert Ticket.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_a_form_kept_as_konsep_and_sent_from_the_back_button_sends_the_konsep(visit):
    rina = visit("pegawai.bps")
    form = NETWORK | {"_kunci": str(uuid.uuid4())}
    rina.post("layanan-ajukan", "setting-jaringan", data=form | {"_konsep": "ya"})

    rina.post("layanan-ajukan", "setting-jaringan", data=form | {"keluhan": "Lebih jelas.", "_tindakan": "ajukan"})

    ticket = Ticket.objects.get()
    assert (str(ticket.status), ticket.answers["keluhan"]) == ("berjalan", "Lebih jelas.")


# Something is missing


def test_a_form_with_an_error_comes_back_with_everything_in_it(visit):
    hendra = visit("admin.bps")
    who = {"_untuk-siapa": "tamu", "_untuk-nama": "", "_untuk-unit": "Dinas Sosial", "_untuk-saluran": "langsung"}

    back = hendra.post("layanan-ajukan", "setting-jaringan", data=NETWORK | who | {"_kunci": "x", "_tindakan": "ajukan", "lokasi": ""})

    html = back.content.decode()
    assert back.status_code == 422
    assert "Tuliskan nama pemohonnya." in text_of(back)
    assert NETWORK["keluhan"] in text_of(back)
    assert 'value="Dinas Sosial"' in html
    assert Ticket.objects.count() == 0


@pytest.mark.parametrize("choice, label", [("pegawai", "Pegawai"), ("tamu", "Nama")])
def test_what_a_choice_of_requester_needs_is_marked_and_asked_for(visit, choice, label):
    hendra = visit("admin.bps")

    form = hendra.get("layanan-ajukan", "setting-jaringan").content.decode()
    back = hendra.post("layanan-ajukan", "setting-jaringan", data=NETWORK | {"_untuk-siapa": choice, "_kunci": "x", "_tindakan": "ajukan"})

    assert re.search(rf"<label[^>]*>\s*{label}<span class=\"asteriskField\">", form)
    assert ("Pilih pegawai yang meminta." in text_of(back), "Tuliskan nama pemohonnya." in text_of(back)) == (
        choice == "pegawai",
        choice == "tamu",
    )


def test_a_konsep_without_anything_in_it_is_not_kept(visit):
    rina = visit("pegawai.bps")
    blank = {"lokasi": "  ", "_konsep": "ya"}

    refused = rina.post("layanan-ajukan", "setting-jaringan", data=blank)

    assert refused.status_code == 422
    assert "Konsep belum berisi apa pun." in text_of(refused)
    assert Ticket.objects.count() == 0
    assert rina.post("layanan-ajukan", "setting-jaringan", data=blank | {"lokasi": "Aula"}).status_code == 302


def test_a_konsep_that_holds_only_for_whom_it_is_is_kept(visit):
    hendra = visit("admin.bps")
    who = {"_untuk-siapa": "tamu", "_untuk-nama": "Ujang", "_untuk-saluran": "langsung", "_konsep": "ya"}

    assert hendra.post("layanan-ajukan", "setting-jaringan", data=who).status_code == 302
    assert Ticket.objects.get().requester_name == "Ujang"


def test_a_wrong_cell_of_a_table_is_marked_where_it_stands(visit):
    kasi = visit("kasi.tanahbumbu")
    table = {"kebutuhan-1-nama": "Server", "kebutuhan-1-jumlah": "2", "kebutuhan-1-satuan": "unit"}
    table |= {"kebutuhan-3-nama": "Switch", "kebutuhan-3-jumlah": "banyak", "kebutuhan-3-satuan": "unit"}

    back = kasi.post(
        "layanan-ajukan", "rencana-kebutuhan-aset", data=table | {"tahun_anggaran": "2027", "alasan": "Usang.", "_tindakan": "ajukan"}
    )

    html = back.content.decode()
    marked = re.findall(r'<input[^>]*aria-invalid="true"[^>]*>', html)
    assert back.status_code == 422
    assert [re.search(r'name="([^"]*)"', cell)[1] for cell in marked if "kebutuhan-" in cell] == [
        "kebutuhan-1-jumlah"
    ]  # empty rows closed up
    assert re.search(r'id="kebutuhan-1-jumlah-salah">[^<]+<', html)


def test_a_good_file_of_a_refused_form_need_not_be_sent_again(desk, visit):
    ticket, yoga = desk.open(), visit("teknisi.bps")
    desk.until(ticket, "5a")

    long_note = yoga.act(ticket, "berhasil", {"hasil_tes": pdf("tes.pdf"), "_catatan": "x" * 6000})
    assert long_note.status_code == 422
    assert "tes.pdf sudah terunggah" in text_of(long_note)

    token = hidden(long_note, "hasil_tes-simpan")[0]
    assert yoga.act(ticket, "berhasil", {"hasil_tes-simpan": token}).status_code == 302
    assert Attachment.objects.get().name == "tes.pdf"
    assert StagedUpload.objects.count() == 1  # put away when the transaction is committed


def test_a_bad_file_is_named_and_not_kept(desk, visit):
    ticket, yoga = desk.open(), visit("teknisi.bps")
    desk.until(ticket, "5a")

    refused = yoga.act(ticket, "berhasil", {"hasil_tes": SimpleUploadedFile("jahat.html", b"<script>alert(1)</script>", "application/pdf")})

    assert refused.status_code == 422
    assert "jahat.html tidak dapat diterima." in text_of(refused)
    assert StagedUpload.objects.count() == 0


def test_somebody_elses_kept_file_cannot_be_used(desk, visit):
    ticket = desk.open()
    desk.until(ticket, "5a")
    visit("pegawai.bps").post("tiket-komentar", ticket.number, data={"text": "x" * 11_000, "berkas": pdf("rahasia.pdf")})
    token = StagedUpload.objects.get().token

    refused = visit("teknisi.bps").act(ticket, "berhasil", {"hasil_tes-simpan": str(token)})

    assert refused.status_code == 422
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize("token", ["", "tidak-ada", "../../etc/passwd", "00000000-0000-0000-0000-000000000000"])
def test_a_guessed_or_broken_token_is_as_if_nothing_was_sent(desk, visit, token):
    ticket = desk.open()
    desk.until(ticket, "5a")

    assert visit("teknisi.bps").act(ticket, "berhasil", {"hasil_tes-simpan": token}).status_code == 422


# Not this person


def test_whose_turn_it_is_not_may_not_act_and_keeps_what_was_typed(desk, visit):
    ticket, yoga = desk.open(), visit("teknisi.bps")

    refused = yoga.act(ticket, "setujui", {"prioritas": "2", "_catatan": "Saya saja."})

    assert refused.status_code == 403
    assert "Saya saja." in text_of(refused)
    assert "Admin/PJK TIP" in text_of(refused)
    assert yoga.get("tiket-tindakan", ticket.number, "setujui").status_code == 403
    assert Ticket.objects.get().position == "1b"


PAGES = [
    ("tiket", ()), ("tiket-konsep", ()), ("tiket-tindakan", ("setujui",)), ("tiket-kabar", ()), ("tiket-berkas", (uuid.UUID(int=1),)), ("tiket-tunda", ()),
    ("tiket-lanjutkan", ()), ("tiket-batal", ()), ("tiket-buka-kembali", ()), ("tiket-alihkan", ()),
]  # fmt: skip
POSTED = [("tiket-tindakan", ("setujui",)), ("tiket-komentar", ()), ("tiket-pantau", ()), ("tiket-batal", ()), ("tiket-tunda", ())]


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_another_office_finds_no_such_ticket(desk, visit, name, args):
    ticket = desk.open()

    assert visit("kadis.karanganyar").get(name, ticket.number, *args).status_code == 404


@pytest.mark.parametrize(("name", "args"), POSTED)
def test_nor_can_it_send_anything_there(desk, visit, name, args):
    ticket = desk.open()
    before = Ticket.objects.get().event_count

    answer = visit("kadis.karanganyar").post(
        name, ticket.number, *args, data={"_giliran": ticket.turn, "catatan": "x", "text": "x", "pantau": "ya"}
    )

    assert answer.status_code == 404
    assert Ticket.objects.get().event_count == before


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_a_stranger_is_asked_to_sign_in(desk, name, args):
    ticket = desk.open()
    url = reverse(name, args=(ticket.number, *args))

    answer = Client().get(url)

    assert (answer.status_code, answer["Location"].startswith("/masuk/")) == (302, True)


@pytest.mark.parametrize("user", ["pegawai.bps", "admin.bps", "teknisi.bps", "pengelola.bps"])
def test_looking_changes_nothing(desk, visit, user):
    ticket = desk.open()
    before = Ticket.objects.values().get()

    for name, args in [*PAGES, *POSTED]:
        visit(user).get(name, ticket.number, *args)

    assert Ticket.objects.values().get() == before


def test_a_colleague_without_a_part_in_it_does_not_see_it(desk, visit):
    ticket = desk.open()

    assert visit("pegawai2.bps").get("tiket", ticket.number).status_code == 404


def test_fields_the_form_does_not_have_are_ignored(desk, visit, people):
    ticket, hendra = desk.open(), visit("admin.bps")
    extra = {"status": "selesai", "position": "selesai", "requester": people["admin.bps"].pk, "due_at": "2030-01-01", "_nomor": "X"}

    hendra.act(ticket, "setujui", {"prioritas": "2", "teknisi": people["teknisi.bps"].pk} | extra)

    fresh = Ticket.objects.get()
    assert (fresh.position, fresh.requester, str(fresh.status)) == ("2a", people["pegawai.bps"], "berjalan")


def test_a_technician_of_another_office_cannot_be_smuggled_in(desk, visit, people):
    ticket, hendra = desk.open(), visit("admin.bps")

    refused = hendra.act(ticket, "setujui", {"prioritas": "2", "teknisi": people["tim-teknis.karanganyar"].pk})

    assert refused.status_code == 422
    assert Ticket.objects.get().position == "1b"
