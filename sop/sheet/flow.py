"""What a procedure says, as the sheet draws and lists it: exits, sentences for those who cannot see it, notes. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop.definition import DONE, REJECTED, Procedure

START, PROCESS, DECISION, END = "mulai", "proses", "keputusan", "selesai"


@dataclass(frozen=True)
class Exit:
    """One arrow. `target`: an act code, DONE or REJECTED. `label`: "" where the official form prints none."""

    source: str
    target: str
    label: str
    actions: tuple[str, ...]


def printed(act):
    """The actions that the sheet draws, or would draw if they did not end at a terminator."""
    return tuple(action for action in act.actions if not action.deviation)


def exits(act) -> tuple[Exit, ...]:
    """The arrows that leave `act`, one for each target. Two choices that lead to the same place share an arrow and its label."""
    by_target: dict[str, list] = {}
    for action in printed(act):
        if not (action.target == DONE and act.shape == END):
            by_target.setdefault(action.target, []).append(action)
    labelled = act.shape == DECISION or len(by_target) > 1
    return tuple(
        Exit(act.code, target, " / ".join(action.label for action in actions) if labelled else "", tuple(action.code for action in actions))
        for target, actions in by_target.items()
    )


def step_name(procedure: Procedure, code):
    """How people call an act: "2" where row 2 has one act, "1b" where row 1 has several."""
    step = procedure.step_of(code)
    return step.no if len(step.acts) == 1 else code


def role_names(procedure, act):
    return " / ".join(procedure.role_label(role) for role in act.roles)


def destination(procedure, source, target):
    """Where an action leads, in words, seen from the act `source`."""
    if target == DONE:
        return _("selesai")
    if target == REJECTED:
        return _("ditolak")
    order = [act.code for act in procedure.acts]
    words = {"step": step_name(procedure, target), "role": role_names(procedure, procedure.act(target))}
    if order.index(target) <= order.index(source):
        return _("kembali ke langkah %(step)s (%(role)s)") % words
    return _("ke langkah %(step)s (%(role)s)") % words


def end_word(end):
    """What stands in a terminator that is not an act."""
    return _("Ditolak") if end == REJECTED else _("Selesai")


def shape_word(act):
    return {START: _("Mulai"), PROCESS: _("Proses"), DECISION: _("Keputusan"), END: _("Selesai")}.get(act.shape, _("Proses"))


def sentence(procedure, act):
    """One act for a screen reader: "Keputusan. Berhasil: ke langkah 6 (Teknisi). Tidak berhasil: kembali ke langkah 4 (Teknisi)."."""
    parts = [shape_word(act)]
    parts += [f"{action.label}: {destination(procedure, act.code, action.target)}" for action in printed(act)]
    return ". ".join(parts) + "."


@dataclass(frozen=True)
class Notes:
    """What stands under the sheet. Each a tuple of sentences."""

    deviations: tuple[str, ...]
    assumptions: tuple[str, ...]
    mended: tuple[str, ...]
    lapses: tuple[str, ...]

    def __bool__(self):
        return bool(self.deviations or self.assumptions or self.mended or self.lapses)


CELLS = {
    "no": gettext_lazy("No"),
    "kegiatan": gettext_lazy("Kegiatan"),
    "kelengkapan": gettext_lazy("Kelengkapan"),
    "waktu": gettext_lazy("Waktu"),
    "output": gettext_lazy("Output"),
    "keterangan": gettext_lazy("Keterangan"),
    "pelaksana": gettext_lazy("Pelaksana"),
}


def notes(procedure) -> Notes:
    """Moves outside the SOP, assumptions, mended words and moves that happen by themselves, of one procedure."""
    return Notes(
        tuple(_deviations(procedure)),
        procedure.assumptions,
        tuple(_mended(procedure)),
        tuple(_lapse(procedure, step) for step in procedure.steps if step.lapse),
    )


def _deviations(procedure):
    """ "Langkah 2b (Kepala Bidang), 3b (Kepala Dinas): Kembalikan → kembali ke langkah 1 (Kepala Seksi)": the same move once."""
    found: dict[tuple[str, str], list[str]] = {}
    for act in procedure.acts:
        for action in act.actions:
            if action.deviation:
                place = f"{step_name(procedure, act.code)} ({role_names(procedure, act)})"
                found.setdefault((action.label, destination(procedure, act.code, action.target)), []).append(place)
    for (label, target), places in found.items():
        yield _("Langkah %(places)s: %(label)s → %(target)s") % {"places": ", ".join(places), "label": label, "target": target}


def _mended(procedure):
    """ "“asset” (langkah 2: kegiatan; 3: kegiatan, output)": the scan's own words, each once."""
    found: dict[str, dict[str, list[str]]] = {}
    for step in procedure.steps:
        for cell, words in step.original:
            found.setdefault(words, {}).setdefault(step.no, []).append(str(CELLS.get(cell, cell)).lower())
    for words, places in found.items():
        where = "; ".join(f"{no}: {', '.join(cells)}" for no, cells in places.items())
        yield _("“%(words)s” (langkah %(where)s)") % {"words": words, "where": where}


HEADER = {
    "nomor": gettext_lazy("nomor"),
    "nama": gettext_lazy("nama"),
    "unit": gettext_lazy("unit"),
    "disahkan": gettext_lazy("disahkan oleh"),
    "dasar_hukum": gettext_lazy("dasar hukum"),
    "kualifikasi_pelaksana": gettext_lazy("kualifikasi pelaksana"),
    "keterkaitan": gettext_lazy("keterkaitan"),
    "peralatan": gettext_lazy("peralatan/perlengkapan"),
    "peringatan": gettext_lazy("peringatan"),
    "pencatatan": gettext_lazy("pencatatan dan pendataan"),
    "pelaksana": gettext_lazy("pelaksana"),
    "tte": gettext_lazy("tanda tangan elektronik"),
    "kolom": gettext_lazy("kolom"),
}


def header_notes(sop):
    """The scan's own words where the identity block was mended."""
    return tuple(f"{HEADER.get(key, key)}: {words}" for key, words in sop.original)


def _lapse(procedure, step):
    return _("Langkah %(step)s: setelah %(after)s tanpa tindakan, %(target)s") % {
        "step": step.no,
        "after": step.lapse.after,
        "target": destination(procedure, step.acts[-1].code, step.lapse.target),
    }
