"""Static files by hashed names, and pages that do not fail before the files are collected."""

import re

from django.conf import settings
from django.core.files.base import ContentFile

from halocik.storage import StaticStorage


def test_a_file_that_is_not_collected_yet_keeps_its_own_name(tmp_path, settings):
    settings.DEBUG = False
    storage = StaticStorage(location=tmp_path, base_url="/static/")

    assert storage.url("halocik/kit.css") == "/static/halocik/kit.css"


def test_a_collected_file_is_named_by_its_content(tmp_path, settings):
    settings.DEBUG = False
    storage = StaticStorage(location=tmp_path, base_url="/static/")
    storage.save("kit.css", ContentFile("body { margin: 0 }"))
    list(storage.post_process({"kit.css": (storage, "kit.css")}))

    assert storage.url("kit.css") != "/static/kit.css" and storage.url("kit.css").endswith(".css")


def test_ids_in_addresses_and_forms_are_written_plainly():
    """The thousandth asset would otherwise be asked for as "1.000": numbers on pages are written as Indonesian ones."""
    written = re.compile(r"""(?:=|value=")\{\{ (?!option\.)[\w.]*\b(?:pk|id|\w+_id) \}\}""")  # options of pickers carry text
    found = {
        str(path.relative_to(settings.BASE_DIR)): written.findall(path.read_text())
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
    }
    assert {path: places for path, places in found.items() if places} == {}
