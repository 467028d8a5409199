"""The task that makes files: ids travel, the row says what is left to do."""

from celery import shared_task

from . import jobs


@shared_task(ignore_result=True)
def make(job_id):
    """Make one file. Harmless when it is already there."""
    jobs.make(job_id)


@shared_task(ignore_result=True)
def make_waiting():
    """Queue what a lost message or a killed worker left waiting, give up what died three times, forget old files. Returns how many."""
    left = jobs.abandoned()
    for job_id in left:
        make.delay(job_id)
    jobs.tidy()
    return len(left)
