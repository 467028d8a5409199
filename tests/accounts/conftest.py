"""Signed-in browsers for the stories of this folder."""

import pytest
from django.test import Client


@pytest.fixture
def as_person(people):
    """`as_person("kadis.karanganyar")`: a test client with that person signed in, each call a browser of its own."""

    def signed_in(username):
        client = Client()
        client.force_login(people[username])
        return client

    return signed_in


@pytest.fixture
def pengelola(as_person):
    return as_person("pengelola.bps")
