"""What the upper floors add to tickets, registered in their AppConfig.ready().

Effects: `fill(ticket, answers)` returns answers the effect gives itself; `check(ticket, answers)` {field code: message} (empty: fine; None:
the form as a whole) before the move; `apply(ticket, answers, event)` runs in its transaction. Event callbacks run in the same transaction
too, so that a letter or a notice is a row if and only if the event is.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Effect:
    check: Callable
    apply: Callable
    fill: Callable


@dataclass(frozen=True)
class Panel:
    """A piece of the ticket page: `context(user, ticket) -> dict` or None when there is nothing to show. `column`: "main" or "side"."""

    template: str
    context: Callable
    column: str = "side"


@dataclass(frozen=True)
class Source:
    queryset: Callable
    search: Callable
    url_name: str
    row: Callable

    def __call__(self, organisation):
        return self.queryset(organisation)


_effects: dict[str, Effect] = {}
_panels: list[Panel] = []
_callbacks: list[Callable] = []
_letter_callbacks: list[Callable] = []
_letter_kinds: set[str] = set()
_audits: list[Callable] = []
_field_sources: dict[str, Source] = {}
_health: list[Callable] = []


def register_effect(name, *, check, apply, fill=lambda ticket, answers: {}):
    _effects[name] = Effect(check, apply, fill)


def effect(name):
    """The Effect of that name, or None while no floor has built it yet."""
    return _effects.get(name)


def register_panel(template, context, column="side"):
    _panels.append(Panel(template, context, column))


def panels(column):
    return [panel for panel in _panels if panel.column == column]


def on_event(callback):
    """`callback(ticket, event)` inside the transaction of every event. Whatever leaves the database it queues on commit itself."""
    _callbacks.append(callback)


def event_callbacks():
    return tuple(_callbacks)


def on_letter_ready(callback):
    """`callback(ticket, letter)` when the file of a letter is there; `letter` has pk and title. Inside the transaction that says so."""
    _letter_callbacks.append(callback)


def announce_letter(ticket, letter):
    """Called by whoever makes letters, in the transaction that marks `letter` issued. May be called again for the same letter."""
    for callback in _letter_callbacks:
        callback(ticket, letter)


def register_letter_kind(kind):
    """Say that letters of this kind are really made; the others are named on the page as not there yet."""
    _letter_kinds.add(kind)


def makes_letter(kind):
    return kind in _letter_kinds


def register_audit(check):
    """`check(ticket, history, *, files) -> [Indonesian sentences]`: what of an upper floor does not fit the events of `ticket`."""
    _audits.append(check)


def audits():
    return tuple(_audits)


def register_field_source(kind, queryset, *, search, url_name, row):
    """What a field of this kind (such as aset) chooses from. `queryset(organisation)`: all of it; str(object) is its label.

    `search(rows, text, organisation)` narrows such a queryset; `url_name` answers with the options found (tickets.pickers).
    `row(object)`: {column code: text}, how a row of a table would tell of it.
    """
    _field_sources[kind] = Source(queryset, search, url_name, row)


def field_source(kind):
    return _field_sources.get(kind)


def register_health(callback):
    """`callback(organisation) -> (name, state, text, advice)`: one more part of the health page; `state` as in notifications.health."""
    _health.append(callback)


def health(organisation):
    return [callback(organisation) for callback in _health]
