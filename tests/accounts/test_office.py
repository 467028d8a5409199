"""The office's own data: letterhead, logo, numbers. And how an office comes to be."""

import html
import io
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts import demo_people, nip
from accounts.models import Organisation, RoleHolding, User
from accounts.offices import OFFICES, ensure_offices
from accounts.patterns import check_letter_pattern
from accounts.signals import organisation_created

URL = "/pengaturan/instansi/"


def picture(kind="PNG", size=(60, 80)):
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, kind)
    return out.getvalue()


def fields(office, **changed):
    names = [
        "name",
        "head_line_1",
        "head_line_2",
        "address",
        "city",
        "postcode",
        "phone",
        "email",
        "website",
        "ticket_prefix",
        "letter_number_pattern",
        "letter_unit_code",
    ]
    return {name: getattr(office, name) for name in names} | changed


@pytest.fixture
def office(people):
    return people["pengelola.bps"].organisation


def test_the_letterhead_is_edited_and_logged(pengelola, office):
    answer = pengelola.post(URL, fields(office, address="Jl. Baru No. 1", ticket_prefix="bkl"))

    assert answer.status_code == 302
    office.refresh_from_db()
    assert (office.address, office.ticket_prefix) == ("Jl. Baru No. 1", "BKL")
    assert office.settings_changes.get(actor__isnull=False).data["changes"]["address"] == [
        "Jl. Adam Malik Km. 8, Kota Bengkulu",
        "Jl. Baru No. 1",
    ]


def test_code_short_name_and_zone_are_not_changed_here(pengelola, office):
    pengelola.post(URL, fields(office, code="lain", short_name="lain", zone="Asia/Jayapura"))

    office.refresh_from_db()
    assert (office.code, office.short_name, office.zone) == ("bps-bengkulu", "bps", "Asia/Jakarta")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "Wajib diisi."),
        ({"postcode": "3822A"}, "5 angka"),
        ({"ticket_prefix": "B-1"}, "Huruf besar dan angka"),
        ({"ticket_prefix": "KRA"}, "telah ada"),
        ({"letter_number_pattern": "{nomor}/{tahun}"}, "Bagian {nomor} tidak dikenal"),
        ({"letter_number_pattern": "{jenis}/{tahun}"}, "harus memuat {urut}"),
        ({"letter_number_pattern": "{urut}/{tahun"}, "tidak berpasangan"),
    ],
)
def test_what_cannot_be_printed_is_refused_and_the_frame_keeps_the_stored_name(pengelola, office, changed, sentence):
    answer = pengelola.post(URL, fields(office, **{"name": "Nama Lain", **changed}))

    assert answer.status_code == 422
    page = html.unescape(answer.content.decode())
    assert sentence in page
    assert re.search(r'class="hc-office">BPS Provinsi Bengkulu<', page)


@pytest.mark.parametrize(
    "pattern", ["{urut}/{jenis}/{unit}/{bulan_romawi}/{tahun}", " B-{urut}/1700/{klasifikasi}/{bulan}/{tahun} ", "{urut}"]
)
def test_patterns_offices_use_are_accepted(pattern):
    assert check_letter_pattern(pattern) == pattern.strip()


