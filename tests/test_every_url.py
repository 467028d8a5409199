"""Every address of the portal, asked for by everybody: RULES says who gets what, and an address without a rule fails.

For a new URL add one line: its name, its methods, what of the world (tests/world.py) it takes, and who is served if not everybody its kind
names. Words in `who` are user names with *, or groups of the world: requester, turn, allocates, staff, opener, last, signers, everybody.
"""

import logging
from dataclasses import dataclass
from fnmatch import fnmatch

import pytest
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from accounts.models import Role, RoleHolding, User
from documents import rendering

from .world import OFFICES, World

ANONYMOUS, DEACTIVATED, NEWCOMER, TECHNICAL = "anonim", "nonaktif.bps", "baru.bps", "teknis"
LOOK, SEND, BOTH = "GET", "POST", "GET POST"
OFFICE = "*.*"  # everybody with an account in an office


@dataclass(frozen=True)
class Rule:
    """`who` is served. `sees`: to whom the object exists, others get 404; None: there is no object. `first`: which of the two is asked first.

    `code`: of a GET that is served. `stranger`: of an anonymous GET. `sign_in_only`: an account without an office is served, too.
    """

    methods: str
    args: tuple = ()
    who: str = OFFICE
    sees: str | None = None
    first: int = 404
    code: int = 200
    stranger: int = 302
    sign_in_only: bool = False


def public(methods, *args, stranger=200, **more):
    return Rule(methods, args, who="*", stranger=stranger, sign_in_only=True, **more)


def person(methods, *args, **more):
    """Whoever is signed in."""
    return Rule(methods, args, who="*", sign_in_only=True, **more)


def office(methods, *args, **more):
    """Everybody of an office."""
    return Rule(methods, args, **more)


def own(methods, *args, **more):
    """Things of the requester alone."""
    return Rule(methods, args, who="requester", sees="requester", sign_in_only=True, **more)


def ticket(methods, *args, who="requester staff", sees="requester staff", **more):
    """`args` begins with the ticket, in the state it is in. Who sees it but is not in `who` gets 403."""
    return Rule(methods, args, who=who, sees=sees, **more)


def settings(methods, *args, **more):
    """The office's pengelola; of another office: 404."""
    return Rule(methods, args, who="pengelola.*", sees="everybody" if args and args[0] in OWNED else None, first=403, **more)


def procedure(methods):
    """Everybody of the office whose SOP it is."""
    return Rule(methods, ("code",), sees="everybody")


def asset(methods, *args, who, **more):
    return Rule(methods, args, who=who, sees="everybody" if args else None, first=403, **more)


def report(methods, *args, who=None, **more):
    """Who heads, oversees, allocates or administers; of another office: 404."""
    return Rule(methods, args, who=who or REPORTED_TO, **{"sees": "everybody" if args else None, "first": 403} | more)


# What belongs to an office; the years of a calendar do not.
OWNED = {"somebody", "role", "holding", "delegation", "dated_week", "holiday", "given_up_run"}
KEEPERS = "pengelola.* admin.* kabid.karanganyar kasi.* jf-adb.* pengelola-aset.*"
REPORTED_TO = "pengelola.* admin.* kabid.* kadis.* kasi.* jf-adb.*"
STAFF = KEEPERS + " teknisi* pjk-ti.* anggota-tip.* tim-teknis* kabid.* kadis.* pengguna-aset.* adb.*"

