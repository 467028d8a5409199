"""Signed-in browsers for the stories of this folder."""

import pytest
from django.test import Client

from tests.people import offices, people  # noqa: F401 (fixtures)


@pytest.fixture
def as_person(people):  # noqa: F811
    """`as_person("kadis.karanganyar")`: a test client with that person signed in, each call a browser of its own."""

    def signed_in(username):
        client = Client()
        client.force_login(people[username])
        return client

    return signed_in


@pytest.fixture
def pengelola(as_person):
    return as_person("pengelola.bps")
