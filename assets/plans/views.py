"""Rencana pemeliharaan: the list, one plan with its next dates and its tickets, and what its tickets are filled in with."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tickets.views.action_forms import ActionCard, dress, opening_form

from ..permissions import manager_required, may_manage, viewer_required
from . import opening, presenting, services
from .forms import PlanForm
from .models import MaintenancePlan, PlanRun


def _plans(request):
    found = MaintenancePlan.objects.filter(organisation=request.user.organisation_id)
    return found.select_related("procedure__organisation", "procedure__revision_in_force", "asset", "category", "opener__organisation")


def _get(request, pk):
    plan = get_object_or_404(_plans(request), pk=pk)
    plan.organisation = request.user.organisation
    return plan


@require_safe
@viewer_required
def listing(request):
    rows = []
    for plan in _plans(request):
        plan.organisation = request.user.organisation
        rows.append((plan, next(iter(presenting.coming(plan, 1)), None)))
    return render(request, "assets/plans/list.html", {"rows": rows, "may_manage": may_manage(request.user)})


@require_safe
@viewer_required
def detail(request, pk):
    plan = _get(request, pk)
    state, sentence = presenting.how_it_opens(plan)
    context = {
        "plan": plan,
        "state": state,
        "sentence": sentence,
        "answers": presenting.first_answers(plan) if plan.procedure.revision_in_force_id else [],
        "coming": presenting.coming(plan),
        "past": presenting.past(plan, request.user),
        "may_manage": may_manage(request.user),
    }
    return render(request, "assets/plans/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def add(request):
    return _edit(request, MaintenancePlan(organisation=request.user.organisation, created_by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def edit(request, pk):
    return _edit(request, _get(request, pk))


def _edit(request, plan):
    new = plan.pk is None
    form = PlanForm(request.POST or None, instance=plan)
    if request.method == "POST" and form.is_valid():
        services.save(form.save(commit=False), actor=request.user)
        messages.success(request, _("%(name)s sudah disimpan.") % {"name": plan.name})
        return redirect("aset-rencana-isian" if new else "aset-rencana", plan.pk)
    context = {"form": form, "plan": None if new else plan}
    return render(request, "assets/plans/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def answers(request, pk):
    """What the first form of each ticket is filled in with. Files and what the plan itself names are not asked for."""
    plan = _get(request, pk)
    try:
        definition = opening.definition_of(plan.procedure)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(plan)
    action = definition.first_act.actions[0]
    form = opening_form(request.user, definition, action, request.POST or None, answers=plan.answers, draft=True)
    named = plan.asset_id or plan.category_id
    for field in action.fields:
        if field.kind == "berkas" or (field.kind == "aset" and named):
            form.fields.pop(field.code, None)
    if request.method == "POST" and form.is_valid():
        services.keep_answers(plan, form.answers, actor=request.user)
        messages.success(request, _("Isian tiket disimpan."))
        return redirect(plan)
    card = ActionCard(action, dress(form, {}, ""), [], "", opened=True)
    return render(request, "assets/plans/answers.html", {"plan": plan, "card": card}, status=422 if form.errors else 200)


@require_POST
@manager_required
def pause(request, pk):
    plan = _get(request, pk)
    services.pause(plan, actor=request.user, active=request.POST.get("aktif") == "ya")
    messages.success(request, _("Rencana dilanjutkan.") if plan.active else _("Rencana dihentikan sementara."))
    return redirect(plan)


@require_POST
@manager_required
def retry(request, pk):
    """Open the ticket of a date that could not be opened."""
    run = get_object_or_404(PlanRun, pk=pk, plan__organisation=request.user.organisation_id)
    run = services.try_again(run.pk)
    if run.ticket_id:
        messages.success(request, _("Tiket %(number)s dibuka.") % {"number": run.ticket.number})
    else:
        messages.error(request, run.problem)
    return redirect("aset-rencana", run.plan_id)
