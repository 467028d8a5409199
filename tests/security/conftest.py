"""Each test here is an attack known from another service desk; its number and story stand in the name. S14 is "IDOR", and so on.

S1–S7 and S24–S26 are about what people write and send, S12–S23 about what they may do, S27–S46 about who they are and what runs beneath.
"""

import pytest

from tests.tickets.browsing import Visitor
from tests.world import World


@pytest.fixture
def bps(people, sops):
    return World("bps", people, sops)


@pytest.fixture
def karanganyar(people, sops):
    return World("karanganyar", people, sops)


@pytest.fixture
def visit(people, sops):
    """`visit("admin.bps")`: that person at a browser (Visitor), signed in."""
    return lambda username: Visitor(people[username])
