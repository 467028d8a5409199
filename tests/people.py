"""The same invented people in every test: fixtures `offices` ({code: Organisation}) and `people` ({user name: User})."""

import pytest

from accounts.demo_people import ensure_people
from accounts.offices import ensure_offices


@pytest.fixture
def offices(db):
    return ensure_offices()


@pytest.fixture
def people(offices):
    return ensure_people()