@pytest.mark.parametrize("pattern", ["{urut!r}/{tahun}", "{urut.__class__}", "{urut:>9999999}", "{}{urut}", "{{urut}}"])
def test_a_pattern_is_never_more_than_a_pattern(pattern):
    with pytest.raises(Exception, match=r"tidak dikenal|tidak berpasangan"):
        check_letter_pattern(pattern)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_drawn_anew_and_seen_by_the_own_office_only(pengelola, as_person, office, kind):
    hidden = picture(kind) + b"<script>alert(1)</script>%PDF-1.7"

    answer = pengelola.post(URL, fields(office, logo=SimpleUploadedFile("../../lambang.svg.png", hidden, "text/html")))

    assert answer.status_code == 302
    office.refresh_from_db()
    assert re.fullmatch(r"logo/[0-9a-f]{32}\.png", office.logo.name)
    shown = as_person("pegawai.bps").get(reverse("pengaturan-logo"))
    content = b"".join(shown.streaming_content)
    assert shown["Content-Type"] == "image/png" and content.startswith(b"\x89PNG") and b"script" not in content
    assert as_person("pengelola.karanganyar").get(reverse("pengaturan-logo")).status_code == 404
    assert Client().get(reverse("pengaturan-logo")).status_code == 302


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bukan gambar PNG atau JPEG"),
        (b"%PDF-1.7", "bukan gambar PNG atau JPEG"),
        (picture()[:60], "bukan gambar PNG atau JPEG"),
        (picture("GIF"), "bukan gambar PNG atau JPEG"),
        (picture() + b"0" * 512 * 1024, "paling besar 512 KB"),
        (picture(size=(2001, 10)), "2000 piksel"),
        (b"", "kosong"),
    ],
    ids=["svg", "pdf", "cut off", "gif", "too heavy", "too wide", "empty"],
)
def test_anything_but_a_small_whole_picture_is_refused(pengelola, office, content, sentence):
    answer = pengelola.post(URL, fields(office, logo=SimpleUploadedFile("logo.png", content, "image/png")))

    assert answer.status_code == 422
    assert sentence in html.unescape(answer.content.decode())
    office.refresh_from_db()
    assert not office.logo


def test_a_replaced_or_removed_logo_leaves_no_file_behind(pengelola, office, django_capture_on_commit_callbacks):
    def save(**changed):
        with django_capture_on_commit_callbacks(execute=True):
            pengelola.post(URL, fields(office, **changed))
        office.refresh_from_db()
        return office.logo

    first = save(logo=SimpleUploadedFile("a.png", picture()))
    second = save(logo=SimpleUploadedFile("b.png", picture(size=(10, 10))))
    assert second.storage.exists(second.name) and not second.storage.exists(first.name)

    assert save().name == second.name
    assert not save(remove_logo="on")
    assert not second.storage.exists(second.name)


# How an office comes to be


def run(*args):
    out = io.StringIO()
    call_command("instansi", *args, stdout=out)
    return out.getvalue()


def test_a_real_office_is_started_with_its_first_administrator(db):
    heard = []
    organisation_created.connect(lambda sender, organisation, **kwargs: heard.append(organisation.code), weak=False, dispatch_uid="test")
    try:
        said = run("create", "kominfo-wakatobi", "--nama", "Diskominfo Wakatobi", "--zona", "wita", "--pengelola", "wa.ode")
    finally:
        organisation_created.disconnect(dispatch_uid="test")

    office = Organisation.objects.get(code="kominfo-wakatobi")
    assert (office.zone, office.short_name, office.ticket_prefix) == ("Asia/Makassar", "kominfo", "KOMINFO")
    assert heard == ["kominfo-wakatobi"]
    password = said.split()[-1]
    client = Client()
    client.post(reverse("masuk"), {"username": "wa.ode", "password": password})
    assert client.get(reverse("pengaturan"))["Location"] == reverse("sandi")
    assert "wa.ode" in run("list")


def test_the_first_password_may_come_from_standard_input(db, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("kuda-laut-biru\n"))

    said = run(
        "create",
        "uji-satu",
        "--nama",
        "Uji",
        "--zona",
        "Asia/Jayapura",
        "--pengelola",
        "wa.ode",
        "--singkat",
        "satu",
        "--awalan",
        "SATU",
        "--sandi",
    )

    wa_ode = User.objects.get(username="wa.ode")
    assert wa_ode.check_password("kuda-laut-biru") and not wa_ode.must_change_password
    assert "kuda" not in said


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"kode": "bps-bengkulu"}, "kode: "),
        ({"kode": "Uji Kantor"}, "kode: tulis dengan huruf kecil, angka, dan tanda hubung"),
        ({"--singkat": "u_j"}, "--singkat: tulis dengan huruf kecil, angka, dan tanda hubung"),
        ({"--pengelola": ""}, "Belum disebut: --pengelola."),
        ({"--zona": "GMT"}, "--zona 'GMT' tidak dikenali"),
        ({"--pengelola": "pegawai.bps"}, "--pengelola: Nama pengguna ini sudah dipakai."),
        ({"--pengelola": "199304122019032004"}, "--pengelola: Nama pengguna diawali huruf"),
        ({"--awalan": "b"}, "--awalan: Huruf besar"),
        ({"--awalan": "BPS"}, "--awalan: "),
    ],
)
def test_an_office_that_cannot_be_started_leaves_nothing_behind(people, changed, part):
    options = {"kode": "uji", "--nama": "Uji", "--zona": "WIB", "--pengelola": "wa.ode"} | changed
    kode = options.pop("kode")

    with pytest.raises(CommandError, match=re.escape(part)):
        run("create", kode, *[word for pair in options.items() for word in pair])

    assert Organisation.objects.count() == 4 and not User.objects.filter(username="wa.ode").exists()


