"""What is said after an act: what comes next, in sentences that end once."""

import pytest

from accounts.sentences import one_stop
from tickets.models import Ticket

from .browsing import hidden, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]

NETWORK = {"perangkat": "PC", "lokasi": "Ruang TU", "keluhan": "PC tidak tersambung ke jaringan."}


def test_after_each_act_it_is_said_whose_turn_comes(visit, people):
    rina, hendra, yoga = visit("pegawai.bps"), visit("admin.bps"), visit("teknisi.bps")

    sent = text_of(rina.post("layanan-ajukan", "setting-jaringan", data=NETWORK | {"_tindakan": "ajukan"}, follow=True))
    ticket = Ticket.objects.get()
    approved = text_of(hendra.act(ticket, "setujui", {"prioritas": "3", "teknisi": people["teknisi.bps"].pk}, follow=True))
    accepted = text_of(yoga.act(ticket, "terima", follow=True))
    handed_back = text_of(yoga.act(walked_to(ticket, yoga, "5a"), "gagal", {"_catatan": "Kabel putus."}, follow=True))

    assert f"nomor {ticket.number}. Diteruskan ke Admin/PJK TIP. " in sent
    assert "“Setujui dan alokasikan” tercatat. Diteruskan ke Yoga Pratama, A.Md.Kom. (Teknisi). " in approved
    assert "“Terima tugas” tercatat. Berikutnya giliran Anda lagi: langkah 3, Identifikasi kebutuhan dan ketersediaan. " in accepted
    assert "“Tidak berhasil” tercatat. Berikutnya giliran Anda lagi: langkah 4" in handed_back


def walked_to(ticket, yoga, position):
    while Ticket.objects.get(pk=ticket.pk).position != position:
        assert yoga.act(ticket, "lanjut").status_code == 302
    return ticket


def test_a_ticket_that_goes_back_says_to_whom(desk, visit):
    ticket, yoga = desk.open(), visit("teknisi.bps")
    desk.approve(ticket)

    said = text_of(yoga.act(ticket, "kembalikan", {"_catatan": "Saya cuti."}, follow=True))

    assert "“Kembalikan alokasi” tercatat. Kembali ke langkah 1, Hendra Saputra, S.Kom. (Admin/PJK TIP). " in said


def test_the_last_act_thanks(desk, visit):
    ticket, rina = desk.open(), visit("pegawai.bps")
    desk.until(ticket, "6b")

    assert "Tiket selesai. Terima kasih." in text_of(rina.act(ticket, "konfirmasi", follow=True))


def test_a_ticket_on_hold_that_is_handed_on_names_to_whom(desk, visit, people):
    ticket, hendra = desk.open(), visit("admin.bps")
    desk.approve(ticket)
    hendra.move(ticket, "tunda", {"alasan": "suku-cadang"})

    assert hendra.move(ticket, "alihkan", {"kepada": f"teknisi:{people['teknisi2.bps'].pk}"}).status_code == 302
    page = hendra.page(ticket)

    assert "Peran Teknisi pada tiket ini dialihkan kepada Siska Oktaviani, A.Md. " in page
    assert "Sesudah itu giliran Siska Oktaviani, A.Md. (Teknisi)" in page
    resumed = hendra.move(ticket, "lanjutkan")
    assert "Tiket dilanjutkan. Sekarang giliran Siska Oktaviani, A.Md. (Teknisi)." in text_of(hendra.client.get(resumed["Location"]))


def test_no_sentence_ends_twice_after_a_degree(desk, visit, people):
    ticket, hendra = desk.open(), visit("admin.bps")
    desk.approve(ticket)
    hendra.move(ticket, "alihkan", {"kepada": f"teknisi:{people['teknisi2.bps'].pk}"})
    siska = visit("teknisi2.bps")
    siska.act(ticket, "terima")

    html = siska.client.get(ticket.get_absolute_url()).content.decode()

    assert "kepada <b>Siska Oktaviani, A.Md.</b>" in html
    assert "A.Md..</" not in html and "A.Md.. " not in html and "A.Md.</b>." not in html


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("kepada Siska, A.Md..", "kepada Siska, A.Md."),
        ("kepada <b>Siska, A.Md.</b>.", "kepada <b>Siska, A.Md.</b>"),
        ("kepada Yoga.", "kepada Yoga."),
        ("tunggu ...", "tunggu ..."),
        ("tunggu....", "tunggu...."),
    ],
)
def test_one_full_stop(sentence, said):
    assert one_stop(sentence) == said


def test_the_thousandth_event_of_a_ticket_is_a_turn_like_any_other(desk, visit):
    ticket = desk.open()
    Ticket.objects.update(turn=1_234)

    page = visit("admin.bps").get("tiket", ticket.number)

    assert set(hidden(page, "_giliran")) == {"1234"}
    assert "?giliran=1234" in page.content.decode()
