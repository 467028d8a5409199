"""Beranda of a new office tells its pengelola what is left to do, until nothing is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import services
from accounts.models import Organisation, Role, RoleHolding, User
from accounts.roles import office_day
from sop import loader
from sop import services as sops
from tickets.presenting.first_steps import first_steps
from worktime.models import Holiday, WeeklyPattern

from .browsing import Visitor, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]

SOP = """
sop: {nomor: 1/2026, nama: Pinjam ruang, instansi: dinas-baru, tanggal: {efektif: 2026-01-02}}
prosedur:
  - kode: pinjam-ruang
    nama: Pinjam ruang
    pelaksana: {pegawai: Pegawai}
    dibuka_oleh: [pegawai]
    langkah: [{no: 1, kegiatan: Meminjam, oleh: pegawai, waktu: 1 jam, output: [Ruang]}]
"""


@pytest.fixture
def pengelola(db):
    office = Organisation(code="dinas-baru", short_name="baru", name="Dinas Baru", ticket_prefix="BARU")
    services.create_office(office, User(username="sari.baru", name="Sari"), "kuda laut biru")
    return User.objects.select_related("organisation").get(username="sari.baru")


def left(user):
    """Labels of what is not done yet."""
    return [step.label for step in first_steps(User.objects.get(pk=user.pk)) if not step.done]


def test_the_list_shrinks_with_each_step_and_goes_with_the_last(pengelola):
    office = pengelola.organisation
    assert left(pengelola) == ["Orang", "SOP", "Peran", "Kop surat"]

    services.add_person(User(organisation=office, username="budi.baru", name="Budi"), actor=pengelola)
    assert left(pengelola) == ["SOP", "Peran", "Kop surat"]

    sops.load(loader.parse(SOP.encode(), "sop.yaml"))
    assert left(pengelola) == ["Peran", "Kop surat"]

    role = Role.objects.get(organisation=office)
    RoleHolding.objects.create(role=role, person=User.objects.get(username="budi.baru"), starts_on=office_day(office))
    assert left(pengelola) == ["Kop surat"]

    Holiday.objects.filter(organisation=office).delete()
    assert left(pengelola) == ["Jam kerja dan hari libur", "Kop surat"]

    Holiday.objects.create(organisation=office, date="2026-12-25", name="Natal")
    Organisation.objects.filter(pk=office.pk).update(
        head_line_1="PEMERINTAH KABUPATEN", head_line_2="DINAS BARU", address="Jl. 1", city="Kota"
    )
    assert left(pengelola) == [] and first_steps(User.objects.get(pk=pengelola.pk)) == []


def test_the_page_shows_it_to_the_pengelola_alone(pengelola):
    budi = User(organisation=pengelola.organisation, username="budi.baru", name="Budi")
    services.add_person(budi, actor=pengelola)
    User.objects.update(must_change_password=False)

    page, others = Visitor(pengelola).get("beranda"), Visitor(budi).get("beranda")

    assert "Menyiapkan kantor Anda" in text_of(page) and "Orang sudah" in text_of(page)
    assert 'href="/sop/unggah/"' in page.content.decode()
    assert "Menyiapkan kantor Anda" not in text_of(others)


def test_it_costs_one_query_and_nothing_for_others(pengelola, people):
    with CaptureQueriesContext(connection) as asked:
        first_steps(pengelola)
        assert first_steps(people["admin.bps"]) == []

    assert len(asked) == 1


def test_an_office_without_hours_is_led_to_them(pengelola):
    WeeklyPattern.objects.all().delete()

    step = next(step for step in first_steps(pengelola) if step.label.startswith("Jam kerja"))

    assert step.url == "/pengaturan/jam-kerja/"
