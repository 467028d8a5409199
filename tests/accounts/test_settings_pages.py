"""Pengaturan as the office's administrator uses it, and as everybody else meets it."""

import datetime as dt
import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Delegation, Role, RoleHolding, SettingsChange, User
from accounts.roles import office_day

NEW = {
    "name": "Sari Dewi, S.Kom.",
    "nip": "19930412 201903 2 004",
    "position": "Pranata Komputer",
    "unit": "Tim TIP",
    "username": "sari.dewi",
}


def text(response):
    return html.unescape(response.content.decode())


def log(office):
    """What an administrator changed in `office`, newest first; what came with the office itself left out."""
    return list(SettingsChange.objects.filter(organisation=office, actor__isnull=False).values_list("what", flat=True))


def all_pages(people):
    """{url: accepts POST only} of every settings page, with objects of BPS."""
    office = people["pengelola.bps"].organisation
    holding = RoleHolding.objects.get(person=people["teknisi.bps"])
    row = Delegation.objects.create(
        organisation=office, absent=people["admin.bps"], substitute=people["teknisi.bps"], starts_on=office_day(office)
    )
    somebody = people["teknisi2.bps"].pk
    listed = ["pengaturan", "pengaturan-instansi", "pengaturan-catatan", "pengaturan-orang", "pengaturan-orang-tambah", "pengaturan-peran",
              "pengaturan-peran-tambah", "pengaturan-pengganti", "pengaturan-pengganti-tambah"]  # fmt: skip
    pages = {reverse(name): False for name in listed}
    pages |= {reverse("pengaturan-orang-ubah", args=[somebody]): False, reverse("pengaturan-peran-ubah", args=[holding.role_id]): False}
    changes = {"pengaturan-orang-nonaktif": somebody, "pengaturan-orang-aktif": somebody, "pengaturan-orang-sandi": somebody,
               "pengaturan-peran-beri": holding.role_id, "pengaturan-pemegang-akhiri": holding.pk, "pengaturan-pengganti-akhiri": row.pk}  # fmt: skip
    return pages | {reverse(name, args=[pk]): True for name, pk in changes.items()}


def test_who_was_just_added_is_already_chosen_when_a_role_is_given(pengelola, people):
    User.objects.create(pk=12_345, username="lama.bps")  # numbers of people are not written with a thousands separator
    added = text(pengelola.post(reverse("pengaturan-orang-tambah"), NEW))
    sari = User.objects.get(username=NEW["username"])
    teknisi = Role.objects.get(organisation=sari.organisation, code="teknisi")

    roles_page = text(pengelola.get(re.search(r'href="([^"]*\?orang=\d+)"', added)[1]))
    role_page = text(pengelola.get(re.search(rf'href="({reverse("pengaturan-peran-ubah", args=[teknisi.pk])}[^"#]*)', roles_page)[1]))

    assert f"Untuk <b>{sari}</b>" in roles_page
    assert f'<option value="{sari.pk}" selected>' in role_page


@pytest.mark.parametrize("who", ["kadis.karanganyar", "0", "x", "9" * 30])
def test_nobody_else_is_chosen_by_the_address(pengelola, people, who):
    who = people[who].pk if who in people else who
    teknisi = Role.objects.get(organisation=people["pengelola.bps"].organisation, code="teknisi")

    page = pengelola.get(reverse("pengaturan-peran-ubah", args=[teknisi.pk]), {"orang": who})

    assert page.status_code == 200 and "selected>Pilih orang" in text(page)


def test_every_settings_page_is_for_the_offices_own_administrator(people, as_person):
    pages = all_pages(people)
    pengelola, teknisi, kadis = as_person("pengelola.bps"), as_person("teknisi.bps"), as_person("kadis.karanganyar")

    for url, changes in pages.items():
        assert Client().get(url).status_code == 302, url
        assert teknisi.get(url).status_code == 403, url
        assert teknisi.post(url).status_code in (403, 405), url  # the hub takes no POST from anybody
        assert kadis.get(url).status_code == 403, url
        assert pengelola.get(url).status_code == (405 if changes else 200), url


