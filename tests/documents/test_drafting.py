"""Konsep surat and versi perbaikan, through the pages: who may write, what is kept, what is issued, two at once."""

import html
import re

import pytest
from django.urls import reverse

from documents import drafts, letters
from documents.models import Letter, LetterDraft
from tickets import transitions
from tickets.models import Ticket, TicketEvent

from .walking import WAYS, Walk

pytestmark = pytest.mark.usefixtures("quick")

KADIS, KABID, STAFF, ASKER = "kadis.karanganyar", "kabid.karanganyar", "tim-teknis.karanganyar", "pemohon.karanganyar"


@pytest.fixture
def walk(people, sops):
    """A ticket of Karanganyar whose letter waits for the head's disposisi."""
    return Walk(sops["pemeliharaan-server"], way=WAYS["pemeliharaan-server"]).until("2a")


@pytest.fixture
def concept(walk):
    """Address of the page of that disposisi."""
    return reverse("surat-konsep", args=[walk.ticket.number, "disposisikan", 0])


def says(answer):
    return html.unescape(answer.content.decode())


def filled(page):
    """What a browser would send back from a page of ours, unchanged: {name: value or list}."""
    form = re.search(r'<form class="hc-form.*?</form>', page, re.S)[0]
    data = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, kind = re.search(r'name="([^"]*)"', tag), re.search(r'type="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if not name or (kind and kind[1] in ("checkbox", "radio") and "checked" not in tag):
            continue
        data.setdefault(html.unescape(name[1]), []).append(html.unescape(value[1]) if value else "")
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.S):
        data[name] = [html.unescape(text).removeprefix("\n")]
    return data


def write(client, address, **changes):
    data = filled(client.get(address).content.decode()) | changes
    return client.post(address, data)


def part(letter, code):
    return next((p["content"] for p in letter.facts["parts"] if p["code"] == code), None)


# Writing


def test_whoever_may_take_the_action_writes_and_nobody_else(walk, concept, as_person, subtests):
    for who, code in [(KADIS, 200), (KABID, 403), (STAFF, 403), (ASKER, 403), ("pemohon2.karanganyar", 404), ("kadis.tanahbumbu", 404)]:
        with subtests.test(who):
            assert as_person(who).get(concept).status_code == code
    page = says(as_person(KADIS).get(reverse("surat-panel", args=[walk.ticket.number])))
    assert concept in page
    assert concept not in says(as_person(KABID).get(reverse("surat-panel", args=[walk.ticket.number])))


def test_the_page_proposes_and_names_what_the_form_will_answer(concept, as_person):
    page = says(as_person(KADIS).get(concept))
    assert "Kepala Bidang Tata Kelola Informatika, Ratna Puspitasari, S.T., M.T." in page
    assert "«Instruksi»" in page
    assert "Proses lebih lanjut" in page


def test_saving_what_was_proposed_keeps_nothing(walk, concept, as_person):
    assert write(as_person(KADIS), concept).status_code == 302
    assert not LetterDraft.objects.exists()


def test_what_was_written_is_issued_and_the_rest_follows_the_ticket(walk, concept, as_person):
    """Several addressees with instructions of their own, marks of one's own; the sifat stays what the form answers."""
    head = as_person(KADIS)
    rows = {
        "kepada-0-k0": "Kepala Bidang Tata Kelola Informatika", "kepada-0-k1": "Tunjuk tim dan jadwalkan",
        "kepada-1-k0": "Sekretaris", "kepada-1-k1": "Siapkan surat pemberitahuan",
        "kepada-2-k0": "Kepala Subbagian Umum", "kepada-2-k1": "",
    }  # fmt: skip
    answer = write(
        head,
        concept,
        **rows,
        harap=["Untuk diketahui", "Proses lebih lanjut"],
        harap_lain="Bicarakan dengan saya",
        catatan="Hati-hati.\n«Instruksi»",
    )
    assert answer.status_code == 302
    assert LetterDraft.objects.get().parts.keys() == {"kepada", "harap", "catatan"}

    walk.given = {"sifat": "Sangat segera", "instruksi_kadis": "Laporkan kepada saya."}
    walk.step()

    letter = walk.letters("disposisi").get()
    assert part(letter, "kepada")["rows"] == [
        ["Kepala Bidang Tata Kelola Informatika", "Tunjuk tim dan jadwalkan"],
        ["Sekretaris", "Siapkan surat pemberitahuan"],
        ["Kepala Subbagian Umum", ""],
    ]
    assert part(letter, "harap")["chosen"] == ["Proses lebih lanjut", "Untuk diketahui", "Bicarakan dengan saya"]
    assert part(letter, "catatan") == "Hati-hati.\nLaporkan kepada saya."
    assert part(letter, "sifat")["chosen"] == ["Sangat segera"]
    assert not LetterDraft.objects.exists()


