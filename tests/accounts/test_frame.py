"""The frame of every page: menus, words, icons, colours, and that nothing comes from outside."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts import navigation
from accounts.templatetags import portal

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = [path for path in (ROOT / "templates").rglob("*.html")]


def render(source, **context):
    return Template("{% load portal %}" + source).render(Context(context))


def test_moments_are_written_as_offices_write_them():
    at = dt.datetime(2026, 11, 20, 0, 30, tzinfo=dt.UTC)

    with timezone.override("Asia/Jakarta"):
        assert render("{{ at|moment }} | {{ at|clock }} | {{ at|day }} | {{ at|weekday }}", at=at) == (
            "20 November 2026 07.30 WIB | 07.30 WIB | 20 November 2026 | Jumat, 20 November 2026"
        )
    with timezone.override("Asia/Jayapura"):
        assert render("{{ at|clock }}", at=at) == "09.30 WIT"
    assert render("{{ at|moment }}{{ at|day }}", at=None) == ""
    assert render("{{ on|day }}", on=dt.date(2026, 2, 1)) == "1 Februari 2026"


def test_pages_show_the_zone_of_the_readers_office(as_person, people):
    somebody = people["kadis.tanahbumbu"]
    somebody.last_login = dt.datetime(2026, 11, 20, 0, 30, tzinfo=dt.UTC)
    somebody.save()

    page = as_person("pengelola.tanahbumbu").get(reverse("pengaturan-orang-ubah", args=[somebody.pk])).content.decode()

    assert "20 November 2026 08.30 WITA" in page


def test_people_are_named_as_letters_name_them(people):
    siska, hendra = people["teknisi2.bps"], people["admin.bps"]

    assert render("{% person a %}", a=None) == "Sistem"
    assert render("{% person a %}", a=siska) == "Siska Oktaviani, A.Md."
    assert render("{% person a 'plt' %}", a=siska) == "Plt. Siska Oktaviani, A.Md."
    assert render("{% person a 'plh' b %}", a=siska, b=hendra) == "Plh. Siska Oktaviani, A.Md. a.n. Hendra Saputra, S.Kom."
    siska.name = "<b>Siska</b>"
    assert render("{% person a %}", a=siska) == "&lt;b&gt;Siska&lt;/b&gt;"


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "1 KB"), (400, "1 KB"), (52_000, "51 KB"), (1024 * 1024, "1 MB"), (1_400_000, "1,3 MB"), (10 * 1024 * 1024, "10 MB")],
)
def test_sizes_are_told_in_one_way(size, said):
    assert render("{{ a|filesizeformat }}", a=size).replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Rina Wulandari, S.ST.", "RW"),
        ("Drs. Zulfikar Chaniago, M.M.", "ZC"),
        ("M. Syarif Hidayatullah, S.Kom.", "SH"),
        ("Budi", "B"),
        ("", "?"),
    ],
)
def test_initials_leave_titles_out(name, letters):
    assert portal.initials(name) == letters


@pytest.mark.parametrize(
    ("reader", "whole"), [("pegawai.bps", True), ("pengelola.bps", True), ("teknisi.bps", False), ("pengelola.karanganyar", False)]
)
def test_a_nip_is_whole_only_for_its_owner_and_their_administrator(people, reader, whole):
    request = RequestFactory().get("/")
    request.user = people[reader]

    shown = render("{% nip_for somebody %}", request=request, somebody=people["pegawai.bps"])

    assert shown == ("19920315 201502 2 001" if whole else "1992•••• •••••• • 001")


@pytest.mark.parametrize(
    ("percent", "tone"), [(0, "ok"), (74, "ok"), (75, "soon"), (99, "soon"), (100, "late"), (250, "late"), (None, "none"), (-5, "ok")]
)
def test_the_ring_is_green_under_75_amber_to_100_and_red_after(percent, tone):
    drawn = portal.ring(percent, "sisa 23 menit kerja")

    assert f"hc-ring--{tone}" in drawn and "sisa 23 menit kerja" in drawn
    assert int(re.search(r'dasharray="(\d+) 100"', drawn)[1]) <= 100


def test_every_icon_a_template_asks_for_is_there():
    asked = {
        (str(path.relative_to(ROOT)), name)
        for path in TEMPLATES
        for name in re.findall(r"{% icon [\"']([^\"']+)[\"']|icon=[\"']([^\"']+)[\"']|mark=[\"']([^\"']+)[\"']", path.read_text())
        for name in name
        if name
    }

    missing = [(path, name) for path, name in asked if portal._drawing(name) is None]

    assert not missing
    assert all(portal._drawing(name) for name in portal.STATUS_ICONS.values())


def test_an_unknown_icon_fails_here_but_breaks_no_page_in_production(settings):
    with pytest.raises(ValueError, match="tidak-ada"):
        portal.icon("tidak-ada")
    settings.PRODUCTION = True

    assert portal.icon("tidak-ada") == ""
    assert portal.icon("../../manage") == ""


def test_no_page_asks_another_host_or_runs_inline_script():
    for path in TEMPLATES:
        source = path.read_text()
        assert not re.search(r"""(src|href|action)=["'](https?:)?//""", source), path
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*nonce=)", source), path
        assert not re.search(r"""\son[a-z]+=["']""", source), path
    for path in (ROOT / "static" / "halocik").iterdir():
        assert not re.search(r"""(url\(|@import|fetch\()\s*["']?(https?:)?//""", path.read_text()), path


