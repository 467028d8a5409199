"""Several tickets end in the same moment: every letter has a number of its own, and none is missing."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from documents.models import Letter

TICKETS = 16


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_tickets_ending_at_once_share_no_number_and_leave_no_gap(ask):
    stories = [ask().until_confirmation() for _ in range(TICKETS)]
    start, errors = Barrier(TICKETS), []

    def confirm(story):
        try:
            start.wait(30)
            story.confirm()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=confirm, args=[story]) for story in stories]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert errors == []
    assert sorted(Letter.objects.values_list("sequence", flat=True)) == list(range(1, TICKETS + 1))
