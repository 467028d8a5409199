"""Labels on paper: what they say, where they stand, and where their code leads. Read back by a decoder that knows nothing of us."""

import io
import re
import shutil
import subprocess

import pytest
from django.conf import settings
from django.urls import reverse
from pypdf import PdfReader

from assets.labels import sheets
from assets.labels.formats import FORMATS
from assets.models import Asset, AssetLabel
from tests.tickets.browsing import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MM = 72 / 25.4


@pytest.fixture
def keeper(as_person):
    return as_person("admin.bps")


def printed(client, assets, format="a4-24", **said):
    response = client.post(reverse("aset-label"), {"aset": [asset.pk for asset in assets], "format": format, **said})
    assert response["Content-Type"] == "application/pdf", text_of(response)
    return response.content


def decoded(pdf, folder):
    """What the QR codes of a PDF say, read from its pages as pictures."""
    for tool, package in (("pdftoppm", "poppler-utils"), ("zbarimg", "zbar-tools")):
        assert shutil.which(tool), f"{tool}: apt-get install {package}"
    (folder / "label.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "200", "-gray", "-png", folder / "label.pdf", folder / "halaman"], check=True)
    found = []
    for page in sorted(folder.glob("halaman*.png")):
        read = subprocess.run(
            ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", page], capture_output=True, text=True, check=True
        )
        found += read.stdout.split()
    return found


@pytest.mark.parametrize("format", FORMATS)
def test_the_code_of_every_format_is_read_back_and_leads_to_its_asset(laptop, new_asset, keeper, as_person, sops, tmp_path, format):
    assets = [laptop, *(new_asset(laptop.organisation, f"PC {n}") for n in range(3))]

    found = decoded(printed(keeper, assets, format), tmp_path)

    assert len(found) == 4
    technician, led = as_person("teknisi.bps"), set()
    for address in found:
        assert address.startswith(f"{settings.PORTAL_URL}/aset/label/")
        led.add(technician.get(address.removeprefix(settings.PORTAL_URL))["Location"])
    assert led == {asset.get_absolute_url() for asset in assets}


def test_a_label_says_whose_it_is_what_it_is_its_number_and_year(laptop, keeper):
    Asset.objects.filter(pk=laptop.pk).update(acquired_year=2024, name="Laptop </p><img src=http://x/>")
    said = " ".join(PdfReader(io.BytesIO(printed(keeper, [laptop]))).pages[0].extract_text().split())
    assert laptop.organisation.name in said
    assert "Laptop </p><img src=http://x/> Lenovo T14" in said.replace("src= ", "src=")
    assert "3.10.01.02.002-0007" in said
    assert "Tahun 2024" in said


@pytest.mark.parametrize("format", FORMATS.values(), ids=FORMATS)
def test_labels_stand_within_their_paper_and_begin_where_one_is_left(format):
    labels = [{"name": str(n)} for n in range(format.on_page)]
    whole = list(sheets._sheets(labels, format, 0))
    assert len(whole) == 1
    assert max(label["x"] for label in whole[0]) + format.width <= format.page[0] + 0.01
    assert max(label["y"] for label in whole[0]) + format.height <= format.page[1] + 0.01
    assert format.qr + 2 * sheets.PADDING <= format.height + 2
    if format.on_page > 1:
        first, second = sheets._sheets(labels, format, format.on_page - 1)
        assert (first[0]["x"], first[0]["y"]) == (whole[0][-1]["x"], whole[0][-1]["y"])
        assert len(second) == format.on_page - 1


def test_the_paper_has_the_size_of_its_format(laptop, keeper):
    for format in FORMATS.values():
        pages = PdfReader(io.BytesIO(printed(keeper, [laptop], format.code))).pages
        assert len(pages) == 1
        assert [round(float(side) / MM, 1) for side in pages[0].mediabox[2:]] == list(format.page)


def test_a_label_keeps_its_address_however_often_it_is_printed(laptop, keeper):
    printed(keeper, [laptop])
    token = AssetLabel.objects.get().token
    printed(keeper, [laptop], "rol-50")
    assert AssetLabel.objects.get().token == token
    assert len(token) == 16
    assert re.fullmatch(r"[\w-]+", token)


def test_where_a_label_leads_only_the_offices_staff_goes(laptop, as_person, client, sops):
    token = AssetLabel.objects.create(asset=laptop).token
    address = reverse("aset-label-buka", args=[token])
    assert client.get(address)["Location"].startswith(reverse("masuk"))
    assert as_person("teknisi.bps").get(address)["Location"] == laptop.get_absolute_url()
    assert as_person("pegawai.bps").get(address).status_code == 403
    assert as_person("kadis.karanganyar").get(address).status_code == 404
    assert as_person("teknisi.bps").get(reverse("aset-label-buka", args=["x" * 16])).status_code == 404


def test_the_list_decides_which_assets_are_offered(laptop, new_asset, offices, keeper):
    printer = new_asset(laptop.organisation, "Printer", condition="RB")
    foreign = new_asset(offices["diskominfo-karanganyar"], "Milik kantor lain")
    shown = keeper.get(reverse("aset-label"), {"kondisi": "RB"}).content.decode()
    assert f'value="{printer.pk}" checked' in shown
    assert f'name="aset" value="{laptop.pk}"' not in shown
    one = keeper.get(reverse("aset-label"), {"aset": [laptop.pk, foreign.pk]}).content.decode()
    assert f'value="{laptop.pk}" checked' in one
    assert "Milik kantor lain" not in one


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"format": "a4-24"}, "Centang paling sedikit satu aset."),
        ({"format": "a4-24", "aset": ["x", "9" * 30, "0"]}, "Centang paling sedikit satu aset."),
        ({"format": "a4-24", "start": "25"}, "hanya memuat 24 label"),
        ({"format": "kertas"}, "kertas"),
    ],
)
def test_what_cannot_be_printed_is_said(laptop, keeper, said, message):
    response = keeper.post(reverse("aset-label"), said)
    assert response.status_code == 422
    assert message in text_of(response)
    assert not AssetLabel.objects.exists()


def test_labels_of_another_office_are_not_printed(laptop, new_asset, offices, keeper):
    foreign = new_asset(offices["diskominfo-karanganyar"], "Milik kantor lain")
    assert len(PdfReader(io.BytesIO(printed(keeper, [laptop, foreign], "rol-50"))).pages) == 1
    assert AssetLabel.objects.get().asset == laptop


def test_many_labels_take_a_fixed_number_of_queries(laptop, new_asset, keeper, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(sheets.pdf, "drawn", lambda html, css: b"%PDF-")
    assets = [new_asset(laptop.organisation, f"PC {n}") for n in range(60)]
    with django_assert_max_num_queries(14):
        printed(keeper, assets)