# The offices and people that the demo and all tests stand on


def test_the_four_offices_have_the_roles_of_their_sops(offices):
    flags = {
        (code, role.code): "".join(mark for mark, on in (("a", role.allocates), ("h", role.heads)) if on)
        for code, office in offices.items()
        for role in office.roles.all()
    }

    assert flags == {
        ("bps-bengkulu", "pegawai"): "", ("bps-bengkulu", "admin"): "a", ("bps-bengkulu", "teknisi"): "", ("bps-bengkulu", "pjk-ti"): "", ("bps-bengkulu", "anggota-tip"): "",
        ("diskominfo-karanganyar", "pemohon"): "", ("diskominfo-karanganyar", "tim-teknis"): "", ("diskominfo-karanganyar", "kabid"): "a", ("diskominfo-karanganyar", "kadis"): "h",
        ("diskominfo-tanah-bumbu", "pengguna-aset"): "", ("diskominfo-tanah-bumbu", "pengelola-aset"): "", ("diskominfo-tanah-bumbu", "kasi"): "a",
        ("diskominfo-tanah-bumbu", "kabid"): "", ("diskominfo-tanah-bumbu", "kadis"): "h",
        ("dukcapil-pesisir-selatan", "adb"): "", ("dukcapil-pesisir-selatan", "jf-adb"): "a", ("dukcapil-pesisir-selatan", "kabid"): "h",
    }  # fmt: skip
    assert {code: office.zone_label for code, office in offices.items()} == dict.fromkeys(OFFICES, "WIB") | {
        "diskominfo-tanah-bumbu": "WITA"
    }


def test_every_role_has_a_demo_person_named_after_it(people):
    for holding in RoleHolding.objects.select_related("role__organisation", "person"):
        login, _dot, short = holding.person.username.partition(".")
        assert login.rstrip("0123456789") == holding.role.code and short == holding.role.organisation.short_name
    assert {f"{role.code}.{office.short_name}" for office in Organisation.objects.all() for role in office.roles.all()} <= set(people)
    assert {f"pengelola.{office.short_name}" for office in Organisation.objects.all()} <= set(people)


def test_demo_people_have_well_formed_numbers_and_none_of_an_official_on_the_sops(people):
    for person in people.values():
        nip.validate(person.nip)

    officials = {"196608251988021001", "196301071990031004", "198305112007011005", "196707121992021001"}
    assert not officials & {person.nip for person in people.values()}


def test_asking_again_changes_nothing(people):
    User.objects.filter(username="pegawai.bps").update(name="Rina Baru")
    people["teknisi.bps"].holdings.all().delete()

    again = demo_people.ensure_people()
    ensure_offices()

    assert again["pegawai.bps"].name == "Rina Baru"
    assert not again["teknisi.bps"].holdings.exists()
    assert (Organisation.objects.count(), User.objects.count()) == (4, len(people))


def test_demo_people_never_come_to_production(db, settings):
    settings.PRODUCTION = True

    with pytest.raises(ImproperlyConfigured):
        demo_people.ensure_people()

    assert not User.objects.exists()


def test_the_letterhead_is_shown_as_it_is_printed(pengelola, office):
    complete = html.unescape(pengelola.get(URL).content.decode())
    Organisation.objects.filter(pk=office.pk).update(
        head_line_1="", head_line_2="", address="", postcode="", phone="", email="", website=""
    )
    bare = html.unescape(pengelola.get(URL).content.decode())

    assert "<span>BADAN PUSAT STATISTIK</span><b>PROVINSI BENGKULU</b>" in complete and "Kop belum lengkap" not in complete
    assert f"<b>{office.name}</b></div>" in bare and "Kop belum lengkap" in bare
