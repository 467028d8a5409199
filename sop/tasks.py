from celery import shared_task

from . import services


@shared_task(ignore_result=True)
def promote_due_revisions():
    """Put in force the revisions whose effective day has come. May run twice: what is in force already stays so."""
    services.promote_due()
