from celery import shared_task

from accounts.models import Organisation

from . import attachments, audit


@shared_task(ignore_result=True)
def checkpoint():
    """Make today's checkpoint of every organisation and forget old staged uploads. May run any number of times a day."""
    for organisation in Organisation.objects.all():
        audit.make_checkpoint(organisation)
    attachments.discard_old()