def test_the_frame_says_which_office_and_whose_account(as_person):
    page = as_person("pegawai.bps").get(reverse("profil")).content.decode()

    assert '<html lang="id">' in page
    assert "BPS Provinsi Bengkulu" in page and "Rina Wulandari, S.ST." in page
    assert 'href="#isi"' in page and 'id="isi"' in page
    assert f'action="{reverse("keluar")}"' in page


def test_the_menu_shows_what_the_person_uses(as_person):
    assert reverse("pengaturan") not in re.findall(r'href="([^"]+)"', as_person("pegawai.bps").get(reverse("profil")).content.decode())
    page = as_person("pengelola.bps").get(reverse("pengaturan-orang")).content.decode()

    assert f'<a href="{reverse("pengaturan")}" aria-current="page">' in page


def test_entries_whose_page_is_not_built_yet_are_not_shown(people, monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.register("Ada", "home", "profil", 20)
    navigation.register("Belum ada", "home", "laporan-yang-belum-ada", 10)
    navigation.register("Bukan untuknya", "home", "sandi", 30, visible=lambda user: user.administers)
    request = RequestFactory().get("/profil/")
    request.user = people["pegawai.bps"]

    links = navigation.entries(request)

    assert [(link.label, link.active, link.count) for link in links] == [("Ada", True, None)]


def test_the_longest_address_is_the_active_one():
    assert navigation._current(["/", "/tiket/", "/tiket/arsip/"], "/tiket/BPS-2026-000123/") == "/tiket/"
    assert navigation._current(["/", "/tiket/", "/tiket/arsip/"], "/tiket/arsip/2025/") == "/tiket/arsip/"
    assert navigation._current(["/", "/tiket/"], "/") == "/"
    assert navigation._current(["/", "/tiket/"], "/sop/") is None


@pytest.mark.parametrize(("count", "shown", "behind"), [(3, 3, 0), (5, 5, 0), (6, 4, 2), (8, 4, 4)])
def test_a_phone_shows_at_most_five_entries(count, shown, behind):
    phone, more = navigation.split_for_phone(list(range(count)))

    assert (len(phone), len(more)) == (shown, behind)


@pytest.mark.parametrize("username", [None, "pegawai.bps"])
def test_a_page_that_is_not_there_says_so_kindly(as_person, people, username):
    client = as_person(username) if username else Client()

    answer = client.get("/tidak-ada/")

    assert answer.status_code == 404
    page = answer.content.decode()
    assert "Halaman tidak ditemukan" in page and ("hc-side" in page) == bool(username)


def test_a_broken_page_says_what_was_kept(client, monkeypatch, people):
    from accounts.views import office

    def broken(*args, **kwargs):
        raise RuntimeError("putus")

    monkeypatch.setattr(office.settings_menu, "items", broken)
    client.raise_request_exception = False
    client.force_login(people["pengelola.bps"])

    answer = client.get(reverse("pengaturan"))

    assert answer.status_code == 500
    assert "Yang sudah tersimpan tetap tersimpan" in answer.content.decode()
    assert "putus" not in answer.content.decode()


def tokens(theme):
    css = (ROOT / "static" / "halocik" / "halocik.css").read_text()
    block = re.search(rf'\[data-bs-theme="{theme}"\] {{(.*?)}}', css, re.S)[1]
    return dict(re.findall(r"--hc-([a-z-]+): (#[0-9a-f]{6});", block))


def contrast(one, other):
    def luminance(colour):
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_keeps_its_contrast_in_light_and_dark(theme):
    t = tokens(theme)
    pairs = [(ink, ground) for ink in ("ink", "ink-soft", "accent", "ok", "soon", "late", "held") for ground in ("bg", "surface", "sunken")]
    pairs += [(tone, f"{tone}-soft") for tone in ("accent", "ok", "soon", "late", "held")] + [
        ("on-accent", "accent"),
        ("on-accent", "accent-strong"),
    ]
    pairs += [("ink", f"{tone}-soft") for tone in ("accent", "ok", "soon", "late", "held")] + [("ink-soft", "accent-soft")]

    weak = {pair: round(contrast(t[pair[0]], t[pair[1]]), 2) for pair in pairs if contrast(t[pair[0]], t[pair[1]]) < 4.5}

    assert not weak
    assert contrast(t["line-strong"], t["surface"]) >= 3  # borders of fields