def test_another_offices_people_roles_and_substitutes_are_not_there(people, as_person):
    stranger = as_person("pengelola.karanganyar")
    with_id = [url for url in all_pages(people) if re.search(r"/\d+/", url)]
    assert len(with_id) == 8

    for url in with_id:
        assert stranger.post(url, {"last_day": "2026-11-20"}).status_code == 404, url

    assert User.objects.get(username="teknisi2.bps").is_active


def test_an_administrator_adds_somebody_who_then_signs_in(pengelola, people):
    shown = pengelola.post(reverse("pengaturan-orang-tambah"), NEW)

    password = re.search(r'<code id="sandi-sementara">([^<]+)</code>', text(shown))[1]
    sari = User.objects.get(username="sari.dewi")
    assert (sari.organisation, sari.nip, sari.must_change_password) == (people["pengelola.bps"].organisation, "199304122019032004", True)
    assert shown["Cache-Control"] == "no-store"
    newcomer = Client()
    newcomer.post(reverse("masuk"), {"username": NEW["nip"], "password": password})
    assert newcomer.get("/profil/")["Location"] == reverse("sandi")
    assert password not in str(list(SettingsChange.objects.values_list("what", "data")))


def test_nothing_typed_is_lost_when_something_is_wrong(pengelola):
    answer = pengelola.post(reverse("pengaturan-orang-tambah"), NEW | {"nip": "19931312 201903 2 004"})

    assert answer.status_code == 422
    page = text(answer)
    assert "Delapan angka pertama NIP bukan tanggal lahir yang ada." in page
    for typed in (NEW["name"], "19931312 201903 2 004", NEW["position"], NEW["unit"], NEW["username"]):
        assert f'value="{typed}"' in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("nip", "19920315 201502 2 001", "sudah dipakai akun lain yang aktif"),
        ("nip", "19730128 199703 2 001", "sudah dipakai akun lain yang aktif"),  # at another office: the same words
        ("username", "pegawai.bps", "sudah dipakai"),
        ("username", "PEGAWAI.bps", "sudah dipakai"),
        ("username", "199304122019032004", "diawali huruf kecil"),
        ("username", "s d", "diawali huruf kecil"),
        ("email", "bukan-alamat", "email tidak sah"),
        ("name", "", "Wajib diisi."),
        ("name", "x" * 151, "paling banyak 150"),
    ],
)
def test_what_is_refused_says_so_at_its_field(pengelola, field, value, sentence):
    answer = pengelola.post(reverse("pengaturan-orang-tambah"), NEW | {field: value})

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not User.objects.filter(username="sari.dewi").exists()


def test_fields_nobody_offered_are_ignored(pengelola, people):
    other = people["kadis.karanganyar"].organisation_id
    forged = {"is_superuser": "on", "is_staff": "on", "organisation": other, "password": "x", "must_change_password": "", "is_active": ""}

    pengelola.post(reverse("pengaturan-orang-tambah"), NEW | forged)

    sari = User.objects.get(username="sari.dewi")
    assert (sari.is_superuser, sari.is_staff, sari.is_active, sari.must_change_password) == (False, False, True, True)
    assert sari.organisation == people["pengelola.bps"].organisation


def test_an_edit_is_logged_with_old_and_new_but_without_the_nip(pengelola, people):
    rina = people["pegawai.bps"]
    url = reverse("pengaturan-orang-ubah", args=[rina.pk])
    data = {"name": rina.name, "nip": "19920315 201502 2 009", "position": "Statistisi Ahli Muda", "rank": rina.rank, "unit": rina.unit,
            "email": rina.email, "username": rina.username}  # fmt: skip

    assert pengelola.post(url, data).status_code == 302

    change = SettingsChange.objects.get(actor=people["pengelola.bps"])
    assert change.what == "Mengubah data Rina Wulandari, S.ST."
    assert change.data["changes"] == {
        "nip": ["1992•••• •••••• • 001", "1992•••• •••••• • 009"],
        "position": ["Statistisi Ahli Pertama", "Statistisi Ahli Muda"],
    }
    page = text(pengelola.get(reverse("pengaturan-catatan")))
    assert "jabatan: Statistisi Ahli Pertama → Statistisi Ahli Muda" in page


