"""Layanan: the catalogue, the form that opens a ticket, and the konsep that is not sent yet."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import permissions, pickers, transitions
from ..models import Channel, Status, Ticket
from ..presenting.services import services, shelves
from ..presenting.turns import what_comes
from .action_forms import ActionCard, consequences, dress, keep_files, leads_to, opening_form, refused_form
from .common import get_ticket, office_page, posted_turn
from .requester_form import RequesterForm


@require_safe
@office_page
def catalogue(request):
    found = services(request.user)
    mine = [service for service in found if service.may_open]
    context = {"shelves": shelves(mine), "others": [service for service in found if not service.may_open]}
    return render(request, "tickets/services.html", context)


@office_page
def open_service(request, code):
    """The form of the first act of the procedure `code`."""
    service = next((s for s in services(request.user) if s.procedure.code == code), None)
    if service is None:
        raise Http404
    if not service.may_open:
        roles = _(" atau ").join(service.definition.role_label(role) for role in service.definition.opened_by)
        raise PermissionDenied(_("Layanan ini diajukan oleh %s. Hubungi pemegang peran itu bila Anda memerlukannya.") % roles)
    opening = Opening(request, service)
    return opening.post() if request.method == "POST" else opening.page()


@dataclass
class Opening:
    """One visit to the form that opens a ticket of `service`."""

    request: object
    service: object

    def __post_init__(self):
        self.user, self.definition = self.request.user, self.service.definition
        wanted = self.request.POST.get("_tindakan") or self.request.GET.get("tindakan")
        self.act = self.definition.first_act
        self.action = self.act.action(wanted) or self.act.actions[0]
        roles = permissions.opening_roles(self.user, self.service.procedure, self.definition)
        self.for_others = bool(self.definition.requester) and any(role != self.definition.requester for role in roles)
        self.for_self = not self.for_others or self.definition.requester in roles
        self.key = _key(self.request.POST.get("_kunci"))

    def requester_form(self, data=None):
        return RequesterForm(data, user=self.user, for_self=self.for_self) if self.for_others else None

    def form(self, *data, draft=False):
        return opening_form(self.user, self.definition, self.action, *data, draft=draft)

    def empty_form(self):
        """The form as it is first shown: with the assets that the address names, when somebody comes from the page of one."""
        named = pickers.named(self.action.fields, self.request.GET, self.user.organisation)
        return opening_form(self.user, self.definition, self.action, answers=named)

    def page(self, form=None, requester=None, status=200):
        card = _card(self.definition, self.act, self.action, form or self.empty_form(), {}, "")
        others = [action for action in self.act.actions if action.code != self.action.code]
        context = {
            "service": self.service,
            "card": card,
            "others": others,
            "requester_form": requester or self.requester_form(),
            "key": self.key,
            "ticket": None,
        }
        return render(self.request, "tickets/open.html", context, status=status)

    def post(self):
        data, files, draft = self.request.POST, self.request.FILES, "_konsep" in self.request.POST
        requester = self.requester_form(data)
        if requester is not None and not requester.is_valid():
            return self._refused(self._checked(draft), requester)
        there = Ticket.objects.filter(opened_by=self.user, opening_key=self.key).first()
        try:
            if there is not None:
                ticket = _continued(there, self.user, self.action, data, files, draft)
            else:
                asked_by = requester.said if requester is not None else {}
                ticket = transitions.open_ticket(
                    self.service.procedure,
                    actor=self.user,
                    action=self.action.code,
                    data=data,
                    files=files,
                    draft=draft,
                    key=self.key,
                    **asked_by,
                )
        except ValidationError as error:
            return self._refused(refused_form(error, lambda: self.form(data, files, draft=draft)), requester)
        except transitions.TurnPassed as passed:  # the other click of the two was faster
            return _opened(self.request, Ticket.objects.get(pk=passed.ticket.pk), there, draft)
        return _opened(self.request, ticket, there, draft)

    def _checked(self, draft):
        form = self.form(self.request.POST, self.request.FILES, draft=draft)
        form.is_valid()
        return form

    def _refused(self, form, requester):
        keep_files(self.request, form)
        return self.page(form, requester, status=422)


def _card(definition, act, action, form, answers, number):
    dress(form, answers, number)
    return ActionCard(action, form, consequences(action), leads_to(definition, act, action), opened=True)


def _key(text):
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return uuid.uuid4()


def _continued(ticket, user, action, data, files, draft):
    """The same form once more: of a konsep it is the next version; a ticket that was sent stays as it is."""
    if ticket.status != Status.DRAFT:
        return ticket
    if draft:
        transitions.save_draft(ticket.pk, ticket.turn, actor=user, data=data, files=files)
        return ticket
    return transitions.act(ticket.pk, ticket.turn, action.code, actor=user, data=data, files=files).ticket


def _opened(request, ticket, there, draft):
    number = {"number": ticket.number}
    if ticket.status == Status.DRAFT:
        messages.success(request, _("Konsep %(number)s disimpan. Belum ada yang diberi tahu sampai Anda mengajukannya.") % number)
        return redirect("tiket-konsep", ticket.number)
    if there is not None and there.status != Status.DRAFT:
        messages.info(request, _("Formulir ini sudah tercatat sebagai tiket %(number)s.") % number)
    else:
        _sent(request, ticket)
    return redirect(ticket)


def _sent(request, ticket):
    done = _("Permintaan sudah diajukan dengan nomor %(number)s.") % {"number": ticket.number}
    messages.success(request, f"{done} {what_comes(ticket, request.user, ticket.definition.first_act.code)}".strip())


@office_page
def draft(request, number):
    """A konsep: the same form, filled in so far, saved again or sent."""
    ticket = get_ticket(request.user, number)
    if ticket.status != Status.DRAFT:
        return redirect(ticket)
    if ticket.opened_by_id != request.user.pk:
        raise PermissionDenied(_("Konsep ini hanya dapat diubah oleh %s, yang menyimpannya.") % ticket.opened_by)
    if request.method != "POST":
        return _draft_page(request, ticket)
    return _save(request, ticket)


def _save(request, ticket):
    action = ticket.current_act.action(request.POST.get("_tindakan")) or ticket.current_act.actions[0]
    keeping = "_konsep" in request.POST
    try:
        if keeping:
            transitions.save_draft(ticket.pk, posted_turn(request), actor=request.user, data=request.POST, files=request.FILES)
        else:
            ticket = transitions.act(
                ticket.pk, posted_turn(request), action.code, actor=request.user, data=request.POST, files=request.FILES
            ).ticket
    except transitions.TurnPassed:
        return _saved_elsewhere(request, ticket, action, keeping)
    except ValidationError as error:
        form = refused_form(error, lambda: _form(ticket, action, request.user, request.POST, request.FILES, draft=keeping))
        keep_files(request, form)
        return _draft_page(request, ticket, form, status=422)
    if keeping:
        messages.success(request, _("Konsep disimpan."))
        return redirect("tiket-konsep", ticket.number)
    _sent(request, ticket)
    return redirect(ticket)


def _saved_elsewhere(request, ticket, action, keeping):
    """The konsep was saved or sent from another window: 409, with what was typed here still in the form."""
    fresh = get_ticket(request.user, ticket.number)
    if fresh.status != Status.DRAFT:
        messages.info(request, _("Permintaan ini sudah diajukan."))
        return redirect(fresh)
    form = _form(fresh, action, request.user, request.POST, request.FILES, draft=keeping)
    form.is_valid()
    keep_files(request, form)
    messages.warning(
        request, _("Konsep ini sudah disimpan dari jendela lain. Yang Anda ketik di sini masih ada; periksa lalu simpan atau ajukan lagi.")
    )
    return _draft_page(request, fresh, form, status=409)


def _form(ticket, action, user, *data, draft=False):
    return opening_form(user, ticket.definition, action, *data, answers=ticket.answers, draft=draft)


def _draft_page(request, ticket, form=None, status=200):
    act = ticket.current_act
    action = form.action if form is not None else act.action(request.GET.get("tindakan")) or act.actions[0]
    card = _card(ticket.definition, act, action, form or _form(ticket, action, request.user), ticket.answers, ticket.number)
    context = {
        "ticket": ticket,
        "card": card,
        "others": [other for other in act.actions if other.code != action.code],
        "channel": "" if ticket.channel == Channel.PORTAL else ticket.get_channel_display(),
        "requester_form": None,
        "service": None,
        "key": None,
    }
    return render(request, "tickets/open.html", context, status=status)
