"""The rows of the SOP as a short list: which are passed, by whom and when, where the ticket is now, what comes."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from worktime import words

PASSED, CURRENT, AHEAD = "lewat", "kini", "nanti"


@dataclass(frozen=True)
class StepLine:
    """`state`: PASSED, CURRENT or AHEAD. `by`, `when`: who left the row last, and when in few words. `missed`: its limit was overrun at
    least once."""

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
    current = ticket.current_step.no if ticket.current_step else None
    return [_line(ticket, step, visits.get(step.no, []), step.no == current) for step in ticket.definition.steps]


def _line(ticket, step, runs, is_current):
    left = [run for run in runs if run.left_at]
    last = left[-1] if left else None
    state = CURRENT if is_current else PASSED if left else AHEAD
    return StepLine(
        no=step.no,
        activity=step.activity,
        roles=roles_of(ticket.definition, step),
        limit=step.duration.text if step.duration else "",
        state=state,
        by=(last.left_by.name if last.left_by else _("Sistem")) if last and not is_current else "",
        when=words.short_moment(timezone.localtime(last.left_at)) if last and not is_current else "",
        visits=len(runs),
        missed=any(run.missed_at for run in runs),
    )


def roles_of(definition, step):
    """ "Pegawai, Admin/PJK TIP": everybody who acts in the row, once each."""
    return ", ".join(dict.fromkeys(definition.role_label(role) for act in step.acts for role in act.roles))
