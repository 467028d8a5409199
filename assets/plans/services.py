"""Plans as they are kept: opened when due, made for SOPs with a `jadwal`, paused and taken up again."""

import datetime as dt
import logging

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import signals
from accounts.roles import office_day
from accounts.services import record
from sop.models import Procedure
from tickets.models import Status as TicketStatus
from worktime.calendars import CalendarError
from worktime.store import calendar_for

from . import opening, rhythm
from .models import MaintenancePlan, PlanRun
from .reminders import keepers

log = logging.getLogger(__name__)

SOP_HOUR = dt.time(7, 30)  # of a `jadwal` that names none


def running():
    return MaintenancePlan.objects.filter(active=True, ended=False)


def due_ids(now):
    """Ids of plans with a date whose moment has come. The calendar is asked each time: holidays are entered late."""
    ahead = (now + dt.timedelta(days=1)).date()  # it may be tomorrow already at an office east of UTC
    found = running().filter(next_on__lte=ahead).select_related("organisation").order_by("next_on", "pk")
    return [plan.pk for plan in found if _due(plan, now)]


def _due(plan, now):
    try:
        return rhythm.due(plan, calendar_for(plan.organisation), now)
    except CalendarError:  # an office that never works has nothing maintained; the health page and the calendar say so
        return None


def open_due(plan_id, now=None):
    """Open the ticket that is due, once per date however often this runs. Returns the PlanRun, or None when nothing is due (any more)."""
    now = now or timezone.now()
    with transaction.atomic():
        plan = _locked(plan_id)
        found = _due(plan, now) if plan.runs_now else None
        if found is None:
            return None
        plan.next_on = rhythm.first_after(plan, office_day(plan.organisation, now))
        plan.save(update_fields=["next_on"])
        run, new = PlanRun.objects.get_or_create(
            plan=plan, due_on=found.day, defaults={"at": now, "skipped": found.skipped, "problem": _("Belum dibuka.")}
        )
        return _opened(run, plan, now) if new else run


def try_again(run_id, now=None):
    """Open the ticket of a date that could not be opened. Returns the PlanRun."""
    with transaction.atomic():
        plan = _locked(PlanRun.objects.values_list("plan", flat=True).get(pk=run_id))
        run = PlanRun.objects.get(pk=run_id)
        return run if run.ticket_id else _opened(run, plan, now or timezone.now())


def _locked(plan_id):
    plans = MaintenancePlan.objects.select_for_update(no_key=True, of=("self",))
    return plans.select_related("organisation", "procedure__organisation", "procedure__revision_in_force", "opener__organisation").get(
        pk=plan_id
    )


def _opened(run, plan, now):
    """`run` with its ticket, or with what stood in the way. What the portal itself did wrong is told too: a date is not tried for ever."""
    try:
        with transaction.atomic():
            run.ticket = opening.open_ticket(plan, run.due_on, now)
            run.problem = ""
    except ValidationError as error:
        run.problem = " ".join(error.messages)[:500]
    except PermissionDenied as error:
        run.problem = str(error)[:500]
    except DatabaseError:
        raise  # the connection or the lock: all of it is done again
    except Exception as error:
        log.exception("opening the ticket of plan %s failed", plan.pk)
        run.problem = _("Kesalahan di portal (%s).") % type(error).__name__
    run.at = now
    run.save()
    _announce(run, plan, now)
    return run


def _announce(run, plan, now):
    """Who opens its tickets hears of each, for no event of their own is told to them; who keeps the register, of what went wrong."""
    if run.ticket_id:
        text = _("Tiket %(number)s dibuka menurut rencana “%(plan)s”") if run.ticket.status != TicketStatus.DRAFT else (
            _("Konsep %(number)s menurut rencana “%(plan)s” menunggu Anda lengkapi")
        )  # fmt: skip
        said = {"people": {run.ticket.opened_by_id}, "path": run.ticket.get_absolute_url(), "key": f"rencana:{run.pk}:buka"}
        text %= {"number": run.ticket.number, "plan": plan.name}
    else:
        text = _("Rencana “%s” tidak dapat membuka tiketnya") % plan.name
        said = {"people": keepers(plan.organisation, now), "path": plan.get_absolute_url(), "key": f"rencana:{run.pk}:gagal"}
    signals.announcement.send(None, organisation=plan.organisation, text=text, **said)