RULES = {
    # For anybody, machines too
    "sehat": public(LOOK),
    "sehat-web": public(LOOK),
    "masuk": public(BOTH, code=302),
    "surat-periksa": public(BOTH, "letter_token"),
    "surat-periksa-berkas": public(BOTH),
    "surat-periksa-lama": public(LOOK, "letter_token", code=301, stranger=301),
    "pemberitahuan-lonceng": public(LOOK, stranger=204),
    # One's own account
    "keluar": person(SEND),
    "sandi": person(BOTH),
    "profil": person(BOTH),
    "pengaturan-logo": person(LOOK, code=404),  # no office of the demo has one
    # Tickets
    "beranda": office(LOOK),
    "layanan": office(LOOK),
    "layanan-ajukan": ticket(BOTH, "code", who="requester opener", sees="everybody"),
    "persetujuan": office(BOTH),
    "tiket-daftar": office(LOOK),
    "tiket": ticket(LOOK, "ticket"),
    "tiket-konsep": ticket(BOTH, "draft", who="requester", sees="requester"),
    "tiket-tindakan": ticket(BOTH, "ticket", "action", who="turn"),
    "tiket-komentar": ticket(SEND, "ticket"),
    "tiket-pantau": ticket(SEND, "ticket"),
    "tiket-kabar": ticket(LOOK, "ticket"),
    "tiket-berkas": ticket(LOOK, "ticket", "attachment"),
    "tiket-tunda": ticket(BOTH, "ticket", who="turn allocates"),
    "tiket-lanjutkan": ticket(BOTH, "held", who="turn allocates"),
    "tiket-batal": ticket(BOTH, "ticket", who="requester allocates"),
    "tiket-buka-kembali": ticket(BOTH, "done", who="requester allocates"),
    "tiket-alihkan": ticket(BOTH, "ticket", who="allocates"),
    # Letters
    "surat-unduh": ticket(LOOK, "letter"),
    "surat": ticket(LOOK, "letter"),
    "surat-nomor": ticket(BOTH, "numberless_letter", who="allocates pengelola"),
    "surat-salinan": ticket(BOTH, "letter", who="staff"),
    "surat-salinan-unduh": ticket(LOOK, "signed_copy"),
    "surat-batal": ticket(BOTH, "letter", who="pengelola kadis"),
    "surat-ulang": ticket(SEND, "failed_letter", who="staff"),
    "agenda": report(LOOK),
    "agenda-pdf": report(LOOK),
    "agenda-csv": report(LOOK),
    "surat-panel": ticket(LOOK, "done"),
    "surat-draf": ticket(LOOK, "ending", "last_action", 0, who="staff last"),
    "surat-konsep": ticket(BOTH, "ending", "last_action", 0, who="last"),
    "surat-perbaikan": ticket(BOTH, "letter", who="signers"),
    # Assets
    "aset-daftar": asset(LOOK, who=STAFF),
    "aset": asset(LOOK, "asset", who=STAFF),
    "aset-tambah": asset(BOTH, who=KEEPERS),
    "aset-ubah": asset(BOTH, "asset", who=KEEPERS),
    "aset-isian": asset(LOOK, who=KEEPERS),
    "aset-pilih": asset(LOOK, who=STAFF + " pemohon*"),  # their own step names an asset
    "aset-sk": asset(BOTH, "asset", who=KEEPERS),
    "aset-foto-tambah": asset(SEND, "asset", who=KEEPERS),
    "aset-foto": asset(LOOK, "asset_photo", who=STAFF),
    "aset-foto-hapus": asset(SEND, "asset_photo", who=KEEPERS),
    "aset-tampilan": asset(SEND, who=STAFF),
    "aset-tampilan-hapus": Rule(SEND, ("asset_view",), who=STAFF, sees="pengelola", first=403),
    "aset-lokasi": asset(LOOK, who=KEEPERS),
    "aset-lokasi-tambah": asset(BOTH, who=KEEPERS),
    "aset-lokasi-ubah": asset(BOTH, "asset_location", who=KEEPERS),
    "aset-lokasi-hapus": asset(SEND, "asset_location", who=KEEPERS),
    "aset-kategori": asset(LOOK, who=KEEPERS),
    "aset-kategori-tambah": asset(BOTH, who=KEEPERS),
    "aset-kategori-ubah": asset(BOTH, "asset_category", who=KEEPERS),
    "aset-kategori-hapus": asset(SEND, "asset_category", who=KEEPERS),
    "aset-ekspor": asset(LOOK, who=STAFF),
    "aset-impor": asset(BOTH, who=KEEPERS),
    "aset-impor-hasil": asset(LOOK, "asset_import", who=KEEPERS),
    "aset-impor-catat": asset(SEND, "asset_import", who=KEEPERS),
    "aset-impor-salah": asset(LOOK, "asset_import", who=KEEPERS),
    "aset-impor-batal": asset(SEND, "asset_import", who=KEEPERS),
    "aset-label": asset(BOTH, who=KEEPERS),
    "aset-label-buka": asset(LOOK, "asset_label", who=STAFF, code=302),  # to the asset
    "aset-rencana-daftar": asset(LOOK, who=STAFF),
    "aset-rencana-tambah": asset(BOTH, who=KEEPERS),
    "aset-rencana": asset(LOOK, "plan", who=STAFF),
    "aset-rencana-ubah": asset(BOTH, "plan", who=KEEPERS),
    "aset-rencana-isian": asset(BOTH, "plan", who=KEEPERS),
    "aset-rencana-jeda": asset(SEND, "plan", who=KEEPERS),
    "aset-rencana-ulang": asset(SEND, "plan_run", who=KEEPERS),
    "aset-kontrak": asset(LOOK, who=STAFF),
    "aset-kontrak-tambah": asset(BOTH, who=KEEPERS),
    "aset-kontrak-ubah": asset(BOTH, "contract", who=KEEPERS),
    "aset-kontrak-hapus": asset(SEND, "contract", who=KEEPERS),
    "aset-pindai": asset(LOOK, who=STAFF),
    "aset-inventarisasi-daftar": asset(LOOK, who=STAFF),
    "aset-inventarisasi-mulai": asset(BOTH, who=KEEPERS),
    "aset-inventarisasi": asset(LOOK, "stocktake", who=STAFF),
    "aset-inventarisasi-hitung": asset(BOTH, "stocktake", who=STAFF),
    "aset-inventarisasi-tutup": asset(SEND, "stocktake", who=KEEPERS),
    "aset-inventarisasi-pdf": asset(LOOK, "stocktake", who=STAFF),
    "aset-inventarisasi-csv": asset(LOOK, "stocktake", who=STAFF),
    # Reports
    "laporan": report(LOOK),
    "laporan-daftar": report(LOOK, code=400),  # without a question
    "laporan-kepuasan": Rule(LOOK, (), who=STAFF, first=403),
    "tiket-survei": ticket(BOTH, "done", who="requester", sees="requester"),
    "laporan-csv": report(LOOK),
    "laporan-json": report(LOOK),
    "laporan-buat": report(SEND),
    "laporan-tutup": report(SEND, who="pengelola.* kadis.karanganyar kadis.tanahbumbu kabid.pesisirselatan"),
    "laporan-berkas": report(LOOK, "job", sees="allocates"),
    "laporan-unduh": report(LOOK, "job", sees="allocates"),
    "laporan-ulang": report(SEND, "job", sees="allocates"),
    "laporan-bulan-pdf": report(LOOK, "closed_month"),
    # Notices
    "pemberitahuan": office(LOOK),
    "pemberitahuan-semua-dibaca": person(SEND),
    "pemberitahuan-dibaca": own(SEND, "notice"),
    "pemberitahuan-pilihan": office(BOTH),
    "pemberitahuan-saluran-tambah": office(SEND),
    "pemberitahuan-saluran-uji": own(SEND, "chat"),
    "pemberitahuan-saluran-hapus": own(SEND, "chat"),
    # SOPs
    "sop-daftar": office(LOOK),
    "sop-unggah": settings(BOTH),
    "sop": procedure(LOOK),
    "sop-pdf": procedure(LOOK),
    "sop-svg": procedure(LOOK),
    # Settings
    "pengaturan": settings(LOOK),
    "pengaturan-instansi": settings(BOTH),
    "pengaturan-catatan": settings(LOOK),
    "pengaturan-orang": settings(LOOK),
    "pengaturan-orang-tambah": settings(BOTH),
    "pengaturan-orang-ubah": settings(BOTH, "somebody"),
    "pengaturan-orang-nonaktif": settings(SEND, "somebody"),
    "pengaturan-orang-aktif": settings(SEND, "somebody"),
    "pengaturan-orang-sandi": settings(SEND, "somebody"),
    "pengaturan-peran": settings(LOOK),
    "pengaturan-peran-tambah": settings(BOTH),
    "pengaturan-peran-ubah": settings(BOTH, "role"),
    "pengaturan-peran-beri": settings(SEND, "role"),
    "pengaturan-pemegang-akhiri": settings(SEND, "holding"),
    "pengaturan-pengganti": settings(LOOK),
    "pengaturan-pengganti-tambah": settings(BOTH),
    "pengaturan-pengganti-akhiri": settings(SEND, "delegation"),
    "pengaturan-nomor": settings(LOOK),
    "pengaturan-nomor-ubah": settings(BOTH, "letter_kind"),
    "pengaturan-nomor-contoh": settings(LOOK, "letter_kind"),
    "jam-kerja": settings(LOOK),
    "jam-kerja-biasa": settings(BOTH),
    "jam-kerja-tambah": settings(BOTH),
    "jam-kerja-ubah": settings(BOTH, "dated_week"),
    "jam-kerja-hapus": settings(SEND, "dated_week"),
    "kalender": settings(LOOK),
    "kalender-tahun": settings(LOOK, 2026),
    "kalender-usulkan": settings(SEND, 2026),
    "kalender-tetapkan": settings(SEND, 2026),
    "kalender-tambah": settings(BOTH),
    "kalender-ubah": settings(BOTH, "holiday"),
    "kalender-hapus": settings(SEND, "holiday"),
    "kalender-impor": settings(BOTH),
    "kalender-impor-simpan": settings(SEND),
    "pengaturan-kesehatan": settings(LOOK),
    "pengaturan-kesehatan-kirim-ulang": settings(SEND),
    "pengaturan-kesehatan-ulang": settings(SEND, "given_up_run"),
}


