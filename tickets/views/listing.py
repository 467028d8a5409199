"""Tiket: lists with tabs, filters and search. Every parameter is of an allow-list; nothing from the address reaches the ORM as a name."""

import re

from django import forms
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ..models import OPEN, Priority, Status, Ticket, Turn
from ..presenting import queues
from ..presenting.rows import rows
from ..querysets import view_of
from .common import office_page

PAGE = 25
COUNTED_TO = 250  # ten pages; more is not worth counting each time
LAST_PAGE = 400  # deeper than that, somebody needs a filter, not a page
TABS = [
    ("giliran", gettext_lazy("Giliran saya")),
    ("permintaan", gettext_lazy("Permintaan saya")),
    ("semua", gettext_lazy("Semua")),
    ("dipantau", gettext_lazy("Dipantau")),
]
ORDERS = {"terbaru": queues.NEWEST, "tenggat": queues.BY_DUE, "prioritas": queues.BY_PRIORITY}
OPEN_CHOICE = ("terbuka", gettext_lazy("Belum selesai"))
NUMBER = re.compile(r"([A-Z][A-Z0-9]{1,11})-(\d{4})-(\d{1,9})")


class ListForm(forms.Form):
    """What a list may be asked for. Without anything: all that the person may see, the newest first."""

    tab = forms.ChoiceField(choices=TABS, required=False, widget=forms.HiddenInput)
    q = forms.CharField(required=False, max_length=200, label=gettext_lazy("Nomor atau kata"))
    status = forms.ChoiceField(
        choices=[("", gettext_lazy("Semua status")), OPEN_CHOICE, *Status.choices], required=False, label=gettext_lazy("Status")
    )
    prosedur = forms.ChoiceField(required=False, label=gettext_lazy("Layanan"))
    prioritas = forms.ChoiceField(
        choices=[("", gettext_lazy("Semua prioritas")), *Priority.choices], required=False, label=gettext_lazy("Prioritas")
    )
    peran = forms.ChoiceField(required=False, label=gettext_lazy("Giliran"))
    lewat = forms.BooleanField(required=False, label=gettext_lazy("Lewat batas waktu"))
    urut = forms.ChoiceField(
        choices=[
            ("", gettext_lazy("Urutan biasa")),
            ("tenggat", gettext_lazy("Tenggat terdekat")),
            ("prioritas", gettext_lazy("Prioritas tertinggi")),
            ("terbaru", gettext_lazy("Terbaru")),
        ],
        required=False,
        label=gettext_lazy("Urutkan"),
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=LAST_PAGE, widget=forms.HiddenInput)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        view = view_of(user)
        self.fields["prosedur"].choices = [("", _("Semua layanan")), *((p.code, p.name) for p in view.office_procedures)]
        self.fields["peran"].choices = [("", _("Giliran siapa saja")), *((role.code, role.name) for role in view.office_roles)]

    def clean(self):
        said = super().clean()
        said["tab"] = said.get("tab") or "semua"
        if said.get("urut") in ("tenggat", "prioritas") and not said.get("status"):
            said["status"] = OPEN_CHOICE[0]  # what has ended has neither
        return said

    @property
    def filtered(self):
        """Whether one of the folded filters is set."""
        return any(self.cleaned_data.get(name) for name in ("status", "prosedur", "prioritas", "peran", "lewat", "urut"))

    @property
    def narrows(self):
        """Whether anything but the tab narrows the list: an empty result then means something else."""
        return self.filtered or bool(self.cleaned_data.get("q"))


@require_safe
@office_page
def listing(request):
    form = ListForm({name: value[:2000] for name, value in request.GET.items()}, user=request.user)
    if set(request.GET) - set(form.fields) or not form.is_valid():
        return HttpResponseBadRequest(render_to_string("tickets/bad_list.html", {}, request))
    said = form.cleaned_data
    hit = _exact(request.user, said["q"])
    if hit is not None:
        return redirect(hit)
    page = _page(request.user, found(request.user, said), said["page"] or 1)
    context = {"form": form, "said": said, "page": page, "tabs": _tabs(request.user, said["tab"])}
    partial = request.htmx and request.htmx.target == "daftar"
    return render(request, "tickets/_list.html" if partial else "tickets/list.html", context)


def found(user, said, now=None):
    """The tickets that the cleaned ListForm `said` asks for, in its order."""
    now = now or timezone.now()
    tickets = _of_tab(user, said["tab"])
    if said["status"] == OPEN_CHOICE[0]:
        tickets = tickets.filter(status__in=OPEN)
    elif said["status"]:
        tickets = tickets.filter(status=said["status"])
    if said["prosedur"]:
        tickets = tickets.filter(procedure__code=said["prosedur"])
    if said["prioritas"]:
        tickets = tickets.filter(priority=said["prioritas"])
    if said["peran"]:
        turns = Turn.objects.filter(organisation=user.organisation_id, role=said["peran"])
        tickets = tickets.filter(status__in=OPEN, pk__in=turns.values("ticket"))
    if said["lewat"]:
        tickets = tickets.filter(queues.overdue(now))
    if said["q"]:
        tickets = tickets.search(said["q"])
    usual = "tenggat" if said["tab"] == "giliran" else "terbaru"
    return tickets.order_by(*ORDERS[said["urut"] or usual])


def _of_tab(user, tab):
    if tab == "giliran":
        return queues.my_queue(user)
    if tab == "permintaan":
        return queues.asked_by(user)
    if tab == "dipantau":
        return Ticket.objects.visible_to(user).filter(watches__person=user)
    return Ticket.objects.visible_to(user)


def _exact(user, text):
    """The ticket whose number somebody typed, zeros left out or not, if they may see it."""
    typed = NUMBER.fullmatch(text.strip().upper())
    if not typed:
        return None
    number = f"{typed[1]}-{typed[2]}-{int(typed[3]):06d}"
    return Ticket.objects.visible_to(user).filter(number=number).only("pk", "number", "status", "position").first()


class Page:
    """One page of a list that is not counted through: `total` is a text ("lebih dari 250") or a number."""

    def __init__(self, rows, number, has_next, total):
        self.rows, self.number, self.has_next, self.total = rows, number, has_next, total
        self.has_previous = number > 1


def _page(user, tickets, number):
    """One query finds the page and counts: a search that needs the whole index would otherwise do its work twice."""
    start, stop = (number - 1) * PAGE, number * PAGE
    ids = list(tickets.values_list("pk", flat=True)[: max(COUNTED_TO, stop) + 1])
    total = len(ids) if len(ids) <= COUNTED_TO else _("lebih dari %d") % COUNTED_TO
    return Page(rows(ids[start:stop], user.organisation), number, len(ids) > stop and number < LAST_PAGE, total)


def _tabs(user, current):
    counts = {"giliran": queues.waiting(user).turns}
    return [{"code": code, "label": label, "current": code == current, "count": counts.get(code)} for code, label in TABS]
