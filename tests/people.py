"""The same invented people and real SOPs in every test.

Fixtures `offices` ({code: Organisation}), `people` ({user name: User}), `sops` ({procedure code: Procedure}), all four offices.
"""

from functools import cache

import pytest

from accounts.demo_people import ensure_people
from accounts.offices import ensure_offices
from halocik.demo.make import DEFINITIONS
from sop import loader, services
from sop.models import Procedure


@pytest.fixture
def offices(db):
    return ensure_offices()


@pytest.fixture
def people(offices):
    return ensure_people()


@cache
def built_in_sops():
    """The built-in SOPs as read: reading them is slower than all the rest of a story, and they do not change between tests."""
    return [loader.parse(path.read_bytes(), path.name) for path in sorted(DEFINITIONS.glob("*/*.yaml"))]


@pytest.fixture
def sops(offices):
    for document in built_in_sops():
        services.load(document)
    return {procedure.code: procedure for procedure in Procedure.objects.all()}
