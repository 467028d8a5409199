"""A SOP document as immutable values: what the loader makes of a YAML file and the engine, the sheet and the letters read.

Pure; no Django, no database. Texts are the document's own, in Indonesian.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from worktime.limits import Limit

DONE = "selesai"
REJECTED = "ditolak"
ENDS = (DONE, REJECTED)


@dataclass(frozen=True)
class Duration:
    """A `waktu` cell: `text` as printed; `least`..`most` in `unit`. All None but text: no limit ("-").

    "10 menit": least = most = 10. "10-60 menit": least is the target, most the limit. "minimal 1 hari": least 1, most None.
    `calendar`: clock time ("2x24 jam"). `by_answer`: the field code whose answer picks one of `options`.
    """

    text: str
    least: int | None = None
    most: int | None = None
    unit: str | None = None
    calendar: bool = False
    by_answer: str | None = None
    options: tuple[tuple[str, "Duration"], ...] = ()

    def resolve(self, answers) -> "Duration":
        """The Duration that applies, given the ticket's answers so far ({field code: value})."""
        if self.by_answer is None:
            return self
        return dict(self.options).get(answers.get(self.by_answer), Duration(self.text[:60]))

    @property
    def limit(self) -> Limit | None:
        return Limit(self.most, self.unit, self.calendar) if self.most is not None else None

    @property
    def target(self) -> Limit | None:
        return Limit(self.least, self.unit, self.calendar) if self.least is not None else None


@dataclass(frozen=True)
class Field:
    """One question of a form (isian). `kind`: a name of sop.registry.FIELD_KINDS. `columns`: Fields of a `tabel`."""

    code: str
    label: str
    kind: str
    required: bool = False
    help: str = ""
    choices: tuple[str, ...] = ()
    role: str | None = None
    columns: tuple["Field", ...] = ()
    many: bool = False


@dataclass(frozen=True)
class Letter:
    """A letter an action issues: `kind` of sop.registry.LETTER_KINDS, `title` as printed ("" = the kind's own)."""

    kind: str
    title: str = ""


@dataclass(frozen=True)
class Action:
    """A choice at an act. `target`: an act code such as "2a", or DONE / REJECTED; always resolved by the loader.

    `note`: "wajib", "boleh" or "tidak". `condition`: (step no, action code), offered only if that was chosen there last.
    """

    code: str
    label: str
    target: str
    fields: tuple[Field, ...] = ()
    note: str = "boleh"
    deviation: bool = False
    letters: tuple[Letter, ...] = ()
    effects: tuple[str, ...] = ()
    condition: tuple[str, str] | None = None


@dataclass(frozen=True)
class Act:
    """One symbol in a row: `code` "1a"; `step` the row's no; `roles` any of whom may act; `shape` mulai, proses, keputusan or selesai."""

    code: str
    step: str
    roles: tuple[str, ...]
    shape: str
    actions: tuple[Action, ...]
    approval: bool = False
    signature: str | None = None
    checklist: tuple[str, ...] = ()

    def action(self, code) -> Action | None:
        return next((a for a in self.actions if a.code == code), None)


@dataclass(frozen=True)
class Rung:
    """One rung of an escalation ladder: at `percent` of the working time, tell `to` (role codes or "pemegang")."""

    percent: int
    to: tuple[str, ...]


@dataclass(frozen=True)
class Lapse:
    """`after` the step was entered, the ticket moves to `target` (act code or end) by itself."""

    after: Limit
    target: str


@dataclass(frozen=True)
class Step:
    """One numbered row. `duration` None: the cell is empty. `original`: {cell: the scan's own words where they were mended}."""

    no: str
    activity: str
    acts: tuple[Act, ...]
    requirements: tuple[str, ...] = ()
    duration: Duration | None = None
    output: tuple[str, ...] = ()
    remark: str = ""
    planned: bool = False
    lapse: Lapse | None = None
    escalation: tuple[Rung, ...] = ()
    original: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Performer:
    """A column (pelaksana). `external`: outside the office, whose acts the role `recorded_by` records."""

    code: str
    label: str
    external: bool = False
    recorded_by: str | None = None


@dataclass(frozen=True)
class Schedule:
    """Opens a ticket by itself: `every` (a name of schema.PERIODS), `at` "07:30" or "", `for_role` whose holders get it."""

    every: str
    at: str = ""
    for_role: str = ""


@dataclass(frozen=True)
class Procedure:
    """One SOP table."""

    code: str
    name: str
    performers: tuple[Performer, ...]
    steps: tuple[Step, ...]
    requester: str | None = None
    opened_by: tuple[str, ...] = ()
    service_hours: str = "kantor"
    reopen_at: str = ""  # act code
    escalation: tuple[Rung, ...] = ()
    schedule: Schedule | None = None
    confidential: bool = False
    assumptions: tuple[str, ...] = ()

    @cached_property
    def _acts(self) -> dict[str, Act]:
        return {act.code: act for step in self.steps for act in step.acts}

    @cached_property
    def _steps(self) -> dict[str, Step]:
        return {step.no: step for step in self.steps}

    @property
    def acts(self) -> Iterator[Act]:
        return iter(self._acts.values())

    @property
    def first_act(self) -> Act:
        return self.steps[0].acts[0]

    def act(self, code) -> Act:
        """The act `code` ("1a"); KeyError if there is none."""
        return self._acts[code]

    def step(self, no) -> Step:
        return self._steps[no]

    def step_of(self, act_code) -> Step:
        return self._steps[self._acts[act_code].step]

    def performer(self, code) -> Performer:
        return next(p for p in self.performers if p.code == code)

    def acting_role(self, code) -> str:
        """The office role that performs `code`: itself, or who records for it when it is external."""
        performer = self.performer(code)
        return performer.recorded_by if performer.external else code

    def role_label(self, code) -> str:
        return next((p.label for p in self.performers if p.code == code), code)

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every field of every form by code, the first definition of each (a code used again is the same datum)."""
        found: dict[str, Field] = {}
        for act in self.acts:
            for action in act.actions:
                for f in action.fields:
                    found.setdefault(f.code, f)
        return found


@dataclass(frozen=True)
class Approval:
    """`disahkan`: who signed the SOP, as printed."""

    position: str = ""
    name: str = ""
    rank: str = ""
    nip: str = ""
    place: str = ""


@dataclass(frozen=True)
class Column:
    """One column of the printed table: `kind` no, kegiatan, pelaksana, kelengkapan, waktu, output or keterangan; `title` as printed."""

    kind: str
    title: str


@dataclass(frozen=True)
class Sop:
    """One SOP document. Dates are ISO texts "2025-06-02" or ""."""

    name: str
    organisation: str
    procedures: tuple[Procedure, ...]
    number: str = ""
    unit: str = ""
    created_on: str = ""
    revised_on: str = ""
    effective_on: str = ""
    approval: Approval = field(default_factory=Approval)
    legal_basis: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    warning: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    electronically_signed: bool = False
    original: tuple[tuple[str, str], ...] = ()

    def procedure(self, code) -> Procedure:
        return next(p for p in self.procedures if p.code == code)
