"""The life of a SOP document in an office: loaded, in force on its day, superseded; what is in force never changes."""

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import Role
from sop import services
from sop.loader import parse
from sop.models import Procedure, Revision, Sop
from sop.tasks import promote_due_revisions

FILE = Path(__file__).parent / "files" / "setting-jaringan.yaml"
NETWORK = FILE.read_text()
EFFECTIVE = dt.date(2025, 6, 2)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bps(offices):
    return offices["bps-bengkulu"]


def load(text=NETWORK, *, today=EFFECTIVE, **kwargs):
    return services.load(parse(text), today=today, **kwargs)


def changed(old, new, text=NETWORK):
    assert old in text
    return text.replace(old, new)


# An evaluation of two procedures, to move procedures about.
TWO = """
sop: {nama: Dua prosedur, instansi: bps-bengkulu}
prosedur:
  - kode: satu
    nama: Satu
    pelaksana: {teknisi: Teknisi}
    langkah: [{no: 1, kegiatan: Bekerja, oleh: teknisi}]
  - kode: dua
    nama: Dua
    pelaksana: {teknisi: Teknisi}
    langkah: [{no: 1, kegiatan: Bekerja, oleh: teknisi}]
"""
ONLY_ONE, ONLY_TWO = (
    f"""
sop: {{nama: {name}, instansi: bps-bengkulu}}
prosedur:
  - kode: {code}
    nama: {name}
    pelaksana: {{teknisi: Teknisi}}
    langkah: [{{no: 1, kegiatan: Bekerja, oleh: teknisi}}]
"""
    for code, name in (("satu", "Satu"), ("dua", "Dua"))
)


def test_a_new_document_is_in_force_from_its_effective_day(bps):
    outcome = load()

    assert outcome.state == services.MADE
    assert outcome.revision.status == "berlaku"
    assert outcome.revision.effective_on == EFFECTIVE
    assert outcome.revision.source == NETWORK
    procedure = Procedure.objects.offered(bps).get()
    assert procedure.code == "setting-jaringan"
    assert procedure.revision_in_force.definition.procedure("setting-jaringan").first_act.code == "1a"
    assert str(procedure.sop) == "Permintaan Setting Jaringan PC/Laptop BPS Provinsi Bengkulu"


def test_before_its_effective_day_it_is_a_draft_that_nobody_is_offered(bps):
    outcome = load(today=EFFECTIVE - dt.timedelta(days=1))

    assert outcome.revision.status == "draf"
    assert not Procedure.objects.offered(bps).exists()


def test_a_document_without_an_effective_day_is_in_force_at_once(bps):
    text = changed(", efektif: 2025-06-02", "")

    assert load(text, today=dt.date(2020, 1, 1)).revision.status == "berlaku"


def test_the_same_content_again_does_nothing(bps):
    first = load()

    second = load("# a comment more, and a default written out\n" + changed("label: Terima tugas", "label: Terima tugas, ke: 3"))

    assert second.state == services.UNCHANGED
    assert second.revision == first.revision
    assert Revision.objects.count() == 1


def test_content_of_an_older_revision_does_nothing_either(bps):
    load()
    newer = load(changed("waktu: 5 menit", "waktu: 7 menit"))

    again = load()

    assert again.state == services.UNCHANGED
    assert again.revision.sequence == 1
    assert Revision.objects.in_force().get() == newer.revision


def test_changed_content_supersedes_and_old_revisions_stay_readable(bps):
    first = load().revision

    second = load(changed("waktu: 5 menit", "waktu: 7 menit"), today=dt.date(2026, 1, 5)).revision

    first.refresh_from_db()
    assert (first.status, second.status) == ("digantikan", "berlaku")
    assert first.superseded_at is not None
    assert second.sequence == 2 and not second.technical
    assert first.definition.procedure("setting-jaringan").step("2").duration.most == 5
    assert second.definition.procedure("setting-jaringan").step("2").duration.most == 7
    assert Sop.objects.count() == Procedure.objects.count() == 1


def test_a_change_that_leaves_the_printed_dates_alone_is_pointed_out(bps):
    load()

    outcome = load(changed("waktu: 5 menit", "waktu: 7 menit"))

    assert "masih sama" in outcome.notes[0]
    assert load(changed("revisi: 2025-05-26", "revisi: 2026-01-05", changed("waktu: 5 menit", "waktu: 8 menit"))).notes == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("dokumen: [berita-acara]", "dokumen: [berita-acara, hasil-tes]"),
        ("{kode: terima, label: Terima tugas}", "{kode: terima, label: Terima tugas, efek: [aset.catat]}"),
        ("label: Ruangan, jenis: teks, wajib: ya", 'label: Ruangan, jenis: teks, wajib: ya, bantuan: "Gedung, lantai, ruang."'),
    ],
)
def test_effects_letters_and_help_texts_make_a_technical_revision(bps, old, new):
    load()

    outcome = load(changed(old, new))

    assert outcome.revision.technical
    assert outcome.revision.status == "berlaku"
    assert outcome.notes == []


def test_a_renamed_document_is_recognised_by_its_procedures(bps):
    load()

    load(
        changed(
            "nomor: SOP-053/17000/2025",
            "nomor: SOP-099/17000/2026",
            changed("nama: Permintaan Setting Jaringan PC/Laptop BPS", "nama: Jaringan BPS"),
        )
    )

    document = Sop.objects.get()
    assert document.number == "SOP-099/17000/2026"
    assert document.name == "Jaringan BPS Provinsi Bengkulu"


def test_the_name_follows_the_revision_in_force_not_the_draft(bps):
    load()

    load(changed("nomor: SOP-053/17000/2025", "nomor: SOP-099/17000/2026", changed("efektif: 2025-06-02", "efektif: 2027-01-01")))

    assert Sop.objects.get().number == "SOP-053/17000/2025"