def test_saving_without_a_change_logs_nothing(pengelola, people):
    rina = people["pegawai.bps"]
    data = {name: getattr(rina, name) for name in ("name", "nip", "position", "rank", "unit", "phone", "email", "username")}

    assert pengelola.post(reverse("pengaturan-orang-ubah", args=[rina.pk]), data).status_code == 302

    assert not log(rina.organisation)


def test_the_last_administrator_keeps_the_right(pengelola, people):
    bagus = people["pengelola.bps"]
    data = {"name": bagus.name, "nip": bagus.nip, "username": bagus.username}
    url = reverse("pengaturan-orang-ubah", args=[bagus.pk])

    refused = pengelola.post(url, data)

    assert refused.status_code == 422
    assert "paling sedikit satu pengelola" in text(refused)
    User.objects.filter(username="admin.bps").update(administers=True)
    assert pengelola.post(url, data).status_code == 302
    assert pengelola.get(reverse("pengaturan")).status_code == 403


def test_nobody_deactivates_themselves(pengelola, people):
    answer = pengelola.post(reverse("pengaturan-orang-nonaktif", args=[people["pengelola.bps"].pk]), follow=True)

    assert "tidak dapat menonaktifkan akun Anda sendiri" in text(answer)
    assert User.objects.get(username="pengelola.bps").is_active


def test_deactivation_ends_roles_at_once_and_coming_back_does_not_bring_them_back(pengelola, people):
    yoga = people["teknisi.bps"]

    pengelola.post(reverse("pengaturan-orang-nonaktif", args=[yoga.pk]))

    yesterday = office_day(yoga.organisation) - dt.timedelta(days=1)
    assert yoga.holdings.get().ends_on == yesterday
    assert "Yoga Pratama" in text(pengelola.get(reverse("pengaturan-orang") + "?tampil=nonaktif"))

    shown = pengelola.post(reverse("pengaturan-orang-aktif", args=[yoga.pk]))

    assert "sandi-sementara" in text(shown)
    yoga.refresh_from_db()
    assert yoga.is_active and yoga.must_change_password
    assert yoga.holdings.get().ends_on == yesterday


def test_who_moved_to_another_office_gets_an_account_there_once_the_old_one_is_closed(pengelola, as_person, people):
    nip = people["kabid.karanganyar"].nip
    moved = NEW | {"nip": nip, "username": "ratna.bps"}
    assert pengelola.post(reverse("pengaturan-orang-tambah"), moved).status_code == 422

    as_person("pengelola.karanganyar").post(reverse("pengaturan-orang-nonaktif", args=[people["kabid.karanganyar"].pk]))

    assert pengelola.post(reverse("pengaturan-orang-tambah"), moved).status_code == 200
    back = as_person("pengelola.karanganyar").post(reverse("pengaturan-orang-aktif", args=[people["kabid.karanganyar"].pk]), follow=True)
    assert "sudah dipakai akun lain yang aktif" in text(back)


def test_a_reset_shows_the_password_once_and_ends_the_sessions(pengelola, as_person, people):
    teknisi = as_person("teknisi.bps")

    shown = pengelola.post(reverse("pengaturan-orang-sandi", args=[people["teknisi.bps"].pk]))

    assert re.search(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}</code>", text(shown))
    assert teknisi.get(reverse("profil")).status_code == 302


@pytest.mark.parametrize(
    ("q", "found"),
    [("rina", ["Rina Wulandari"]), ("wulandari pegawai", ["Rina Wulandari"]), ("201502 2", ["Rina Wulandari"]), ("tim tip", ["Yoga", "Hendra"]), ("%", []), ("bambang", [])],
)  # fmt: skip
def test_people_are_found_by_part_of_name_nip_or_unit(pengelola, q, found):
    page = text(pengelola.get(reverse("pengaturan-orang"), {"q": q}))

    assert all(name in page for name in found)
    assert ("Tidak ada yang cocok" in page) == (not found)


