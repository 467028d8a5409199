"""Rendering, perhaps twice and never not at all: ids travel, the row says what is left to do."""

from celery import shared_task

from . import letters


@shared_task(ignore_result=True)
def render(letter_id):
    """Draw one letter. Harmless when it is already there."""
    letters.produce(letter_id)


@shared_task(ignore_result=True)
def render_waiting():
    """Queue what a lost message or a killed worker left waiting; give up what died three times. Returns how many were queued."""
    left = letters.abandoned()
    for letter_id in left:
        render.delay(letter_id)
    return len(left)