# SOPs with a `jadwal`


def follow_sops(now=None):
    """Let the plans of SOPs be those of the revisions in force: made, changed, ended. May run any number of times."""
    now = now or timezone.now()
    offered = Procedure.objects.filter(revision_in_force__isnull=False).select_related("organisation", "revision_in_force")
    offered = offered.defer("revision_in_force__content", "revision_in_force__source")
    wanted = {}
    for procedure in offered:
        schedule = procedure.revision_in_force.definition.procedure(procedure.code).schedule
        if schedule:
            wanted[procedure.pk] = (procedure, schedule)
    known = {plan.procedure_id: plan for plan in MaintenancePlan.objects.filter(from_sop=True)}
    for pk, (procedure, schedule) in wanted.items():
        _follow(known.get(pk), procedure, schedule, now)
    for pk, plan in known.items():
        if pk not in wanted and not plan.ended:
            MaintenancePlan.objects.filter(pk=plan.pk).update(ended=True)


def _follow(plan, procedure, schedule, now):
    every, unit = rhythm.PERIODS[schedule.every]
    at = dt.time.fromisoformat(schedule.at) if schedule.at else SOP_HOUR
    said = {"every": every, "unit": unit, "at": at, "role": schedule.for_role, "name": procedure.name[:150], "ended": False}
    if plan is not None and all(getattr(plan, name) == value for name, value in said.items()):
        return
    again = plan is None or plan.ended or (plan.every, plan.unit) != (every, unit)
    made = MaintenancePlan(organisation=procedure.organisation, procedure=procedure, starts_on=rhythm.ANCHOR, **said)
    if again:
        said["next_on"] = _next(made, now)
    MaintenancePlan.objects.update_or_create(
        procedure=procedure, from_sop=True, defaults=said,
        create_defaults=said | {"organisation": procedure.organisation, "starts_on": rhythm.ANCHOR},
    )  # fmt: skip


# By hand


def save(plan, *, actor):
    """Keep a new or edited plan. What is past is not made up for."""
    plan.next_on, new = _next(plan, timezone.now()), plan.pk is None
    plan.save()
    what = _("Rencana pemeliharaan dibuat: %s") if new else _("Rencana pemeliharaan diubah: %s")
    record(plan.organisation, actor, what % plan.name, plan=plan.pk)
    return plan


def _next(plan, now):
    """The first date to come that has no run yet. An office that never works: the first date."""
    try:
        day = rhythm.first_to_come(plan, calendar_for(plan.organisation), now)
    except CalendarError:
        day = rhythm.first_after(plan, office_day(plan.organisation, now))
    return rhythm.first_after(plan, day) if plan.pk and plan.runs.filter(due_on=day).exists() else day


def keep_answers(plan, answers, *, actor):
    """`answers`: {field code: plain value} of the first form, which every ticket of `plan` is filled in with."""
    plan.answers = answers
    plan.save(update_fields=["answers"])
    record(plan.organisation, actor, _("Isian rencana pemeliharaan diubah: %s") % plan.name, plan=plan.pk)


def pause(plan, *, actor, active):
    """Stop or take up again; dates that passed in between are not made up for."""
    plan.active = active
    if active:
        plan.next_on = _next(plan, timezone.now())
    plan.save(update_fields=["active", "next_on"])
    what = _("Rencana pemeliharaan dilanjutkan: %s") if active else _("Rencana pemeliharaan dihentikan sementara: %s")
    record(plan.organisation, actor, what % plan.name, plan=plan.pk)