def test_a_long_list_has_pages_that_keep_the_search(pengelola, people):
    office = people["pengelola.bps"].organisation
    User.objects.bulk_create(User(organisation=office, username=f"uji{n:03}", name=f"Uji {n:03}") for n in range(60))

    first = text(pengelola.get(reverse("pengaturan-orang"), {"q": "uji"}))
    second = text(pengelola.get(reverse("pengaturan-orang"), {"q": "uji", "page": "2"}))

    assert "Halaman 1 · 60 baris" in first and "Uji 024" in first and "Uji 025" not in first
    assert 'href="?q=uji&page=2"' in first
    assert 'href="?q=uji&page=1"' in second and 'href="?q=uji&page=3"' in second
    assert pengelola.get(reverse("pengaturan-orang"), {"page": "999"}).status_code == 200
    assert pengelola.get(reverse("pengaturan-orang"), {"page": "x", "q": "\x00", "tampil": "<script>"}).status_code == 200


@pytest.mark.parametrize("url", ["pengaturan-orang", "pengaturan-peran", "pengaturan-pengganti", "pengaturan-catatan"])
def test_lists_cost_the_same_however_long_they_are(pengelola, people, url, django_assert_max_num_queries):
    office = people["pengelola.bps"].organisation
    role = office.roles.get(code="teknisi")
    User.objects.bulk_create(User(organisation=office, username=f"uji{n:03}", name=f"Uji {n:03}") for n in range(25))
    for somebody in User.objects.filter(username__startswith="uji"):
        RoleHolding.objects.create(role=role, person=somebody, starts_on=dt.date(2026, 1, 1))
        Delegation.objects.create(organisation=office, absent=somebody, substitute=people["admin.bps"], starts_on=dt.date(2026, 1, 1))
        SettingsChange.objects.create(organisation=office, actor=somebody, what="Uji")

    with django_assert_max_num_queries(15):
        pengelola.get(reverse(url))


def test_a_role_is_made_renamed_and_keeps_its_code(pengelola, people):
    office = people["pengelola.bps"].organisation

    pengelola.post(reverse("pengaturan-peran-tambah"), {"name": "Ketua Tim PTIM", "allocates": "on"})
    role = Role.objects.get(organisation=office, code="ketua-tim-ptim")
    pengelola.post(reverse("pengaturan-peran-ubah", args=[role.pk]), {"name": "Ketua Tim Pengolahan", "code": "lain", "heads": "on"})

    role.refresh_from_db()
    assert (role.name, role.code, role.allocates, role.heads) == ("Ketua Tim Pengolahan", "ketua-tim-ptim", False, True)
    assert log(office) == ["Mengubah peran Ketua Tim Pengolahan", "Menambah peran: Ketua Tim PTIM"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"name": "Teknisi"}, "sudah dipakai peran lain"), ({"name": "???"}, "Isi kode peran"), ({"name": "A", "code": "dua kata"}, "")],
)
def test_a_role_that_cannot_be_is_refused(pengelola, fields, sentence):
    answer = pengelola.post(reverse("pengaturan-peran-tambah"), fields)

    assert answer.status_code == 422
    assert sentence in text(answer)


def test_a_role_is_given_and_ended(pengelola, people):
    siska, office = people["teknisi2.bps"], people["pengelola.bps"].organisation
    role = office.roles.get(code="admin")
    today = office_day(office)
    page = reverse("pengaturan-peran-ubah", args=[role.pk])

    pengelola.post(reverse("pengaturan-peran-beri", args=[role.pk]), {"person": siska.pk, "starts_on": today.isoformat()})
    assert "Siska Oktaviani" in text(pengelola.get(page))
    holding = siska.holdings.get(role=role)
    pengelola.post(reverse("pengaturan-pemegang-akhiri", args=[holding.pk]), {"last_day": today.isoformat()})

    holding.refresh_from_db()
    assert holding.ends_on == today
    assert len(log(office)) == 2


