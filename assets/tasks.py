"""What the register does by itself. The truth is in the database: sweeps find, small tasks lock, ask again, and do it once."""

from celery import shared_task
from django.utils import timezone

from .exchange import jobs as imports
from .plans import reminders
from .plans import services as plans


@shared_task(ignore_result=True)
def sweep_plans():
    """Follow the SOPs and queue each plan that is due. May run twice, late, or after days away: a date opens one ticket."""
    now = timezone.now()
    plans.follow_sops(now)
    for plan_id in plans.due_ids(now):
        open_planned.delay(plan_id)


@shared_task(ignore_result=True)
def open_planned(plan_id):
    plans.open_due(plan_id)


@shared_task(ignore_result=True)
def remind():
    """Say which warranties and contracts end soon, each once per notice period."""
    reminders.remind_all(timezone.now())


@shared_task(ignore_result=True)
def carry_on_import(import_id):
    """Check or apply one import. Harmless when that is done."""
    imports.carry_on(import_id)


@shared_task(ignore_result=True)
def carry_on_imports():
    """Queue what a lost message or a killed worker left waiting, give up what died three times, forget the old."""
    for import_id in imports.abandoned():
        carry_on_import.delay(import_id)
    imports.tidy()
