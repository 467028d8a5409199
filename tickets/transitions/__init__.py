"""The one door: the only functions that change a ticket.

Each is one transaction: lock the ticket, is it still the turn this form was made for, may this person, validate, move, close and open the
step run, effects, append the event. Lock order everywhere: ticket, then assets by id, then counters.
"""

from .acting import act
from .base import TurnPassed
from .clock import lapse, recalculate, record_rung
from .lifecycle import cancel, hold, reassign, reopen, resume
from .opening import open_ticket, save_draft
from .talk import attach, comment, watch

__all__ = [
    "TurnPassed",
    "act",
    "attach",
    "cancel",
    "comment",
    "hold",
    "lapse",
    "open_ticket",
    "reassign",
    "recalculate",
    "record_rung",
    "reopen",
    "resume",
    "save_draft",
    "watch",
]
