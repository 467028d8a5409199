"""Letters on the ticket page, their download, their drafts, and the public page behind the QR code."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Letter

pytestmark = pytest.mark.usefixtures("quick")

# A letter is seen by who sees its ticket: (who, code).
READERS = [
    ("pegawai.bps", 200),  # asked for it
    ("teknisi2.bps", 200),  # works on the procedure
    ("admin.bps", 200),
    ("pengelola.bps", 200),
    ("pegawai2.bps", 404),  # a colleague of the requester
    ("kadis.karanganyar", 404),  # another office
    ("pengelola.karanganyar", 404),
]


def panel(client, story, **params):
    return client.get(reverse("surat-panel", args=[story.ticket.number]), params)


def test_who_sees_the_ticket_may_download_its_letter(finished, as_person, subtests):
    for who, code in READERS:
        with subtests.test(who):
            assert as_person(who).get(finished.letters.get().get_absolute_url()).status_code == code


def test_nobody_downloads_without_signing_in(finished):
    response = Client().get(finished.letters.get().get_absolute_url())
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("masuk"))


def test_a_download_is_a_pdf_that_can_do_nothing(finished, as_person):
    letter = finished.letters.get()
    response = as_person("pegawai.bps").get(letter.get_absolute_url())
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="Berita-Acara-{finished.ticket.number}.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]
    assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_a_letter_may_also_be_read_in_the_browser(finished, as_person):
    response = as_person("pegawai.bps").get(finished.letters.get().get_absolute_url() + "?lihat")
    assert response["Content-Disposition"].startswith("inline;")
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_a_letter_that_is_not_drawn_yet_cannot_be_downloaded(story, as_person):
    story.until_confirmation().confirm()
    assert as_person("pegawai.bps").get(story.letters.get().get_absolute_url()).status_code == 404


def test_a_letter_that_waits_asks_again_until_it_is_there(story, as_person, tasks):
    story.until_confirmation().confirm()
    client = as_person("pegawai.bps")
    before = panel(client, story).content.decode()
    assert "Sedang dibuat" in before
    assert 'hx-trigger="load delay:1s"' in before
    assert "?ke=1" in before

    from documents.tasks import render

    render(story.letters.get().pk)

    after = panel(client, story, ke="1").content.decode()
    assert "001/BA/17000/XI/2026" in after
    assert story.letters.get().get_absolute_url() in after
    assert "hx-trigger" not in after


@pytest.mark.parametrize(
    ("asked", "delay"),
    [("0", "1s"), ("29", "1s"), ("30", "5s"), ("119", "5s"), ("120", None), ("999999999", "1s"), ("-1", "1s"), ("x", "1s")],
)
def test_a_worker_that_is_away_is_asked_for_less_and_less(story, as_person, asked, delay):
    story.until_confirmation().confirm()
    page = panel(as_person("pegawai.bps"), story, ke=asked).content.decode()
    assert re.findall(r"delay:(\w+)", page) == ([delay] if delay else [])


def test_the_ticket_page_shows_its_letters(finished, as_person):
    page = as_person("pegawai.bps").get(finished.ticket.get_absolute_url()).content.decode()
    assert "Berita Acara Setting Jaringan PC/Laptop" in page
    assert "001/BA/17000/XI/2026" in page


def test_a_superseded_letter_stays_and_says_so(finished, as_person, work):
    from tickets import transitions

    ticket = finished.fresh()
    transitions.reopen(ticket.pk, ticket.turn, actor=finished.people["pegawai.bps"], note="Putus lagi.", now=finished.now)
    finished.act("teknisi.bps", "lanjut")
    finished.act("teknisi.bps", "berhasil")
    finished.act("teknisi.bps", "catat", ip="10.17.0.45", nama_pc="PC-TU-04", grup="TU")
    with work():
        finished.confirm()

    client = as_person("pegawai.bps")
    page = panel(client, finished).content.decode()
    first, second = finished.letters
    assert "versi 2" in page
    assert page.count("digantikan versi yang lebih baru") == 1
    assert page.index(second.get_absolute_url()) < page.index(first.get_absolute_url())
    assert client.get(first.get_absolute_url()).status_code == 200
    assert client.get(second.get_absolute_url())["Content-Disposition"].endswith('-v2.pdf"')


def test_a_failed_letter_offers_staff_another_try(finished, as_person, work):
    letter = finished.letters.get()
    Letter.objects.filter(pk=letter.pk).delete()
    letter.pk, letter.status, letter.file, letter.sha256, letter.rendered_at, letter.attempts = None, Letter.Status.FAILED, "", "", None, 3
    letter.save()
    again = reverse("surat-ulang", args=[letter.uuid])

    assert again not in panel(as_person("pegawai.bps"), finished).content.decode()
    assert as_person("pegawai.bps").post(again).status_code == 403
    assert as_person("pegawai2.bps").post(again).status_code == 404
    assert as_person("teknisi.bps").get(again).status_code == 405
    client = as_person("teknisi.bps")
    assert again in panel(client, finished).content.decode()
    with work():
        assert client.post(again, headers={"HX-Request": "true"}).content.decode().count("Sedang dibuat") == 1
    assert finished.letters.get().is_issued


# Drafts


def draft_url(story, action="konfirmasi", place=0):
    return reverse("surat-draf", args=[story.ticket.number, action, place])


def test_at_the_act_that_names_a_letter_its_draft_can_be_read(story, as_person):
    story.until_confirmation()
    for who in ("pegawai.bps", "teknisi2.bps", "admin.bps"):
        client = as_person(who)
        assert draft_url(story) in panel(client, story).content.decode()
        response = client.get(draft_url(story))
        assert response.status_code == 200
        assert response["Content-Disposition"] == f'inline; filename="Draf-Berita-Acara-{story.ticket.number}.pdf"'
        assert response.content.startswith(b"%PDF")
    assert not story.letters.exists()


def test_drafts_of_other_acts_other_kinds_and_other_offices_are_not_there(story, as_person):
    story.until_confirmation()
    teknisi = as_person("teknisi.bps")
    assert teknisi.get(draft_url(story, place=1)).status_code == 404
    assert teknisi.get(draft_url(story, action="berhasil")).status_code == 404  # another act
    assert teknisi.get(draft_url(story, action="belum")).status_code == 404  # names no letter
    assert as_person("kadis.karanganyar").get(draft_url(story)).status_code == 404
    assert as_person("pegawai2.bps").get(draft_url(story)).status_code == 404


def test_kinds_not_built_yet_are_said_to_be_made_by_hand(story, as_person, people):
    story.act("admin.bps", "setujui", prioritas="2", teknisi=str(people["teknisi.bps"].pk))
    for action in ("terima", "lanjut", "lanjut"):
        story.act("teknisi.bps", action)
    page = panel(as_person("teknisi.bps"), story).content.decode()
    assert "Hasil Tes belum tersedia di portal; buat seperti biasa." in page
    assert "belum tersedia" not in panel(as_person("pegawai.bps"), story).content.decode()


def test_a_machine_that_cannot_draw_says_so(story, as_person, monkeypatch):
    from documents import rendering

    def lacking(*args, **kwargs):
        raise rendering.CannotRender("Pasang libpango.")

    story.until_confirmation()
    monkeypatch.setattr(rendering, "pdf", lacking)
    response = as_person("teknisi.bps").get(draft_url(story))
    assert (response.status_code, response.content.decode()) == (503, "Pasang libpango.")


# The public page


def check(token):
    return Client().get(reverse("surat-periksa", args=[token]))


def test_anybody_may_check_a_letter_and_learns_nothing_about_anybody(finished, people):
    letter = finished.letters.get()
    response = check(letter.token)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Surat ini asli dan berlaku" in page
    for said in (letter.number, "Berita Acara", "19 November 2026", letter.sha256, "BPS Provinsi Bengkulu"):
        assert said in page
    assert finished.ticket.number not in page
    for person in people.values():
        assert person.name not in page
        assert not person.nip or person.nip not in page.replace(" ", "")
    assert "10.17.0.44" not in page
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]


def test_a_superseded_letter_is_said_to_be_superseded(finished, work):
    from tickets import transitions

    ticket = finished.fresh()
    transitions.reopen(ticket.pk, ticket.turn, actor=finished.people["pegawai.bps"], note="Putus lagi.", now=finished.now)
    finished.act("teknisi.bps", "lanjut")
    finished.act("teknisi.bps", "berhasil")
    finished.act("teknisi.bps", "catat", ip="10.17.0.45", nama_pc="PC-TU-04", grup="TU")
    with work():
        finished.confirm()

    first, second = finished.letters
    assert "Surat ini sudah digantikan" in check(first.token).content.decode()
    assert "Surat ini asli dan berlaku" in check(second.token).content.decode()


@pytest.mark.parametrize("token", ["x", "AAAAAAAAAAAAAAAAAAAAAA", "<script>", "..%2f", "a" * 500])
@pytest.mark.django_db
def test_an_unknown_token_is_not_a_letter(token):
    response = check(token)
    assert response.status_code == 404
    assert "Surat tidak dikenal" in response.content.decode()
    assert "<script>alert" not in response.content.decode()


def test_a_letter_not_drawn_yet_is_not_called_valid(story):
    story.until_confirmation().confirm()
    page = check(story.letters.get().token).content.decode()
    assert "Surat belum terbit" in page
    assert "asli dan berlaku" not in page


def test_tokens_are_long_and_random(finished, ask):
    other = ask().until_confirmation()
    other.confirm()
    tokens = set(Letter.objects.values_list("token", flat=True))
    assert len(tokens) == 2
    assert all(len(token) >= 22 for token in tokens)


def test_the_panel_costs_the_same_whatever_the_number_of_letters(finished, django_assert_max_num_queries, people):
    from documents.panels import panel as context
    from tickets.models import Ticket
    from tickets.querysets import view_of

    ticket = Ticket.objects.select_related("procedure", "revision", "requester", "opened_by").get(pk=finished.ticket.pk)
    reader = people["teknisi.bps"]
    assert view_of(reader).procedures and ticket.definition
    with django_assert_max_num_queries(2):
        assert context(reader, ticket)["letters"]
