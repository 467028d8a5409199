"""The same invented people and real SOPs in every test.

Fixtures `offices` ({code: Organisation}), `people` ({user name: User}), `sops` ({procedure code: Procedure}), all four offices.
"""

import pytest

from accounts.demo_people import ensure_people
from accounts.offices import ensure_offices
from halocik.demo.make import load_sops
from sop.models import Procedure


@pytest.fixture
def offices(db):
    return ensure_offices()


@pytest.fixture
def people(offices):
    return ensure_people()


@pytest.fixture
def sops(offices):
    load_sops()
    return {procedure.code: procedure for procedure in Procedure.objects.all()}
