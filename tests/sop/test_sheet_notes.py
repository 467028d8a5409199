"""What stands under a sheet: moves outside the SOP, assumptions, mended words."""

from dataclasses import replace

import pytest

from sop import sheet
from sop.definition import Lapse
from worktime.limits import Limit

from .procedures import act, action, procedure, step

pytestmark = pytest.mark.once


def test_moves_outside_the_sop_are_listed_with_who_and_where_to_the_same_ones_once():
    table = procedure(
        step(
            act("1a", "pegawai", action("Ajukan", "1b"), shape="mulai"),
            act("1b", "admin", action("Setujui", "2a"), action("Tolak", "ditolak", deviation=True)),
        ),
        step(act("2a", "teknisi", action("Terima", "3a"), action("Kembalikan", "1b", deviation=True))),
        step(act("3a", "teknisi", action("Selesai", "selesai"), action("Kembalikan", "1b", deviation=True), shape="selesai")),
    )

    assert sheet.notes(table).deviations == (
        "Langkah 1b (Admin): Tolak → ditolak",
        "Langkah 2 (Teknisi), 3 (Teknisi): Kembalikan → kembali ke langkah 1b (Admin)",
    )


def test_mended_words_are_listed_once_with_every_place():
    first = replace(step(act("1a", "pegawai", action("Ajukan", "2a"))), original=(("kegiatan", "asset"), ("output", "asset")))
    second = replace(step(act("2a", "pegawai", action("Selesai", "selesai"))), original=(("kegiatan", "asset"),))

    assert sheet.notes(procedure(first, second)).mended == ("“asset” (langkah 1: kegiatan, output; 2: kegiatan)",)


def test_a_step_that_goes_on_by_itself_is_listed():
    one = replace(step(act("1a", "pegawai", action("Konfirmasi", "selesai"), shape="selesai")), lapse=Lapse(Limit(3, "hari"), "selesai"))

    assert sheet.notes(procedure(one)).lapses == ("Langkah 1: setelah 3 hari tanpa tindakan, selesai",)


def test_a_procedure_with_nothing_to_say_has_no_notes():
    assert not sheet.notes(procedure(step(act("1a", "pegawai", action("Catat", "selesai"), shape="selesai"))))
