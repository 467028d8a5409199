from tests.people import offices, people  # noqa: F401 (fixtures)
