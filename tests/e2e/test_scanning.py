"""A label in front of the camera of a phone: the browser is fed a picture of it."""

import pytest
import segno

from assets.models import Asset, AssetLabel, Count, Location, Stocktake
from assets.places import save_location
from assets.stocktake import services
from tests.plugins.browser import listen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTH, HEIGHT, PIXELS = 640, 480, 6  # of a frame; pixels a module of the code is wide


def video_of(text, path):
    """A Y4M video at `path` that shows nothing but the QR code of `text` on white paper."""
    rows = [[0 if dark else 235 for dark in row] for row in segno.make(text, error="m", micro=False).matrix]
    left, top = (WIDTH - len(rows) * PIXELS) // 2, (HEIGHT - len(rows) * PIXELS) // 2
    light = bytearray([235]) * (WIDTH * HEIGHT)
    for y, row in enumerate(rows):
        line = b"".join(bytes([value]) * PIXELS for value in row)
        for part in range(PIXELS):
            start = (top + y * PIXELS + part) * WIDTH + left
            light[start : start + len(line)] = line
    frame = b"FRAME\n" + bytes(light) + bytes([128]) * (WIDTH * HEIGHT // 2)
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420mpeg2\n".encode() + frame * 3)
    return path


@pytest.fixture
def phone(playwright, browser_type_launch_args, browser_context_args, complaints, live_server, tmp_path):
    """`phone(text)`: a page of a phone whose camera sees the QR code of `text`; without one it has no camera."""
    browsers = []

    def opened(text=None):
        flags = ["--use-fake-ui-for-media-stream"]
        if text:
            flags += ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={video_of(text, tmp_path / 'label.y4m')}"]
        browser = playwright.chromium.launch(**browser_type_launch_args | {"args": [*browser_type_launch_args["args"], *flags]})
        browsers.append(browser)
        context = browser.new_context(**browser_context_args | {"viewport": {"width": 390, "height": 844}, "base_url": live_server.url})
        listen(context, complaints)
        return context.new_page()

    yield opened
    for browser in browsers:
        browser.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def bps(offices, sops, people):
    return offices["bps-bengkulu"]


@pytest.fixture
def laptop(bps):
    room = save_location(Location(organisation=bps, name="R. TU"))
    return Asset.objects.create(
        organisation=bps, code="3.10.01.02.002", register_number="0007", name="Laptop", brand="Lenovo T14", location=room
    )


def sign_in(page, username, path):
    page.goto("/masuk/")
    page.locator('[name="username"]').fill(username)
    page.locator('[name="password"]').fill("demo")
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(lambda url: not url.endswith("/masuk/"))
    page.goto(path)


def test_a_label_before_the_camera_opens_its_asset(phone, laptop, live_server):
    token = AssetLabel.objects.create(asset=laptop).token
    page = phone(f"{live_server.url}/aset/label/{token}/")
    sign_in(page, "teknisi.bps", "/aset/pindai/")

    page.get_by_role("button", name="Pindai label dengan kamera").click()

    page.wait_for_url(f"**/aset/{laptop.pk}/")
    assert page.get_by_role("heading", level=1).inner_text() == "Laptop"


def test_a_room_is_counted_with_the_camera(phone, laptop, bps, people, live_server):
    session = services.begin(Stocktake(organisation=bps, name="Semester II"), actor=people["pengelola.bps"])
    token = AssetLabel.objects.create(asset=laptop).token
    page = phone(f"{live_server.url}/aset/label/{token}/")
    sign_in(page, "teknisi.bps", f"/aset/inventarisasi/{session.pk}/hitung/")

    page.get_by_role("button", name="Pindai label dengan kamera").click()
    page.get_by_role("button", name="Ditemukan di tempatnya").click()

    page.get_by_text("1 dari 1 aset sudah dihitung").wait_for()
    assert Count.objects.get().state == Count.State.FOUND


def test_without_a_camera_the_field_does_it_and_the_page_says_so(phone, laptop):
    page = phone()
    sign_in(page, "teknisi.bps", "/aset/pindai/")
    page.get_by_role("button", name="Pindai label dengan kamera").click()
    page.get_by_text("Perangkat ini tidak punya kamera yang dapat dipakai.").wait_for()

    page.get_by_label("Atau ketik yang tertulis pada label").fill("3.10.01.02.002-0007")
    page.get_by_role("button", name="Cari", exact=True).last.click()

    page.wait_for_url(f"**/aset/{laptop.pk}/")
