import pytest

from tests.people import offices, people  # noqa: F401


@pytest.fixture
def bps(offices):  # noqa: F811
    return offices["bps-bengkulu"]


@pytest.fixture
def pengelola(client, people):  # noqa: F811
    """A browser in which the administrator of BPS Bengkulu is signed in."""
    client.force_login(people["pengelola.bps"])
    return client


@pytest.fixture
def time_machine_at_home(time_machine):
    """A working Friday in Bengkulu: 20 November 2026, 09.00 WIB."""
    time_machine.move_to("2026-11-20T02:00:00Z")
