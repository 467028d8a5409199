"""People with a browser each, before the same running portal."""

import re

import pytest

from tests.plugins.browser import listen
from tests.stories.pages import Page

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}


@pytest.fixture
def browse(browser, browser_context_args, live_server, people, sops, complaints):
    """`browse("kadis.karanganyar", **PHONE)`: a Person signed in, in a browser of their own. Any complaint of any of them fails the test."""
    opened = []

    def somebody(username, **options):
        context = browser.new_context(**browser_context_args | options)
        listen(context, complaints)
        context.set_default_timeout(20_000)
        opened.append(context)
        return Person(context.new_page(), live_server.url, username)

    yield somebody
    for context in opened:
        context.close()
    assert not complaints, "\n".join(complaints)


class Person:
    """Somebody before a browser: what they click, type and choose."""

    def __init__(self, page, url, username):
        self.page, self.url, self.username = page, url, username
        page.goto(f"{url}/masuk/")
        page.locator('[name="username"]').fill(username)
        page.locator('[name="password"]').fill("demo")
        page.get_by_role("button", name="Masuk", exact=True).click()
        page.wait_for_url(f"{url}/")

    def open(self, number):
        self.page.goto(f"{self.url}/tiket/{number}/")

    def ask(self, service, button, **answers):
        """Choose a service in the catalogue, fill in its form and send it; the number of the ticket."""
        self.page.goto(f"{self.url}/layanan/")
        self.page.get_by_role("link", name=service).first.click()
        self._fill_and_press(button, answers)
        return self.page.url.rstrip("/").rsplit("/", 1)[-1]

    def act(self, number, button, **answers):
        """From Beranda to the ticket, fill in the form with `button`, press it."""
        self.page.goto(f"{self.url}/")
        self.page.locator(f'a[href="/tiket/{number}/"]').first.click()
        self.page.wait_for_url(f"{self.url}/tiket/{number}/")
        self._fill_and_press(button, answers)

    def _fill_and_press(self, button, answers):
        exactly = re.compile(rf"^\s*{re.escape(button)}\s*$")
        form = self.page.locator("form").filter(has=self.page.locator("button", has_text=exactly)).last
        pressed = form.locator("button", has_text=exactly).first
        if not pressed.is_visible():  # one of several ways, folded
            form.locator("xpath=ancestor::details[1]/summary").click()
        offered = Page(_Answer(self.page.content()), self.page.url).form(button)
        data, files = offered.filled(answers)
        for name, values in data.items():
            self._answer(form, name, values)
        for name, uploads in files.items():
            sent = [{"name": file.name, "mimeType": "application/pdf", "buffer": file.read()} for file in uploads]
            form.locator(f'[name="{name}"]').set_input_files(sent)
        with self.page.expect_navigation():
            pressed.click()

    def _answer(self, form, name, values):
        control = form.locator(f'[name="{name}"]').first
        kind = control.evaluate("element => element.type")
        if kind == "hidden":
            return
        if kind in ("radio", "checkbox"):
            for value in values:
                form.locator(f'[name="{name}"][value="{value}"]').check()
        elif kind.startswith("select"):
            control.select_option([value for value in values if value] or "")
        elif control.is_visible():
            control.fill(values[0])

    def says(self, words):
        self.page.get_by_text(words).first.wait_for()

    def fits(self):
        """Whether the page is no wider than the screen."""
        return self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


class _Answer:
    status_code = 200

    def __init__(self, content):
        self.content = content.encode()