# The people who ask


@pytest.fixture
def everybody(people):
    """{user name: Client}: the first of each role of each office, second ones of the worlds' offices, and the odd accounts."""
    office = people["admin.bps"].organisation
    for username, organisation in {DEACTIVATED: office, NEWCOMER: office, TECHNICAL: None}.items():
        people[username] = User.objects.create(username=username, name=username, organisation=organisation)
    clients = {ANONYMOUS: Client()}
    for username, account in people.items():
        login, _dot, office = username.partition(".")
        if not login[-1].isdigit() or office in OFFICES:
            clients[username] = Client(raise_request_exception=False)
            clients[username].force_login(account)
    User.objects.filter(username=DEACTIVATED).update(is_active=False)  # while signed in
    return clients


@pytest.fixture(params=OFFICES)
def world(request, people, sops, monkeypatch):
    monkeypatch.setattr(rendering, "pdf", lambda *args, **kwargs: b"%PDF-")  # who may see a letter is asked here, often; not how it looks
    return World(request.param, people, sops)


@pytest.fixture(autouse=True)
def brief(monkeypatch):
    """Thousands of refusals are asked for here: their codes count, not their pages, and none is worth a line in the log."""
    monkeypatch.setattr("django.conf.urls.handler403", lambda request, exception: HttpResponse(status=403))
    monkeypatch.setattr("django.conf.urls.handler404", lambda request, exception: HttpResponse(status=404))
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def who_asks(rule, world, everybody):
    """Of what belongs to an office: all its people, the odd ones, and of each other office its pengelola and its head.

    Of what does not: everybody, once, in the first world.
    """
    if rule.sees is None:
        return list(everybody) if world.office == next(iter(OFFICES)) else []
    near = (f"*.{world.office}", "pengelola.*", "kadis.*", "kabid.*", ANONYMOUS, DEACTIVATED, TECHNICAL)
    return [who for who in everybody if any(fnmatch(who, name) for name in near)]


