"""The SOP pages: read by everybody of the office, by nobody else; uploaded by its pengelola only after a look."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.cache import cache, caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import SettingsChange
from sop import loader, services
from sop.models import Revision

from .procedures import DEFINITIONS

NETWORK = DEFINITIONS / "bps-bengkulu" / "setting-jaringan.yaml"
ASSETS = DEFINITIONS / "diskominfo-tanah-bumbu" / "pemeliharaan-infrastruktur.yaml"
SLOWER = ("waktu: 5 menit", "waktu: 15 menit")


def text_of(path, *changes):
    text = path.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


@pytest.fixture
def network(people):
    return services.load(loader.parse(text_of(NETWORK))).revision


@pytest.fixture
def newer(network):
    """A second revision of the same document, in force; the first one is superseded."""
    return services.load(loader.parse(text_of(NETWORK, SLOWER))).revision


@pytest.fixture
def assets(people):
    return services.load(loader.parse(text_of(ASSETS))).revision


@pytest.fixture
def sign_in(client, people):
    def signed_in(name):
        client.force_login(people[name])
        return client

    return signed_in


def body(response):
    return response.content.decode()


# Reading


def test_the_catalogue_lists_the_documents_of_the_own_office_only(sign_in, network, assets):
    page = body(sign_in("pegawai.bps").get(reverse("sop-daftar")))

    assert "SOP-053/17000/2025" in page and "Berlaku" in page
    assert "Tanah Bumbu" not in page and "pemindahtempatan" not in page


def test_a_document_of_six_procedures_links_to_each(sign_in, assets):
    page = body(sign_in("kadis.tanahbumbu").get(reverse("sop-daftar")))

    assert all(reverse("sop", args=[procedure.code]) in page for procedure in assets.definition.procedures)


def test_an_office_without_sop_is_told_what_to_do_next(sign_in, people):
    assert reverse("sop-unggah") in body(sign_in("pengelola.bps").get(reverse("sop-daftar")))
    assert reverse("sop-unggah") not in body(sign_in("pegawai.bps").get(reverse("sop-daftar")))


def test_a_procedure_shows_sheet_notes_identity_and_history(sign_in, network):
    page = body(sign_in("pegawai.bps").get(reverse("sop", args=["setting-jaringan"])))

    for said in ("sheet-table", "Di luar SOP", "Anggapan", "Kualifikasi Pelaksana", "Ir. Win Rizal, M.E.", "26 Mei 2025", "Riwayat revisi"):
        assert said in page


def test_who_may_ask_for_the_service_finds_the_button(sign_in, network):
    asks = reverse("layanan-ajukan", args=["setting-jaringan"])

    assert asks in body(sign_in("pegawai.bps").get(reverse("sop", args=["setting-jaringan"])))
    assert asks not in body(sign_in("teknisi.bps").get(reverse("sop", args=["setting-jaringan"])))


@pytest.mark.parametrize("name", ["sop", "sop-pdf", "sop-svg"])
def test_another_office_finds_nothing(sign_in, network, name):
    address = reverse(name, args=["setting-jaringan"])

    assert sign_in("pegawai.bps").get(address).status_code == 200
    assert sign_in("kadis.karanganyar").get(address).status_code == 404


def test_who_is_not_signed_in_is_asked_to(client, network):
    for address in (reverse("sop-daftar"), reverse("sop", args=["setting-jaringan"]), reverse("sop-unggah")):
        assert client.get(address).status_code == 302


def test_an_older_revision_can_be_read_and_says_that_it_is_over(sign_in, newer):
    client = sign_in("pegawai.bps")

    now = body(client.get(reverse("sop", args=["setting-jaringan"])))
    before = body(client.get(reverse("sop", args=["setting-jaringan"]), {"revisi": 1}))

    assert "15 menit" in now and "sudah tidak berlaku" not in now
    assert (
        "15 menit" not in before and "sudah tidak berlaku" in before and reverse("layanan-ajukan", args=["setting-jaringan"]) not in before
    )


def test_a_revision_that_is_not_there_is_not_found(sign_in, network):
    client = sign_in("pegawai.bps")

    assert [client.get(reverse("sop", args=["setting-jaringan"]), {"revisi": wanted}).status_code for wanted in ("2", "x", "")] == [
        404,
        404,
        404,
    ]


def test_a_draft_says_from_when_it_is_in_force(sign_in, network):
    services.load(loader.parse(text_of(NETWORK, SLOWER, ("efektif: 2025-06-02", "efektif: 2030-01-07"))), today=dt.date(2026, 11, 20))
    client = sign_in("pegawai.bps")

    assert "Revisi 2 berlaku mulai 7 Januari 2030" in body(client.get(reverse("sop-daftar")))
    assert "masih draf" in body(client.get(reverse("sop", args=["setting-jaringan"]), {"revisi": 2}))


def test_reading_costs_a_fixed_number_of_queries(sign_in, network, django_assert_max_num_queries):
    client = sign_in("pegawai.bps")
    client.get(reverse("sop", args=["setting-jaringan"]))

    with django_assert_max_num_queries(12):
        client.get(reverse("sop", args=["setting-jaringan"]))
    with django_assert_max_num_queries(12):
        client.get(reverse("sop-daftar"))


def test_the_pdf_is_made_once_and_named_after_number_and_code(sign_in, network, monkeypatch):
    client = sign_in("pegawai.bps")
    first = client.get(reverse("sop-pdf", args=["setting-jaringan"]))
    monkeypatch.setattr("sop.views.sheet.render_pdf", lambda *args, **more: pytest.fail("made again"))

    again = client.get(reverse("sop-pdf", args=["setting-jaringan"]))

    assert first.content == again.content and first.content.startswith(b"%PDF-")
    assert 'attachment; filename="sop-053-17000-2025-setting-jaringan.pdf"' in first["Content-Disposition"]


def test_the_pdf_is_kept_in_a_folder_and_not_where_the_broker_keeps_its_messages(sign_in, network, settings):
    assert sign_in("pegawai.bps").get(reverse("sop-pdf", args=["setting-jaringan"])).status_code == 200

    kept = list(Path(settings.CACHES["drawn"]["LOCATION"]).iterdir())
    assert len(kept) == 1 and kept[0].stat().st_mode & 0o077 == 0, "one file, nobody else's to read"
    assert Path(settings.CACHES["drawn"]["LOCATION"]).is_relative_to(settings.VAR_DIR)
    assert not cache._cache, "the memory of the portal"


def test_a_disk_without_room_still_prints(sign_in, network, monkeypatch):
    def full(*args, **more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(caches["drawn"], "set", full)

    assert sign_in("pegawai.bps").get(reverse("sop-pdf", args=["setting-jaringan"])).content.startswith(b"%PDF-")


def test_a_machine_that_cannot_make_pdfs_says_so_on_the_page(sign_in, network, monkeypatch):
    def lacking(*args, **more):
        from sop.sheet import CannotRender

        raise CannotRender("Pasang libpango-1.0-0.")

    monkeypatch.setattr("sop.views.sheet.render_pdf", lacking)

    page = body(sign_in("pegawai.bps").get(reverse("sop-pdf", args=["setting-jaringan"]), follow=True))

    assert "Pasang libpango-1.0-0." in page


def test_the_svg_is_a_file_that_runs_nothing(sign_in, network):
    response = sign_in("pegawai.bps").get(reverse("sop-svg", args=["setting-jaringan"]))

    assert response["Content-Type"] == "image/svg+xml" and response["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in response["Content-Security-Policy"] and "sandbox" in response["Content-Security-Policy"]


# Uploading


def send(client, text, order="periksa", **more):
    return client.post(reverse("sop-unggah"), {"source": text, "_perintah": order, **more})


def test_only_the_pengelola_uploads(sign_in, people):
    assert sign_in("pegawai.bps").get(reverse("sop-unggah")).status_code == 403
    assert send(sign_in("admin.bps"), "sop:").status_code == 403
    assert sign_in("pengelola.bps").get(reverse("sop-unggah")).status_code == 200


def test_a_file_is_shown_first_and_loaded_on_a_second_word(sign_in, people):
    client = sign_in("pengelola.bps")
    file = SimpleUploadedFile("setting.yaml", NETWORK.read_bytes())

    preview = client.post(reverse("sop-unggah"), {"file": file, "_perintah": "periksa"})
    assert preview.status_code == 200 and "sheet-table" in body(preview) and Revision.objects.count() == 0

    loaded = send(client, NETWORK.read_text(), "muat", follow=True)
    revision = Revision.objects.get()
    assert loaded.url == reverse("sop", args=["setting-jaringan"]) + "?revisi=1"
    assert (revision.status, revision.loaded_by) == ("berlaku", people["pengelola.bps"])
    assert SettingsChange.objects.filter(organisation=revision.sop.organisation, data__revision=revision.pk).exists()
    assert "Revisi 1 sudah dimuat dan berlaku." in body(client.get(loaded.url))


def test_a_broken_file_is_told_with_lines_and_comes_back_as_it_was(sign_in, people):
    broken = text_of(NETWORK, ("ke: 6", "ke: 60"))

    answer = send(sign_in("pengelola.bps"), broken, "muat")

    line = broken[: broken.index("ke: 60")].count("\n") + 1
    assert answer.status_code == 422 and f"baris {line}" in body(answer) and "“60”" in body(answer)
    assert answer.context["form"]["source"].value() == broken
    assert Revision.objects.count() == 0


def test_warnings_do_not_stand_in_the_way(sign_in, people):
    answer = send(sign_in("pengelola.bps"), NETWORK.read_text())

    assert answer.status_code == 200 and "Peringatan:" in body(answer) and 'value="muat"' in body(answer)


def test_the_same_content_again_offers_nothing_to_load(sign_in, network):
    answer = send(sign_in("pengelola.bps"), NETWORK.read_text())

    assert "Isinya sama dengan revisi 1" in body(answer) and 'value="muat"' not in body(answer)


def test_the_sop_of_another_office_is_refused_whole(sign_in, people):
    answer = send(sign_in("pengelola.bps"), ASSETS.read_text(), "muat")

    assert answer.status_code == 422 and "diskominfo-tanah-bumbu" in body(answer)
    assert Revision.objects.count() == 0


def test_a_newer_version_is_shown_as_the_revision_it_will_be(sign_in, network):
    answer = send(sign_in("pengelola.bps"), text_of(NETWORK, SLOWER))

    assert "Revisi 2." in body(answer) and Revision.objects.count() == 1


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x00\x01\x02", b"\xff\xfe\x00", b"- " * 50_000, b"a: &a [*a]", b"x" * 2_200_000],
    ids=["empty", "binary", "utf16", "deep", "loop", "big"],
)
def test_no_upload_however_odd_breaks_the_page(sign_in, people, raw):
    answer = sign_in("pengelola.bps").post(reverse("sop-unggah"), {"file": SimpleUploadedFile("a.yaml", raw), "_perintah": "muat"})

    assert answer.status_code == 422 and Revision.objects.count() == 0


def test_nothing_chosen_asks_for_a_file(sign_in, people):
    answer = send(sign_in("pengelola.bps"), "")

    assert answer.status_code == 422 and "Pilih berkas SOP" in body(answer)


def test_what_a_file_says_is_not_markup_on_the_preview(sign_in, people):
    hostile = text_of(NETWORK, ("kegiatan: Menerima alokasi tugas", 'kegiatan: "</textarea><script>alert(1)</script>"'))

    answer = send(sign_in("pengelola.bps"), hostile)

    assert answer.status_code == 200 and "<script>alert" not in body(answer)