def test_a_role_ended_before_its_first_day_was_never_held(pengelola, people):
    siska, role = people["teknisi2.bps"], people["teknisi2.bps"].organisation.roles.get(code="admin")
    holding = RoleHolding.objects.create(role=role, person=siska, starts_on=office_day(siska.organisation))

    pengelola.post(
        reverse("pengaturan-pemegang-akhiri", args=[holding.pk]), {"last_day": (holding.starts_on - dt.timedelta(days=1)).isoformat()}
    )

    assert not RoleHolding.objects.filter(pk=holding.pk).exists()
    assert "Mengakhiri peran Admin/PJK TIP dari Siska" in log(siska.organisation)[0]


def test_an_end_is_only_ever_moved_forward(pengelola, people):
    holding = people["teknisi2.bps"].holdings.get()
    holding.ends_on = dt.date(2026, 1, 31)
    holding.save()

    answer = pengelola.post(reverse("pengaturan-pemegang-akhiri", args=[holding.pk]), {"last_day": "2026-12-31"}, follow=True)

    assert "sesudah akhir yang sudah tercatat, 31 Januari 2026" in text(answer)
    holding.refresh_from_db()
    assert holding.ends_on == dt.date(2026, 1, 31)


@pytest.mark.parametrize(
    ("who", "fields", "sentence"),
    [
        ("teknisi.bps", {}, "sudah memegang peran ini"),
        ("pegawai.bps", {"ends_on": "2026-01-01"}, "Tanggal akhir mendahului"),
        ("pegawai.bps", {"starts_on": ""}, "Wajib diisi."),
        ("kadis.karanganyar", {}, "Pilihan ini tidak tersedia"),
    ],
)
def test_giving_a_role_is_refused_with_a_sentence(pengelola, people, who, fields, sentence):
    role = people["pengelola.bps"].organisation.roles.get(code="teknisi")

    answer = pengelola.post(
        reverse("pengaturan-peran-beri", args=[role.pk]), {"person": people[who].pk, "starts_on": "2026-11-20", **fields}
    )

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert role.holdings.count() == 2


def test_a_plh_is_named_shown_and_ended_early(pengelola, people, as_person):
    hendra, siska = people["admin.bps"], people["teknisi2.bps"]
    today = office_day(hendra.organisation)
    week = {"starts_on": today.isoformat(), "ends_on": (today + dt.timedelta(days=6)).isoformat()}

    pengelola.post(
        reverse("pengaturan-pengganti-tambah"),
        {"kind": "plh", "absent": hendra.pk, "substitute": siska.pk, "letter_number": "B-12/1700/2026", **week},
    )

    page = text(pengelola.get(reverse("pengaturan-pengganti")))
    assert "Plh. Siska Oktaviani, A.Md." in page and "B-12/1700/2026" in page
    assert "Anda Plh. untuk Hendra Saputra" in text(as_person("teknisi2.bps").get(reverse("profil")))
    assert "Siska Oktaviani, A.Md. menggantikan Anda" in text(as_person("admin.bps").get(reverse("profil")))
    row = Delegation.objects.get()
    assert row.created_by == people["pengelola.bps"]
    pengelola.post(reverse("pengaturan-pengganti-akhiri", args=[row.pk]), {"last_day": (today + dt.timedelta(days=1)).isoformat()})
    row.refresh_from_db()
    assert row.ends_on == today + dt.timedelta(days=1)


def test_coming_and_past_substitutes_are_told_apart(pengelola, people):
    hendra, siska, yoga = people["admin.bps"], people["teknisi2.bps"], people["teknisi.bps"]
    today = office_day(hendra.organisation)
    for first, last, who in ((10, 12, siska), (-12, -10, yoga)):
        Delegation.objects.create(
            organisation=hendra.organisation,
            absent=hendra,
            substitute=who,
            starts_on=today + dt.timedelta(days=first),
            ends_on=today + dt.timedelta(days=last),
        )

    page = text(pengelola.get(reverse("pengaturan-pengganti")))

    coming, past = page.split("Sudah berakhir")
    assert "Plh. Siska" in coming and "Akan datang" in coming
    assert "Plh. Yoga" in past and "akhiri-" not in past


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"absent": ""}, "sebutkan siapa"),
        ({"kind": "plt", "absent": ""}, "sebutkan perannya"),
        ({"substitute": "admin.bps"}, "Pengganti harus orang lain"),
        ({"substitute": "kadis.karanganyar"}, "Pilihan ini tidak tersedia"),
        ({"ends_on": "2026-01-01"}, "Tanggal akhir mendahului"),
        ({"kind": "raja"}, "Pilihan raja tidak tersedia"),
    ],
)
def test_a_substitute_who_cannot_be_is_refused(pengelola, people, fields, sentence):
    data = {"kind": "plh", "absent": "admin.bps", "substitute": "teknisi.bps", "starts_on": "2026-11-20"} | fields
    data = {name: people[value].pk if value in people else value for name, value in data.items()}

    answer = pengelola.post(reverse("pengaturan-pengganti-tambah"), data)

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Delegation.objects.exists()