def refusal(rule, who, world):
    """The code with which `who` is refused, or None."""
    if rule.stranger == 302 and who in (ANONYMOUS, DEACTIVATED):
        return 302
    if not rule.sign_in_only and who == TECHNICAL:
        return 403
    unseen = 404 if rule.sees is not None and not world.is_one_of(who, rule.sees) else None
    unfit = 403 if not world.is_one_of(who, rule.who) else None
    return (unfit or unseen) if rule.first == 403 else (unseen or unfit)


def address(name, world):
    return reverse(name, args=[getattr(world, arg) if isinstance(arg, str) else arg for arg in RULES[name].args])


def addresses(world):
    """{name: address}, all made before anybody asks; those that belong to no office in the first world only."""
    return {name: address(name, world) for name, rule in RULES.items() if rule.sees is not None or world.office == next(iter(OFFICES))}


# The addresses there are


def url_names(patterns=None):
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        found += [pattern.name] if isinstance(pattern, URLPattern) else url_names(pattern.url_patterns)
    return found


def test_every_url_has_a_name_and_a_rule():
    assert [name for name in url_names() if name not in RULES] == []


def test_no_rule_is_left_over():
    assert [name for name in RULES if name not in url_names()] == []


@pytest.mark.django_db
def test_every_role_of_every_office_asks(everybody):
    held = RoleHolding.objects.filter(person__username__in=everybody).values_list("role", flat=True)

    assert set(Role.objects.values_list("pk", flat=True)) == set(held)


