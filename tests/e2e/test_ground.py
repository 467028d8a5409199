"""The browser tests stand on solid ground: it starts, reaches the live portal, and complaints fail the test."""

import pytest
from playwright.sync_api import Error

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_browser_reaches_the_portal(page, live_server):
    answer = page.goto(f"{live_server.url}/sehat/")
    assert answer.status == 200
    assert answer.json()["keadaan"] == "sehat"


def test_a_script_the_page_did_not_allow_does_not_run_and_is_noticed(page, complaints, live_server):
    page.goto(f"{live_server.url}/sehat/")
    page.evaluate("document.head.append(Object.assign(document.createElement('script'), {textContent: 'window.broke_in = true'}))")
    assert page.evaluate("window.broke_in") is None
    assert "Content Security Policy" in complaints.pop()


def test_another_host_is_neither_reached_nor_passed_over(page, complaints):
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")
    assert "outside: http://example.org/" in complaints
    complaints.clear()
