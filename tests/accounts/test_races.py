"""Two administrators at the same moment, with real threads and a real lock."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts import services
from accounts.models import User


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_remove_each_other_leave_one(people):
    bagus, hendra = people["pengelola.bps"], people["admin.bps"]
    User.objects.filter(pk=hendra.pk).update(administers=True)
    both_ready = Barrier(2)

    def remove(whom, by):
        whom, by = User.objects.get(pk=whom.pk), User.objects.get(pk=by.pk)
        both_ready.wait()
        try:
            services.deactivate(whom, actor=by)
        except ValidationError as refused:
            return refused.messages[0]
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(remove, (bagus, hendra), (hendra, bagus)))

    assert sorted(answers)[1] == "done"
    assert "paling sedikit satu pengelola" in sorted(answers)[0]
    assert User.objects.filter(organisation=bagus.organisation, administers=True, is_active=True).count() == 1