# Who gets what


@pytest.mark.django_db
def test_everybody_gets_the_right_answer_to_a_get(world, everybody):
    """200 (or a redirect where the rule says so), 302 to sign in, 403, 404; 405 for who is served where only POST is."""
    urls = addresses(world)
    before = rows()

    wrong = []
    for name, url in urls.items():
        rule = RULES[name]
        for who in who_asks(rule, world, everybody):
            wanted = refusal(rule, who, world) or (
                405 if LOOK not in rule.methods else rule.stranger if who in (ANONYMOUS, DEACTIVATED) else rule.code
            )
            answer = everybody[who].get(url)
            unsent = 405 if LOOK not in rule.methods else wanted  # whether one may, or how one asks: either may be looked at first
            if answer.status_code not in (wanted, unsent):
                wrong.append(f"{who} GET {url} ({name}): {answer.status_code}, not {wanted}")
            elif answer.status_code == 302 and who == ANONYMOUS and not answer["Location"].startswith(reverse("masuk")):
                wrong.append(f"{who} GET {url} ({name}): sent to {answer['Location']}")

    assert not wrong, "\n".join(wrong)
    assert rows() == before, "looking changed something"


def rows():
    """{model: its rows}, sessions left out."""
    return {model: list(model.objects.order_by("pk").values_list()) for model in apps.get_models() if model._meta.app_label != "sessions"}


@pytest.mark.django_db
def test_everybody_gets_the_right_answer_to_an_empty_post(world, everybody):
    """Served means anything but a refusal: most forms want more than nothing. Each attempt is undone."""
    wrong = []
    for name, url in addresses(world).items():
        rule = RULES[name]
        asking = who_asks(rule, world, everybody)
        if SEND not in rule.methods:
            asking = [who for who in asking if refusal(rule, who, world) is None and who not in (ANONYMOUS, DEACTIVATED)][:1]
        for who in asking:
            wanted = refusal(rule, who, world) or (SERVED if SEND in rule.methods else {405})
            got = posted(everybody[who], url)
            if got not in (wanted if isinstance(wanted, set) else {wanted}):
                wrong.append(f"{who} POST {url} ({name}): {got}, not {wanted}")

    assert not wrong, "\n".join(wrong)


SERVED = {200, 204, 302, 400, 409, 422}


def posted(client, url, data=None):
    """Status of a POST that leaves nothing behind. It is made for the turn of a ticket just opened."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        code = client.post(url, {"_giliran": "1"} | (data or {})).status_code
        transaction.set_rollback(True)
    client.cookies = cookies
    return code


@pytest.mark.django_db
def test_no_post_is_taken_without_its_token(world, everybody, people):
    wrong = []
    for name, url in addresses(world).items():
        rule = RULES[name]
        if SEND not in rule.methods:
            continue
        who = next(who for who in people if who in everybody and who != DEACTIVATED and refusal(rule, who, world) is None)
        client = Client(enforce_csrf_checks=True)
        client.force_login(people[who])
        client.cookies["csrftoken"] = "a" * 32
        tried = [posted(client, url, {"csrfmiddlewaretoken": token * 32} if token else {}) for token in ("", "b", "a")]
        if tried[:2] != [403, 403] or tried[2] not in SERVED:
            wrong.append(f"{who} POST {url} ({name}): {tried} without, with a forged, with the right token")

    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_whoever_has_a_temporary_password_sees_nothing_else(world, people):
    account = world.person("allocates")
    User.objects.filter(pk=account.pk).update(must_change_password=True)
    client = Client()
    client.force_login(account)

    seen = {name: client.get(url).get("Location") for name, url in addresses(world).items() if name not in ("sandi", "keluar")}

    assert {name: where for name, where in seen.items() if where != reverse("sandi")} == {}
