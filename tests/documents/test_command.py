"""`manage.py letters samples FOLDER`."""

import pytest
from django.core.management import CommandError, call_command

from sop.registry import LETTER_KINDS

pytestmark = pytest.mark.once


def test_one_pdf_of_each_kind_that_tickets_have_issued(finished, tmp_path, capsys):
    call_command("letters", "samples", str(tmp_path / "contoh"))

    with finished.letters.get().file.open("rb") as file:
        assert (tmp_path / "contoh" / "berita-acara.pdf").read_bytes() == file.read()
    said = capsys.readouterr().out
    assert "001/BA/17000/XI/2026" in said
    assert "Berita Acara Pemindahtempatan: belum ada tiket" in said
    assert LETTER_KINDS["nota-dinas"] in said


def test_a_letter_still_waiting_is_drawn_for_the_sample(story, tmp_path):
    story.until_confirmation().confirm()
    call_command("letters", "samples", str(tmp_path))
    assert (tmp_path / "berita-acara.pdf").read_bytes().startswith(b"%PDF")
    assert story.letters.get().is_waiting


@pytest.mark.django_db
def test_without_any_ticket_it_says_what_to_do(tmp_path):
    with pytest.raises(CommandError, match=r"manage\.py demo"):
        call_command("letters", "samples", str(tmp_path))


def test_a_folder_that_cannot_be_written_is_named(story, tmp_path):
    story.until_confirmation().confirm()
    place = tmp_path / "berkas"
    place.write_text("")
    with pytest.raises(CommandError, match="Tidak dapat menulis"):
        call_command("letters", "samples", str(place / "dalam"))
