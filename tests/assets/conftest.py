"""A laptop of the statistics office, and signed-in browsers."""

import pytest
from django.test import Client

from assets.models import Asset


@pytest.fixture
def laptop(offices):
    return Asset.objects.create(
        organisation=offices["bps-bengkulu"],
        code="3.10.01.02.002",
        register_number="0007",
        name="Laptop",
        brand="Lenovo T14",
        location="R. TU",
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
    "condition": "B", "location": "Rak A2", "holder": "", "holder_text": "Tim TIP", "ip": "10.17.0.2", "hostname": "sw-a2", "note": "", "active": "on",
}  # fmt: skip


@pytest.fixture
def form():
    return dict(FORM)
