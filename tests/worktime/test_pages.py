"""Pengaturan › Jam kerja and Kalender libur, through HTTP."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.worktime.test_ics import CHRISTMAS, calendar
from worktime import changes, store
from worktime.models import Holiday, WeeklyPattern

pytestmark = pytest.mark.django_db

WEEK = {f"day_{number}": "07.30–12.00, 13.00–16.00" for number in range(5)}
PAGES = ["jam-kerja", "jam-kerja-biasa", "jam-kerja-tambah", "kalender", "kalender-tambah", "kalender-impor"]


@pytest.fixture
def ramadan(bps):
    pattern = WeeklyPattern(
        organisation=bps, name="Ramadan 1448 H", starts_on=date(2027, 2, 8), ends_on=date(2027, 3, 9), days=[[[480, 900]]] * 5 + [[], []]
    )
    changes.save_pattern(pattern, actor=None)
    return pattern


def text(response):
    return response.content.decode()


# Who may come in


@pytest.mark.parametrize("name", PAGES)
def test_only_the_offices_administrator_comes_in(client, people, name):
    assert client.get(reverse(name)).status_code == 302

    client.force_login(people["admin.bps"])
    assert client.get(reverse(name)).status_code == 403

    client.force_login(people["pengelola.bps"])
    assert client.get(reverse(name)).status_code == 200


def test_what_belongs_to_another_office_is_not_there(client, people, ramadan, bps):
    own = Holiday.objects.filter(organisation=bps).first()
    client.force_login(people["pengelola.karanganyar"])

    assert client.get(reverse("jam-kerja-ubah", args=[ramadan.pk])).status_code == 404
    assert client.post(reverse("jam-kerja-hapus", args=[ramadan.pk])).status_code == 404
    assert client.get(reverse("kalender-ubah", args=[own.pk])).status_code == 404
    assert client.post(reverse("kalender-hapus", args=[own.pk])).status_code == 404
    assert Holiday.objects.filter(pk=own.pk).exists()


@pytest.mark.parametrize("name", ["jam-kerja-hapus", "kalender-usulkan", "kalender-tetapkan", "kalender-hapus"])
def test_nothing_changes_by_looking(pengelola, name):
    assert pengelola.get(reverse(name, args=[2028])).status_code == 405
    assert pengelola.get(reverse("kalender-impor-simpan")).status_code == 405


def test_the_hub_leads_here(pengelola):
    page = text(pengelola.get(reverse("pengaturan")))

    assert reverse("jam-kerja") in page
    assert reverse("kalender") in page


# Hours


def test_the_week_is_shown_in_words_and_bars(pengelola):
    page = text(pengelola.get(reverse("jam-kerja")))

    assert "07.30–11.30, 13.00–16.30" in page
    assert "Sepekan 37 jam 30 menit" in page
    assert 'style="left:12.500%;width:37.500%"' in page


def test_the_week_is_changed_and_counts_at_once(pengelola, bps):
    answer = pengelola.post(reverse("jam-kerja-biasa"), {**WEEK, "day_5": "08.00-12.00", "day_6": ""}, follow=True)

    assert "disimpan" in text(answer)
    assert store.calendar_for(bps).week[5] == ((480, 720),)
    assert "Mengubah pola jam kerja “Jam kerja biasa”" in text(answer)


def test_wrong_hours_are_told_beside_their_day_and_what_was_typed_stays(pengelola, bps):
    answer = pengelola.post(reverse("jam-kerja-biasa"), {**WEEK, "day_1": "07.30–12.00, 11.00–16.00"})

    assert answer.status_code == 422
    assert "07.30–12.00 bertumpuk dengan 11.00–16.00." in text(answer)
    assert 'value="07.30–12.00, 11.00–16.00"' in text(answer)
    assert store.calendar_for(bps).week[1] == ((450, 720), (780, 960))


def test_a_week_without_any_work_is_refused(pengelola):
    answer = pengelola.post(reverse("jam-kerja-biasa"), {f"day_{number}": "" for number in range(7)})

    assert answer.status_code == 422
    assert "paling sedikit satu hari kerja" in text(answer)


def test_ramadan_is_offered_with_its_hours_and_likely_dates(pengelola, time_machine_at_home):
    page = text(pengelola.get(reverse("jam-kerja-tambah") + "?jenis=ramadan"))

    assert "08.00–11.30, 12.30–15.30" in page
    assert 'value="2027-02-08"' in page
    assert 'value="2027-03-09"' in page


def test_ramadan_is_entered_changed_and_taken_away(pengelola, bps):
    given = {**WEEK, "name": "Ramadan 1448 H", "starts_on": "2027-02-08", "ends_on": "2027-03-09"}
    pengelola.post(reverse("jam-kerja-tambah"), given)
    pattern = WeeklyPattern.objects.get(organisation=bps, name="Ramadan 1448 H")

    pengelola.post(reverse("jam-kerja-ubah", args=[pattern.pk]), {**given, "ends_on": "2027-03-10"})
    assert store.calendar_for(bps).pattern(date(2027, 3, 10)).name == "Ramadan 1448 H"
    assert "Ramadan 1448 H" in text(pengelola.get(reverse("jam-kerja")))

    pengelola.post(reverse("jam-kerja-hapus", args=[pattern.pk]))
    assert store.calendar_for(bps).pattern(date(2027, 3, 10)) is None


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ({"starts_on": "", "ends_on": ""}, "id_starts_on_error"),
        ({"starts_on": "2027-03-01", "ends_on": "2027-02-01"}, "mendahului"),
        ({"starts_on": "2027-03-01", "ends_on": "2027-03-31"}, "Bertumpuk dengan “Ramadan 1448 H”"),
    ],
)
def test_dates_that_make_no_sense_are_refused(pengelola, ramadan, dates, said):
    answer = pengelola.post(reverse("jam-kerja-tambah"), {**WEEK, "name": "Jam lain", **dates})

    assert answer.status_code == 422
    assert said in text(answer)


def test_the_ordinary_week_is_not_reached_as_a_dated_one(pengelola, bps):
    ordinary = WeeklyPattern.objects.get(organisation=bps, starts_on=None)

    assert pengelola.post(reverse("jam-kerja-hapus", args=[ordinary.pk])).status_code == 404


# Tester


def test_the_tester_answers_the_question_of_every_friday(pengelola):
    page = text(pengelola.get(reverse("jam-kerja"), {"start": "2026-11-20T16:20", "limit": "60 menit", "service": "kantor"}))

    assert "Senin, 23 November 2026 pukul 08.20 WIB" in page
    assert "Sab 21–Min 22 Nov: akhir pekan" in page


def test_the_tester_says_what_it_does_not_understand(pengelola):
    answer = pengelola.get(reverse("jam-kerja"), {"start": "2026-11-20T16:20", "limit": "sebentar saja"})

    assert answer.status_code == 422
    assert "tidak dapat dibaca" in text(answer)


def test_the_tester_asks_in_the_zone_of_the_office(client, people):
    client.force_login(people["pengelola.tanahbumbu"])

    page = text(client.get(reverse("jam-kerja"), {"start": "2026-11-20T16:20", "limit": "60 menit", "service": "kantor"}))

    assert "Senin, 23 November 2026 pukul 08.20 WITA" in page


# The year


def test_the_year_shows_holidays_with_letters_and_names(pengelola):
    page = text(pengelola.get(reverse("kalender-tahun", args=[2026])))

    assert page.count('class="hc-month"') == 12
    assert "Libur nasional: Hari Raya Natal" in page
    assert "Belum ada" not in page


def test_a_year_without_national_holidays_asks_for_them(pengelola, bps):
    assert "belum diusulkan" in text(pengelola.get(reverse("kalender-tahun", args=[2028])))

    page = text(pengelola.post(reverse("kalender-usulkan", args=[2028]), follow=True))

    assert "usulan belum berlaku" in page
    assert store.calendar_for(bps).hours(date(2028, 5, 1)) != ()


def test_ticked_proposals_come_into_force(pengelola, bps):
    pengelola.post(reverse("kalender-usulkan", args=[2028]))
    labour_day = Holiday.objects.get(organisation=bps, date=date(2028, 5, 1))

    pengelola.post(reverse("kalender-tetapkan", args=[2028]), {"libur": [labour_day.pk, "x", "9" * 30]})

    assert store.calendar_for(bps).hours(date(2028, 5, 1)) == ()
    assert store.calendar_for(bps).hours(date(2028, 12, 25)) != ()


def test_confirming_nothing_says_so(pengelola):
    assert "Pilih dahulu" in text(pengelola.post(reverse("kalender-tetapkan", args=[2028]), follow=True))


def test_a_closing_of_several_days_is_entered_at_once(pengelola, bps):
    given = {"name": "Pindah kantor", "kind": "lokal", "date": "2027-07-05", "until": "2027-07-07", "hours": ""}

    answer = pengelola.post(reverse("kalender-tambah"), given, follow=True)

    assert "Pindah kantor" in text(answer)
    assert Holiday.objects.filter(organisation=bps, name="Pindah kantor").count() == 3
    assert store.calendar_for(bps).hours(date(2027, 7, 6)) == ()


def test_a_half_day_has_hours(pengelola, bps):
    given = {"name": "Apel HUT", "kind": "khusus", "date": "2027-07-05", "hours": "07.30-11.30"}

    pengelola.post(reverse("kalender-tambah"), given)

    assert store.calendar_for(bps).hours(date(2027, 7, 5)) == ((450, 690),)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "khusus"}, "Isi jam kerja hari itu"),
        ({"hours": "07.30-11.30"}, "pilih jenis"),
        ({"date": "1850-01-01"}, "Tahun harus antara"),
        ({"until": "2027-07-01"}, "Isi tanggal sesudah"),
        ({"date": "2026-12-25", "name": "Hari Raya Natal"}, "Sudah ada pada tanggal itu"),
    ],
)
def test_days_that_make_no_sense_are_refused(pengelola, given, said):
    answer = pengelola.post(reverse("kalender-tambah"), {"name": "Libur", "kind": "lokal", "date": "2027-07-05", **given})

    assert answer.status_code == 422
    assert said in text(answer)


def test_an_estimate_is_moved_to_its_day_and_counts(pengelola, bps):
    estimate = Holiday.objects.filter(organisation=bps, estimated=True).first()
    assert "perkiraan" in text(pengelola.get(reverse("kalender-ubah", args=[estimate.pk])))

    pengelola.post(reverse("kalender-ubah", args=[estimate.pk]), {"name": estimate.name, "kind": estimate.kind, "date": "2027-03-11"})

    estimate.refresh_from_db()
    assert (estimate.date, estimate.confirmed, estimate.estimated) == (date(2027, 3, 11), True, False)


def test_a_holiday_is_deleted(pengelola, bps):
    christmas = Holiday.objects.get(organisation=bps, date=date(2026, 12, 25))

    page = text(pengelola.post(reverse("kalender-hapus", args=[christmas.pk]), follow=True))

    assert "Menghapus libur nasional Jumat, 25 Desember 2026: Hari Raya Natal" in page
    assert store.calendar_for(bps).hours(date(2026, 12, 25)) != ()


def test_a_year_out_of_reach_is_not_there(pengelola):
    assert pengelola.get(reverse("kalender-tahun", args=[1999])).status_code == 404
    assert pengelola.post(reverse("kalender-usulkan", args=[3000])).status_code == 404


def test_pages_ask_the_same_number_of_questions_however_full_the_year(pengelola, bps, django_assert_max_num_queries):
    pengelola.get(reverse("kalender-tahun", args=[2026]))
    Holiday.objects.bulk_create(Holiday(organisation=bps, date=date(2026, 7, 1), name=f"Libur {number}") for number in range(200))

    for name in ("kalender", "jam-kerja"):
        with django_assert_max_num_queries(15):
            pengelola.get(reverse(name))


# Import


def upload(client, data, name="libur.ics"):
    return client.post(reverse("kalender-impor"), {"file": SimpleUploadedFile(name, data), "kind": "nasional"})


def preview(answer):
    return answer.context["listed"]


EVENTS = calendar(
    CHRISTMAS,
    "DTSTART;VALUE=DATE:20280703\r\nSUMMARY:Libur Pilkada",
    "DTSTART;VALUE=DATE:20280704\r\nSUMMARY:Cuti Bersama Pilkada",
    "DTSTART:20280704T010000Z\r\nSUMMARY:Rapat",
)


def test_a_calendar_file_is_shown_before_anything_is_kept(pengelola, bps):
    before = Holiday.objects.count()

    page = text(upload(pengelola, EVENTS))

    assert "Libur Pilkada" in page
    assert "sudah ada" in page
    assert "“Rapat” bukan acara sepanjang hari" in page
    assert Holiday.objects.count() == before


def test_ticked_days_of_a_file_come_into_force(pengelola, bps):
    listed = preview(upload(pengelola, EVENTS))

    answer = pengelola.post(reverse("kalender-impor-simpan"), {"daftar": listed, "hari": ["1", "2", "77"]}, follow=True)

    assert "2 hari ditambahkan" in text(answer)
    assert set(Holiday.objects.filter(organisation=bps, date__year=2028).values_list("name", "kind")) == {
        ("Libur Pilkada", "nasional"),
        ("Cuti Bersama Pilkada", "cuti-bersama"),
    }
    assert store.calendar_for(bps).hours(date(2028, 7, 3)) == ()


def test_a_preview_of_one_office_is_worth_nothing_in_another(client, pengelola, people, offices):
    listed = preview(upload(pengelola, EVENTS))
    client.force_login(people["pengelola.karanganyar"])

    client.post(reverse("kalender-impor-simpan"), {"daftar": listed, "hari": ["1"]})

    assert not Holiday.objects.filter(organisation=offices["diskominfo-karanganyar"], date=date(2028, 7, 3)).exists()


@pytest.mark.parametrize("listed", ["", "x", "eyJ4IjoxfQ:1abc:def"])
def test_a_forged_preview_is_refused(pengelola, listed):
    answer = pengelola.post(reverse("kalender-impor-simpan"), {"daftar": listed, "hari": ["0"]}, follow=True)

    assert "kedaluwarsa" in text(answer)


def test_other_files_are_refused_beside_the_field(pengelola):
    answer = upload(pengelola, b"%PDF-1.7", "libur.pdf")

    assert answer.status_code == 422
    assert "bukan berkas kalender" in text(answer)
