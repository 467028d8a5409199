"""Whoever can write to the database and to the disk still cannot make the portal call their letter genuine."""

import hashlib

import pytest
from django.test import Client

from documents.models import Letter, Signature
from tickets import audit


@pytest.fixture
def letter(finished):
    return finished.letters.get()


def swapped(letter, content=b"%PDF-1.7 something else\n%%EOF\n"):
    """The file exchanged, and the row made to agree with it."""
    with letter.file.storage.open(letter.file.name, "wb") as file:
        file.write(content)
    Letter.objects.filter(pk=letter.pk).update(sha256=hashlib.sha256(content).hexdigest(), size=len(content))


def page(letter):
    return Client().get(f"/dokumen/periksa/{letter.token}/").content.decode()


def said(ticket, **more):
    return [finding.message for finding in audit.verify(ticket.organisation, **more)]


def test_a_letter_as_it_was_issued_is_whole(letter):
    assert said(letter.ticket, files=True) == []
    assert "asli dan berlaku" in page(letter)


def test_a_file_exchanged_together_with_its_row_is_not_called_genuine(letter):
    swapped(letter)

    assert "tidak utuh" in page(letter) and "asli dan berlaku" not in page(letter)
    assert said(letter.ticket) == [f"Surat {letter} telah diubah sesudah diterbitkan."]


@pytest.mark.parametrize("change", [{"number": "999/BA/17000/XI/2026"}, {"version": 7}, {"kind": "bast"}])
def test_what_a_letter_is_known_by_cannot_be_rewritten(letter, change):
    if "version" in change:  # the database itself wants an earlier version of a later one
        change |= {"supersedes": letter}
    Letter.objects.filter(pk=letter.pk).update(**change)

    assert "tidak utuh" in page(letter)


def test_an_exchanged_file_alone_is_found_when_files_are_read(letter):
    with letter.file.storage.open(letter.file.name, "wb") as file:
        file.write(b"%PDF-1.7\n%%EOF\n")

    assert said(letter.ticket) == []
    assert said(letter.ticket, files=True) == [f"Berkas surat {letter} hilang atau telah diubah."]


def test_a_letter_that_is_gone_is_missed(letter):
    ticket, event = letter.ticket, letter.event
    Signature.objects.filter(letter=letter).delete()
    Letter.objects.filter(pk=letter.pk).delete()

    assert said(ticket) == [f"Surat yang diterbitkan kejadian nomor {event.number} hilang."]