def test_the_preview_shows_what_was_written(walk, concept, as_person, monkeypatch):
    drawn = []
    monkeypatch.setattr("documents.rendering.pdf", lambda facts, **options: drawn.append(facts) or b"%PDF-")
    head = as_person(KADIS)
    write(head, concept, catatan="Segera ditangani.")
    head.get(reverse("surat-draf", args=[walk.ticket.number, "disposisikan", 0]))
    assert [p["content"] for p in drawn[0]["parts"] if p["code"] == "catatan"] == ["Segera ditangani."]


def test_going_back_to_the_proposal_forgets_what_was_written(concept, as_person):
    head = as_person(KADIS)
    write(head, concept, catatan="Segera ditangani.")
    assert "Kembalikan ke usulan sistem" in says(head.get(concept))
    write(head, concept, _usulan="1")
    assert not LetterDraft.objects.exists()


def test_of_two_who_write_at_once_the_later_is_told_and_loses_nothing(walk, concept, as_person, people):
    head = as_person(KADIS)
    seen = filled(head.get(concept).content.decode())
    drafts.save(
        walk.ticket,
        "disposisi",
        "Lembar Disposisi Kepala Dinas",
        {"catatan": "Dari pengganti."},
        by=people[KABID],
        turn=walk.ticket.turn,
        edition=0,
    )

    late = head.post(concept, seen | {"catatan": "Dari kepala dinas."})

    page = says(late)
    assert late.status_code == 409
    assert "Ratna Puspitasari" in page
    assert "menyimpan konsep ini lebih dahulu" in page
    assert "Dari kepala dinas." in page
    assert LetterDraft.objects.get().parts == {"catatan": "Dari pengganti."}
    assert head.post(concept, filled(late.content.decode())).status_code == 302
    assert LetterDraft.objects.get().parts["catatan"] == "Dari kepala dinas."


def test_nothing_is_kept_for_a_turn_that_has_passed(walk, concept, as_person):
    head = as_person(KADIS)
    seen = filled(head.get(concept).content.decode())
    ticket = walk.ticket
    transitions.hold(ticket.pk, ticket.turn, actor=walk.turn()[0], reason="lainnya", note="Rapat.", now=walk.now)
    ticket = walk.ticket
    transitions.resume(ticket.pk, ticket.turn, actor=Ticket.objects.get(pk=ticket.pk).organisation.people.get(username=KADIS), now=walk.now)
    if walk.ticket.turn != int(seen["_giliran"][0]):
        assert head.post(concept, seen | {"catatan": "Terlambat."}).status_code == 302
        assert not LetterDraft.objects.exists()
    walk.step()
    assert head.post(concept, seen | {"catatan": "Terlambat."}).status_code == 404
    assert not LetterDraft.objects.exists()


def test_too_much_is_refused_and_kept_on_the_page(concept, as_person):
    answer = write(as_person(KADIS), concept, catatan="x" * 20_001)
    assert answer.status_code == 422
    assert "x" * 20_001 in says(answer)


