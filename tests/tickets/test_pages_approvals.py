"""Persetujuan: a card says enough to decide on."""

import pytest

from tickets import registry, transitions

from .browsing import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]

SERVERS = [{"nama": f"Server {n}", "jumlah": "2", "satuan": "unit"} for n in range(1, 6)]


@pytest.fixture
def plan(sops, people, monday):
    """A plan of five devices, submitted by Kasi; Kabid decides."""
    kasi = people["kasi.tanahbumbu"]
    data = {"tahun_anggaran": "2027", "kebutuhan": SERVERS, "alasan": "Perangkat sudah usang."}
    ticket = transitions.open_ticket(sops["rencana-kebutuhan-aset"], actor=kasi, data=data, now=monday)
    transitions.act(ticket.pk, ticket.turn, "minta", actor=kasi, now=monday)


@pytest.mark.usefixtures("plan")
def test_a_card_shows_tables_cut_short_and_without_empty_columns(visit):
    card = text_of(visit("kabid.tanahbumbu").get("persetujuan"))

    assert "Aset yang dibutuhkan Nama aset Jumlah Satuan Server 1 2 unit Server 2 2 unit Server 3 2 unit 2 baris lagi" in card
    assert "Spesifikasi" not in card


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize("made", [True, False])
def test_a_card_names_the_letters_that_deciding_issues(visit, monkeypatch, made):
    monkeypatch.setattr(registry, "makes_letter", lambda kind: made)

    card = text_of(visit("kabid.tanahbumbu").get("persetujuan"))

    assert ("“Setujui rencana kebutuhan” menerbitkan Rencana Kebutuhan Aset" in card) == made


def test_a_card_shows_what_the_step_before_says(sops, people, visit, monday):
    """The head decides on the nota dinas, not on the request that began it all."""
    kasi, pengelola = people["kasi.tanahbumbu"], people["pengelola-aset.tanahbumbu"]
    asked = {"jenis_kegiatan": "Perbaikan", "perangkat": "UPS ruang server", "persoalan": "Baterai lemah.", "fakta": "Umur lima tahun."}
    asked |= {"analisis": "Sel tidak menyimpan daya.", "saran": "Ganti baterai."}
    ticket = transitions.open_ticket(sops["perbaikan-aset"], actor=pengelola, data=asked, now=monday)
    planned = {"rencana_kegiatan": "Penggantian oleh penyedia.", "perkiraan_biaya": "4500000"}
    transitions.act(ticket.pk, ticket.turn, "kirim", actor=kasi, data=planned, now=monday)

    card = text_of(visit("kabid.tanahbumbu").get("persetujuan"))

    assert "UPS ruang server" in card and "Penggantian oleh penyedia." in card and "4.500.000" in card
