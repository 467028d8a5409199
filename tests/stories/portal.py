"""People at the portal over HTTP alone, and the story of one ticket told by what they do there."""

from django.test import Client
from django.urls import reverse

from accounts.demo_people import PASSWORD

from .pages import Page


class Portal:
    """Somebody signed in: `portal.do(number, "Terima tugas")` opens the ticket, fills in what the form asks for, presses the button."""

    def __init__(self, username, password=PASSWORD):
        self.username, self.client = username, Client(enforce_csrf_checks=True)
        answer = self.open(reverse("masuk")).form("Masuk").send(self.client, {"username": username, "password": password})
        assert answer.status_code == 302, Page(answer, reverse("masuk")).text

    def open(self, url):
        """The Page at `url`, which must be there."""
        response = self.client.get(url)
        while response.status_code == 302:
            url = response["Location"]
            response = self.client.get(url)
        assert response.status_code == 200, f"{self.username if hasattr(self, 'username') else ''} {url}: {response.status_code}"
        return Page(response, url)

    def ticket(self, number):
        return self.open(reverse("tiket", args=[number]))

    def ask(self, service, button, **answers):
        """Choose a service by its name in the catalogue, fill in its form, press `button`; the number of the new ticket."""
        form = self.open(self.open(reverse("layanan")).link(service)).form(button)
        assert form, f"{self.username}: {service} has no button {button!r}"
        return self._sent(form, button, answers)["Location"].strip("/").split("/")[-1]

    def may(self, number, button):
        """Whether the ticket's page offers `button`."""
        return self.ticket(number).form(button) is not None

    def do(self, number, button, **answers):
        """Take an action on the ticket's page; the page that follows."""
        page = self.ticket(number)
        form = page.form(button)
        assert form, f"{self.username} is not offered {button!r}: {page.text[:600]}"
        return self.open(self._sent(form, button, answers)["Location"])

    def _sent(self, form, button, answers):
        answer = form.send(self.client, answers, button)
        assert answer.status_code == 302, f"{self.username}, {button!r}: {answer.status_code} {Page(answer, form.url).text}"
        return answer

    def waits_for_me(self, number):
        """Whether Beranda lists the ticket under what is this person's turn."""
        return number in self.open(reverse("beranda")).text.partition("Permintaan saya")[0]

    def download(self, number, title):
        """(response, content) of the letter `title`, through the link on the ticket's page."""
        response = self.client.get(self.ticket(number).link(f"Unduh {title}"))
        return response, b"".join(response.streaming_content)


class Story:
    """One ticket of the office `office` (short name). Whoever comes next must find it waiting; whoever went before must not be offered more."""

    def __init__(self, office):
        self.office, self.people, self.number, self.before = office, {}, None, None

    def person(self, who):
        """The Portal of `who`, a user name without the office."""
        if who not in self.people:
            self.people[who] = Portal(f"{who}.{self.office}")
        return self.people[who]

    def begin(self, who, service, button, **answers):
        self.number = self.person(who).ask(service, button, **answers)
        self.before = who
        return self

    def then(self, who, button, **answers):
        person = self.person(who)
        assert person.waits_for_me(self.number), f"{who} does not find {self.number} waiting for {button!r}"
        if self.before != who:
            assert not self.person(self.before).may(self.number, button), f"{self.before} may {button!r} too"
        page = person.do(self.number, button, **answers)
        self.before = who
        return page
