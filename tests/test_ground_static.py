"""Static files by hashed names, and pages that do not fail before the files are collected."""

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
