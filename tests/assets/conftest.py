"""A laptop of the statistics office, and signed-in browsers."""

import random

import pytest
from django.test import Client

from assets.models import Asset, Location
from assets.places import save_location

from .desk import Walk


@pytest.fixture
def laptop(offices):
    return Asset.objects.create(
        organisation=offices["bps-bengkulu"],
        code="3.10.01.02.002",
        register_number="0007",
        name="Laptop",
        brand="Lenovo T14",
        location=save_location(Location(organisation=offices["bps-bengkulu"], name="R. TU")),
    )


@pytest.fixture
def as_person(people):
    def signed_in(username):
        client = Client()
        client.force_login(people[username])
        return client

    return signed_in


FORM = {
    "code": "3.10.02.04.001", "register_number": "12", "name": "Switch", "brand": "Cisco C1000", "serial_number": "FOC2431X0AB", "acquired_year": "2024",
    "condition": "B", "location": "", "rack": "U4", "holder": "", "holder_text": "Tim TIP", "ip": "10.17.0.2", "hostname": "sw-a2", "note": "",
}  # fmt: skip


@pytest.fixture
def form():
    return dict(FORM)


@pytest.fixture
def new_asset():
    """`new_asset(office, "PC", ...)`: another registered asset of an Organisation."""

    def made(office, name="Laptop", **facts):
        number = Asset.objects.count() + 1
        return Asset.objects.create(organisation=office, code="1.3.2.10.01.02.002", register_number=f"{number:04d}", name=name, **facts)

    return made


@pytest.fixture
def walk(sops, people):
    """`walk("perbaikan-aset", aset=[pk])`: a ticket opened through the page (desk.Walk)."""

    def begun(code, **answers):
        return Walk(sops[code], people, random.Random(code), answers)

    return begun


@pytest.fixture
def tanah_bumbu(offices):
    return offices["diskominfo-tanah-bumbu"]