def test_a_plt_has_no_absent_official_whoever_was_chosen_before(pengelola, people):
    role = Role.objects.get(organisation=people["pengelola.bps"].organisation, code="pjk-ti")
    data = {
        "kind": "plt",
        "absent": people["admin.bps"].pk,
        "role": role.pk,
        "substitute": people["teknisi.bps"].pk,
        "starts_on": "2026-11-20",
    }

    pengelola.post(reverse("pengaturan-pengganti-tambah"), data)

    row = Delegation.objects.get()
    assert (row.kind, row.absent, row.role) == ("plt", None, role)


def test_one_official_has_one_substitute_at_a_time(pengelola, people):
    def name(substitute, first, last):
        data = {"kind": "plh", "absent": people["admin.bps"].pk, "substitute": people[substitute].pk, "starts_on": first, "ends_on": last}
        return pengelola.post(reverse("pengaturan-pengganti-tambah"), data)

    assert name("teknisi.bps", "2026-11-20", "2026-11-25").status_code == 302
    clash = name("teknisi2.bps", "2026-11-25", "2026-11-30")
    assert name("teknisi2.bps", "2026-11-26", "2026-11-30").status_code == 302

    assert clash.status_code == 422
    assert "Sudah ada Plh. Yoga Pratama, A.Md.Kom. pada tanggal itu (20 November 2026 – 25 November 2026)" in text(clash)


def test_the_log_shows_the_own_office_only_and_cannot_be_rewritten(pengelola, people):
    other = people["pengelola.karanganyar"]
    SettingsChange.objects.create(organisation=other.organisation, actor=other, what="Rahasia Karanganyar")
    own = SettingsChange.objects.create(organisation=people["pengelola.bps"].organisation, what="<script>alert(1)</script>")

    page = pengelola.get(reverse("pengaturan-catatan")).content.decode()

    assert "Rahasia" not in page
    assert "&lt;script&gt;" in page and "<script>alert" not in page
    for rewrite in (own.save, own.delete):
        with pytest.raises(Exception, match="tidak dapat"):
            rewrite()


@pytest.mark.parametrize("rewrite", [lambda rows: rows.update(what="lain"), lambda rows: rows.delete()], ids=["update", "delete"])
def test_the_database_refuses_to_rewrite_the_log(people, rewrite):
    SettingsChange.objects.create(organisation=people["pengelola.bps"].organisation, what="Tetap")

    with pytest.raises(Exception, match="append-only"):
        rewrite(SettingsChange.objects.all())


def test_one_edits_ones_own_contacts_and_nothing_else(as_person, people):
    client = as_person("pegawai.bps")

    client.post(
        reverse("profil"), {"phone": "0812-0000-0000", "email": "rina@contoh.invalid", "nip": "", "administers": "on", "name": "Ratu"}
    )

    rina = User.objects.get(username="pegawai.bps")
    assert (rina.phone, rina.email) == ("0812-0000-0000", "rina@contoh.invalid")
    assert (rina.name, rina.administers, rina.nip) == ("Rina Wulandari, S.ST.", False, "199203152015022001")


def test_a_refused_contact_keeps_what_was_typed(as_person):
    answer = as_person("pegawai.bps").post(reverse("profil"), {"phone": "0812", "email": "rina@"})

    assert answer.status_code == 422
    assert 'value="rina@"' in text(answer) and "tidak sah" in text(answer)
