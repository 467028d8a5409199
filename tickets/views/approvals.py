"""Persetujuan: what waits for my decision. Several at once are many single decisions."""

from dataclasses import dataclass, field, replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.sentences import one_stop

from .. import permissions, transitions
from ..models import Ticket
from ..presenting import queues
from ..presenting.answers import Shown, shown_answers
from ..presenting.rows import Row, rows
from .action_forms import letters_of, needs_input
from .common import office_page

PAGE = 12  # cards are long, and each asks for a decision
ASKED, LATEST = 3, 5  # answers on a card: what was asked for, and what the steps just before say, which is what is decided on
KEY_ROWS = 3  # of each table among the answers


@dataclass(frozen=True)
class Decision:
    """One button of a card: `direct` decides with one click, otherwise it opens the form."""

    code: str
    label: str
    direct: bool
    deviation: bool


@dataclass(frozen=True)
class Approval:
    """A ticket that waits for a decision. `main`: the Decision that a tick stands for, if it needs no input. `tables`: pairs of a Shown cut
    to KEY_ROWS and how many rows were left out. `letters`: pairs of a decision's label and the title of a letter it issues."""

    row: Row
    position: str
    answers: list[Shown] = field(default_factory=list)
    tables: list[tuple[Shown, int]] = field(default_factory=list)
    letters: list[tuple[str, str]] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    main: Decision | None = None


@office_page
def approvals(request):
    if request.method == "POST":
        return _decide(request)
    ids = list(queues.to_approve(request.user).order_by(*queues.BY_DUE).values_list("pk", flat=True)[: PAGE + 1])
    by_id = _by_id(ids[:PAGE])
    found = [_approval(request.user, row, by_id[row.pk]) for row in rows(ids[:PAGE], request.user.organisation) if row.pk in by_id]
    context = {
        "approvals": found,
        "bulk": sum(1 for approval in found if approval.main) > 1,
        "more": len(ids) > PAGE,
        "waiting": queues.waiting(request.user),
    }
    return render(request, "tickets/approvals.html", context)


def _by_id(ids):
    """{id: Ticket} with what a decision is made on."""
    tickets = Ticket.objects.select_related("procedure", "revision").defer("words", "revision__content", "revision__source")
    return tickets.prefetch_related("turns", "spokespeople").in_bulk(ids)


def _approval(user, row, ticket):
    choices = permissions.actions(user, ticket)
    act = ticket.current_act
    decisions = [
        Decision(
            c.action.code, c.action.label, not needs_input(act, c.action, ticket.definition) and not c.action.fields, c.action.deviation
        )
        for c in choices
    ]
    main = next((d for d in decisions if not d.deviation), None)
    return Approval(
        row,
        ticket.position,
        answers=_key_answers(ticket),
        tables=[_cut(table) for table in _answers(ticket, lambda kind: kind == "tabel")],
        letters=[(c.action.label, title) for c in choices for title in letters_of(c.action)],
        decisions=decisions,
        main=main if main is not None and main.direct else None,
    )


def _key_answers(ticket):
    """[Shown] of the first answers and the latest, in the order of the SOP."""
    found = _answers(ticket, lambda kind: kind not in ("berkas", "tabel", "prioritas"))
    return found[:ASKED] + found[ASKED:][-LATEST:]


def _answers(ticket, wanted):
    """[Shown] of the ticket's answers to fields of a `wanted` kind."""
    fields = [f for f in ticket.definition.fields.values() if wanted(f.kind)]
    return shown_answers(fields, ticket.answers, ticket.number)


def _cut(table):
    """(`table` with its first rows and without its empty columns, number of rows left out)."""
    used = [at for at in range(len(table.columns)) if any(row[at] for row in table.rows)]
    rows = tuple(tuple(row[at] for at in used) for row in table.rows[:KEY_ROWS])
    return replace(table, columns=tuple(table.columns[at] for at in used), rows=rows), len(table.rows) - len(rows)


def _decide(request):
    """Take each ticked decision by itself and say how each went."""
    done, refused = 0, []
    for number, turn, action in _ticked(request):
        ticket = Ticket.objects.visible_to(request.user).filter(number=number).first()
        if ticket is None:
            continue
        try:
            transitions.act(ticket.pk, turn, action, actor=request.user)
            done += 1
        except transitions.TurnPassed as passed:
            refused.append((number, _("sudah ditindaklanjuti oleh %s") % (passed.by or _("Sistem"))))
        except PermissionDenied:
            refused.append((number, _("bukan giliran Anda")))
        except ValidationError:
            refused.append((number, _("perlu diisi lebih dahulu; buka tiketnya")))
    if done:
        messages.success(request, ngettext("%d keputusan tercatat.", "%d keputusan tercatat.", done) % done)
    for number, why in refused:
        messages.warning(request, one_stop(_("Tiket %(number)s: %(why)s.") % {"number": number, "why": why}))
    if not done and not refused:
        messages.info(request, _("Pilih paling sedikit satu permintaan."))
    return redirect("persetujuan")


def _ticked(request):
    """(number, turn, action) of each tick; malformed ones are left out."""
    for text in request.POST.getlist("pilih")[:PAGE]:
        parts = text.split("|")
        if len(parts) == 3 and parts[1].isdecimal() and len(parts[1]) < 10:
            yield parts[0], int(parts[1]), parts[2]
