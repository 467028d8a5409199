"""Fills the databases of a benchmark: offices, people, SOPs, some dozens of tickets played through the door, then copies of these."""

from django.db import connection

from documents import letters
from documents.models import Letter
from halocik.demo import make
from tickets.models import Ticket

from . import databases
from .multiply import multiply, open_share
from .people import ensure_staff


def prepare(sizes, *, keep, say):
    """{size: name of its database}. With `keep`, what an earlier run kept is used again, as long as the migrations agree."""
    base = connection.settings_dict["NAME"]
    names = {size: databases.name_for(size, base) for size in sizes}
    missing = [size for size in sizes if not (keep and databases.filled(names[size]))]
    if missing and not (keep and databases.filled(base)):
        make_templates(base, say)
    for size in missing:
        databases.drop(names[size])
        databases.create(names[size], template=base)
        with databases.connected_to(names[size]):
            say(f"{names[size]}: copying to {size:,} tickets ...")
            multiply(size, say)
    for name in names.values():
        with databases.connected_to(name):
            databases.migrate()
            databases.analyze()
            say(f"{name}: {Ticket.objects.count():,} tickets, {open_share():.1%} open")
    return names


def make_templates(name, say):
    """The database that the others start from."""
    say(f"{name}: offices, people, SOPs, and tickets played through the door ...")
    databases.drop(name)
    databases.create(name)
    databases.migrate()
    make.make()
    ensure_staff()
    for letter_id in Letter.objects.waiting().values_list("pk", flat=True):
        letters.produce(letter_id)
    connection.close()


def remove(sizes):
    base = connection.settings_dict["NAME"]
    for name in [base, *(databases.name_for(size, base) for size in sizes)]:
        databases.drop(name)
