"""Pengaturan › Nomor surat."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Organisation
from accounts.permissions import administrator_required
from sop.registry import LETTER_KINDS

from .. import numbering
from . import rules


@require_safe
@administrator_required
def listing(request):
    return render(request, "documents/book/rules.html", {"lines": rules.lines(request.user.organisation)})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def edit(request, kind):
    form = rules.RuleForm(request.POST or None, instance=_rule(request, kind))
    if request.method == "POST" and form.is_valid():
        rules.save(form, actor=request.user)
        messages.success(request, _("Aturan nomor %(kind)s sudah disimpan.") % {"kind": form.instance})
        return redirect("pengaturan-nomor")
    context = {"form": form, "kind": kind, "rule": form.instance, "example": rules.example(_rule(request, kind))}
    return render(request, "documents/book/rule.html", context, status=422 if form.errors else 200)


@require_safe
@administrator_required
def example(request, kind):
    """The next number by what is typed in the form so far (GET), or what is wrong with it."""
    form = rules.RuleForm(request.GET, instance=_rule(request, kind))
    found = rules.example(form.instance, form.cleaned_data["next"]) if form.is_valid() else ""
    wrong = "" if found else next(iter(form.errors.values()))[0]
    return render(request, "documents/book/_example.html", {"example": found, "wrong": wrong, "by_hand": form.instance.by_hand})


def _rule(request, kind):
    if kind not in LETTER_KINDS:
        raise Http404
    # A copy of its own: a refused form must not change the office shown in the frame.
    return numbering.rule_of(Organisation.objects.get(pk=request.user.organisation_id), kind)
