import logging
import os

from celery import Celery
from celery.signals import after_task_publish, beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halocik.settings")

app = Celery("halocik")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def stop_if_unsafe(**kwargs):
    from . import checks

    checks.stop_if_unsafe()


@beat_init.connect
def show_that_beat_lives(**kwargs):
    """The sweep says that beat and a worker live; only beat itself can say that it lives and no worker does."""
    after_task_publish.connect(_beat_lives, sender="tickets.tasks.sweep", weak=False)


def _beat_lives(**kwargs):
    from django.db import DatabaseError, close_old_connections
    from django.utils import timezone

    from tickets.models import Heartbeat

    try:
        close_old_connections()
        Heartbeat.beat("beat", timezone.now())
    except DatabaseError:  # beat goes on; the database is the workers' trouble
        logging.getLogger(__name__).warning("the heartbeat of beat could not be written", exc_info=True)
