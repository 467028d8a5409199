"""The rows of the SOP as a short list: which are passed, by whom and when, where the ticket is now, what comes."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from worktime import words

PASSED, CURRENT, AHEAD, AGAIN = "lewat", "kini", "nanti", "ulang"
DASHES = "-–—"  # how the forms print "no time set"


@dataclass(frozen=True)
class StepLine:
    """`state`: PASSED, CURRENT, AHEAD, or AGAIN of a row that was passed and comes once more. `by`, `when`: who left the row last, and when
    in few words. `missed`: its limit was overrun at least once."""

    no: str
    activity: str
    roles: str
    limit: str
    state: str
    by: str = ""
    when: str = ""
    visits: int = 0
    missed: bool = False


def step_lines(ticket, runs):
    """[StepLine] of all rows, from the ticket's StepRuns (with `left_by`), oldest first."""
    visits = {}
    for run in runs:
        visits.setdefault(run.step, []).append(run)
    current, again = ticket.current_step, to_repeat(ticket)
    return [_line(ticket, step, visits.get(step.no, []), step == current, again) for step in ticket.definition.steps]


def to_repeat(ticket):
    """Codes of the acts after the one whose turn it is that the SOP's printed ways still lead to. Where the ticket has been there before, it
    went back, and they are to be passed again; of branches side by side that follow one another, those done before stay done."""
    acts = {act.code: act for act in ticket.definition.acts}
    if ticket.position not in acts:
        return set()
    reached, ahead = set(), [ticket.position]
    while ahead:
        targets = {action.target for action in acts[ahead.pop()].actions if not action.deviation} & acts.keys()
        ahead += targets - reached
        reached |= targets
    order = list(acts)
    return {code for code in reached if order.index(code) > order.index(ticket.position)}


def _line(ticket, step, runs, is_current, again):
    left = [run for run in runs if run.left_at]
    last = left[-1] if left else None
    comes_again = any(act.code in again for act in step.acts)
    state = CURRENT if is_current else AHEAD if not left else AGAIN if comes_again else PASSED
    return StepLine(
        no=step.no,
        activity=step.activity,
        roles=roles_of(ticket.definition, step),
        limit=limit_words(step),
        state=state,
        by=(last.left_by.name if last.left_by else _("Sistem")) if state == PASSED else "",
        when=words.short_moment(timezone.localtime(last.left_at)) if state == PASSED else "",
        visits=len(runs),
        missed=any(run.missed_at for run in runs),
    )


def limit_words(step):
    """The printed time of a row; "tanpa batas waktu" where the form prints a dash, which alone says nothing to who does not know the form."""
    printed = step.duration.text if step.duration else ""
    return _("tanpa batas waktu") if printed and not printed.strip(DASHES) else printed


def roles_of(definition, step):
    """ "Pegawai, Admin/PJK TIP": everybody who acts in the row, once each."""
    return ", ".join(dict.fromkeys(definition.role_label(role) for act in step.acts for role in act.roles))