def test_drafts_come_into_force_on_their_day_in_the_offices_zone(bps):
    load(today=EFFECTIVE - dt.timedelta(days=30))

    assert services.promote_due(dt.datetime(2025, 6, 1, 16, 59, tzinfo=dt.UTC)) == 0  # 23.59 WIB
    assert services.promote_due(dt.datetime(2025, 6, 1, 17, 0, tzinfo=dt.UTC)) == 1  # midnight in WIB
    assert services.promote_due(dt.datetime(2025, 6, 1, 17, 1, tzinfo=dt.UTC)) == 0

    assert Revision.objects.in_force().get().in_force_since == dt.datetime(2025, 6, 1, 17, 0, tzinfo=dt.UTC)
    assert Procedure.objects.offered(bps).count() == 1


def test_the_task_may_run_twice(bps):
    load(today=EFFECTIVE - dt.timedelta(days=1))

    with time_machine.travel(dt.datetime(2025, 6, 2, 1, 0, tzinfo=dt.UTC), tick=False):
        promote_due_revisions()
        promote_due_revisions()

    assert Revision.objects.in_force().count() == 1


def test_of_two_drafts_due_together_only_the_later_is_ever_in_force(bps):
    before = EFFECTIVE - dt.timedelta(days=1)
    first = load(today=before).revision
    second = load(changed("waktu: 5 menit", "waktu: 7 menit"), today=before).revision

    services.promote_due(dt.datetime(2025, 6, 3, tzinfo=dt.UTC))

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.in_force_since) == ("digantikan", None)
    assert second.status == "berlaku"


def test_a_dropped_procedure_is_kept_but_no_longer_offered_and_may_come_back(bps):
    load(TWO)

    outcome = load(ONLY_ONE)

    assert outcome.dropped == ["dua"]
    assert [p.code for p in Procedure.objects.offered(bps)] == ["satu"]
    assert Procedure.objects.get(code="dua").revision_in_force is None

    load(changed("nama: Dua prosedur", "nama: Dua prosedur lagi", TWO))
    assert Procedure.objects.offered(bps).count() == 2
    assert Sop.objects.count() == 1


def test_a_dropped_procedure_may_move_to_a_document_of_its_own(bps):
    load(TWO)
    load(ONLY_ONE)

    load(ONLY_TWO)

    assert Sop.objects.count() == 2
    assert Procedure.objects.get(code="dua").sop.name == "Dua"
    assert Procedure.objects.offered(bps).count() == 2


def test_procedures_that_live_in_two_documents_are_not_joined_by_one_file(bps):
    load(ONLY_ONE)
    load(ONLY_TWO)

    with pytest.raises(services.LoadRefused, match="sudah terbagi dalam 2 dokumen SOP"):
        load(TWO)

    assert Revision.objects.count() == 2


def test_an_unknown_office_is_refused_with_the_line_and_how_to_mend_it(bps):
    with pytest.raises(services.LoadRefused) as refused:
        load(changed("instansi: bps-bengkulu", "instansi: bps-benkulu"))

    problem = refused.value.problems[0]
    assert problem.line == 4
    assert "bps-benkulu" in problem.message and "instansi create" in problem.message
    assert not Sop.objects.exists()


def test_a_file_with_errors_is_never_loaded(bps):
    with pytest.raises(services.LoadRefused):
        load(changed("waktu: 5 menit", "waktu: lima menit"))

    assert not Revision.objects.exists()


def test_missing_roles_are_created_with_their_printed_names_and_known_ones_left_alone(bps):
    Role.objects.filter(organisation=bps).delete()
    Role.objects.create(organisation=bps, code="admin", name="Admin Kita", allocates=True)

    outcome = load()

    assert outcome.roles == ["pegawai", "teknisi"]
    made = Role.objects.get(organisation=bps, code="teknisi")
    assert (made.name, made.allocates, made.heads) == ("Teknisi", False, False)
    assert Role.objects.get(organisation=bps, code="admin").name == "Admin Kita"


def test_the_requesters_role_does_not_work_on_the_tickets(bps):
    load()

    assert Procedure.objects.get().roles == ["admin", "teknisi"]


def test_somebody_told_of_a_miss_must_be_a_role_of_the_office(bps):
    text = changed("    buka_kembali: 4\n", "    eskalasi: [{pada: 200%, kepada: kadis}]\n")
    with pytest.raises(services.LoadRefused, match="kadis"):
        load(text)

    Role.objects.create(organisation=bps, code="kadis", name="Kepala Dinas", heads=True)

    assert load(text).state == services.MADE


@pytest.mark.parametrize(
    "change", [{"content_hash": "x"}, {"source": "x"}, {"content": {}}, {"status": "draf"}, {"effective_on": dt.date(2020, 1, 1)}]
)
def test_the_database_refuses_to_change_a_revision_in_force(bps, change):
    revision = load().revision

    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(**change)

    assert Revision.objects.get(pk=revision.pk).content_hash == revision.content_hash


def test_a_draft_may_still_change_and_a_revision_in_force_may_be_superseded(bps):
    draft = load(today=dt.date(2020, 1, 1)).revision

    assert Revision.objects.filter(pk=draft.pk).update(source="x") == 1
    services.put_in_force(Revision.objects.get(pk=draft.pk), timezone.now())
    assert Revision.objects.filter(pk=draft.pk).update(status="digantikan", superseded_at=timezone.now()) == 1


def test_saving_a_changed_revision_in_force_is_refused_with_a_sentence(bps):
    load()
    revision = Revision.objects.get()

    revision.source = "lain"
    with pytest.raises(ValidationError, match="muat revisi baru"):
        revision.save()