def test_what_one_wrote_stays_when_the_next_approves(people, sops, as_person):
    """Rencana kebutuhan is issued again by each who approves: what was written stays where its grounds have not changed."""
    walk = Walk(sops["rencana-kebutuhan-aset"]).until("2b")
    address = reverse("surat-konsep", args=[walk.ticket.number, "setujui", 0])
    write(as_person("kabid.tanahbumbu"), address, penutup="Untuk dianggarkan pada tahun berikutnya.")
    walk.step().until("4a")
    versions = walk.letters("rencana-kebutuhan")
    assert [part(letter, "penutup") for letter in versions][1:] == ["Untuk dianggarkan pada tahun berikutnya."] * 2


# Correcting


@pytest.fixture
def issued(walk):
    walk.step()
    letter = walk.letters("disposisi").get()
    letters.produce(letter.pk)
    return letter


def test_a_correction_is_a_new_version_with_the_same_number_and_says_why(walk, issued, as_person):
    head = as_person(KADIS)
    address = reverse("surat-perbaikan", args=[issued.uuid])
    assert address in says(head.get(reverse("surat", args=[issued.uuid])))
    answer = write(head, address, catatan="Mohon dipercepat.", _alasan="Catatan keliru.")
    assert answer.status_code == 302

    old, new = walk.letters("disposisi")
    assert (new.number, new.version, new.supersedes, new.issued_on) == (old.number, 2, old, old.issued_on)
    assert (new.corrected_by.username, new.correction_reason) == (KADIS, "Catatan keliru.")
    assert part(new, "catatan") == "Mohon dipercepat."
    assert part(old, "catatan") != "Mohon dipercepat."
    assert part(new, "surat") == part(old, "surat")
    assert new.facts["corrected_on"]
    event = walk.ticket.events.last()
    assert event.kind == TicketEvent.Kind.COMMENTED
    assert "Catatan keliru." in event.note
    page = says(head.get(reverse("surat", args=[new.uuid])))
    assert "Catatan keliru." in page
    assert head.get(reverse("surat-perbaikan", args=[old.uuid])).status_code == 403


def test_a_correction_needs_a_reason_and_a_change(walk, issued, as_person):
    address = reverse("surat-perbaikan", args=[issued.uuid])
    head = as_person(KADIS)
    assert write(head, address, catatan="Lain.").status_code == 422
    unchanged = write(head, address, _alasan="Tidak ada.")
    assert unchanged.status_code == 422
    assert "Belum ada yang diubah" in says(unchanged)
    assert walk.letters("disposisi").count() == 1


def test_who_signed_and_the_pengelola_correct(issued, as_person, subtests):
    address = reverse("surat-perbaikan", args=[issued.uuid])
    for who, code in [
        (KADIS, 200),
        ("pengelola.karanganyar", 200),
        (KABID, 403),
        (ASKER, 403),
        ("pemohon2.karanganyar", 404),
        ("pengelola.bps", 404),
    ]:
        with subtests.test(who):
            assert as_person(who).get(address).status_code == code


def test_the_chain_of_events_stays_whole_after_a_correction(walk, issued, as_person):
    from tickets.audit import verify_ticket

    write(as_person(KADIS), reverse("surat-perbaikan", args=[issued.uuid]), catatan="Lain.", _alasan="Keliru.")
    assert list(verify_ticket(walk.ticket)) == []


def test_a_berita_acara_of_the_first_form_can_be_corrected(finished, as_person):
    """Its facts had no parts: they are read as if they had."""
    letter = finished.letters.get()
    first = {
        key: value
        for key, value in letter.facts.items()
        if key not in ("parts", "signers", "edited", "heading", "about", "to", "copies", "corrected_on")
    }
    Letter.objects.filter(pk=letter.pk).update(facts=first | {"form": 1})
    address = reverse("surat-perbaikan", args=[letter.uuid])
    assert as_person("teknisi.bps").get(address).status_code == 403  # whoever signed is not written in it; the pengelola may
    answer = write(
        as_person("pengelola.bps"), reverse("surat-perbaikan", args=[letter.uuid]), penutup="Demikian adanya.", _alasan="Penutup keliru."
    )
    assert answer.status_code == 302
    new = finished.letters.last()
    assert (part(new, "penutup"), part(new, "pelaksanaan")) == ("Demikian adanya.", {"of": "steps"})
