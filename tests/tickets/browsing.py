"""A person at a browser without script: what the pages say and what their forms send."""

import re
from html.parser import HTMLParser

from django.test import Client
from django.urls import reverse

from tickets.models import Ticket


class Visitor:
    """`visitor.get("tiket", number)`; `visitor.act(ticket, "terima")` sends the form of an action as the page at this moment would."""

    def __init__(self, user):
        self.user, self.client = user, Client()
        self.client.force_login(user)

    def get(self, name, *args, follow=False, **query):
        return self.client.get(reverse(name, args=args), query, follow=follow)

    def post(self, name, *args, data=None, follow=False):
        return self.client.post(reverse(name, args=args), data or {}, follow=follow)

    def page(self, ticket):
        return text_of(self.client.get(ticket.get_absolute_url(), follow=True))

    def act(self, ticket, action, data=None, *, turn=None, act=None, follow=False):
        fresh = Ticket.objects.get(pk=ticket.pk)
        form = {"_giliran": fresh.turn if turn is None else turn, "_simpul": fresh.position if act is None else act}
        return self.post("tiket-tindakan", ticket.number, action, data=form | (data or {}), follow=follow)

    def move(self, ticket, name, data=None, *, turn=None):
        fresh = Ticket.objects.get(pk=ticket.pk)
        return self.post(f"tiket-{name}", ticket.number, data={"_giliran": fresh.turn if turn is None else turn} | (data or {}))


def text_of(response):
    """The words of a page as somebody reads them."""
    reader = _Words()
    reader.feed(response.content.decode())
    return re.sub(r"\s+", " ", " ".join(reader.words)).strip()


def hidden(response, name):
    """Values of the inputs called `name`."""
    tags = re.findall(rf'<input[^>]*name="{re.escape(name)}"[^>]*>', response.content.decode())
    return [re.search(r'value="([^"]*)"', tag)[1] for tag in tags]


class _Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words, self._silent = [], 0

    def handle_starttag(self, tag, attrs):
        self._silent += tag in ("script", "style", "head")

    def handle_endtag(self, tag):
        self._silent -= tag in ("script", "style", "head")

    def handle_data(self, data):
        if not self._silent:
            self.words.append(data)
