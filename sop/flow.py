"""Whether a procedure can run from its start to an end: explores every place a ticket can come to, conditions included."""

from collections import deque

from django.utils.translation import gettext as _

from .build import acts_of, build_procedure
from .definition import DONE, ENDS

# Places explored: an act together with what was chosen before. Above this, conditions (bila) are left out of account.
MOST_PLACES = 20_000


def check_flow(source, report):
    """Check the procedure `source` (a Rec without errors so far)."""
    procedure = build_procedure(source)
    lines = _lines(source, procedure)
    check_shapes(procedure, lines, report)
    explored = explore(procedure)
    unreached = [act for act in procedure.acts if act.code not in explored.acts]
    for act in _roots(procedure, unreached):
        message = _(
            "Simpul %(act)s tidak pernah tercapai: tidak ada tindakan yang menuju ke sana. Arahkan “ke: %(act)s” dari simpul lain, atau hapus."
        )
        report.error(lines[act.code], message, act=act.code)
    _report_stuck(explored, lines, report)
    _report_endless(procedure, explored, lines, report)
    if not explored.stuck and not explored.endless and DONE not in explored.ends:
        report.error(
            lines[procedure.first_act.code], _("Prosedur ini tidak pernah sampai ke “selesai”; semua jalannya berakhir di “ditolak”.")
        )
    for act, action in explored.never_offered(procedure):
        message = _("Tindakan “%(label)s” pada simpul %(act)s tidak pernah ditawarkan: syarat “bila”-nya tidak pernah terpenuhi.")
        report.warning(lines[act.code, action.code], message, label=action.label, act=act.code)


def _lines(source, procedure):
    """{act code: line, (act code, action code): line, (act code, "bentuk"): line}."""
    found = {}
    for row, step in zip(source["langkah"], procedure.steps, strict=True):
        for rec, act in zip(acts_of(row), step.acts, strict=True):
            found[act.code] = rec.line
            found[act.code, "bentuk"] = rec.at("bentuk")
            found |= {(act.code, action.code): one.line for one, action in zip(rec["tindakan"], act.actions, strict=True)}
    return found


def check_shapes(procedure, lines, report):
    for act in procedure.acts:
        line = lines[act.code, "bentuk"]
        exits = printed_exits(act)
        if act.shape == "mulai" and act is not procedure.first_act:
            message = _(
                "Awal kedua: simpul %(act)s berbentuk “mulai”, padahal hanya simpul pertama (%(first)s) yang boleh. Ganti menjadi proses."
            )
            report.error(line, message, act=act.code, first=procedure.first_act.code)
        elif act.shape == "keputusan" and len(exits) < 2:
            message = _(
                "Keputusan di simpul %(act)s hanya punya satu cabang tercetak. Tambahkan tindakan kedua, atau ganti bentuknya menjadi proses."
            )
            report.error(line, message, act=act.code)
        elif act.shape != "keputusan" and len(exits) > 1:
            message = _(
                "Simpul %(act)s punya %(count)d cabang tercetak, jadi harus “bentuk: keputusan”; atau beri “di_luar_sop: ya” pada yang tidak tercetak."
            )
            report.error(line, message, act=act.code, count=len(exits))
        elif act.shape == "selesai" and any(not a.deviation and a.target not in ENDS for a in act.actions):
            message = _(
                "Simpul %(act)s berbentuk “selesai” tetapi masih berlanjut. Beri “di_luar_sop: ya” pada tindakan itu, atau ganti bentuknya."
            )
            report.error(line, message, act=act.code)


def printed_exits(act):
    """What leaves the symbol on the sheet: one exit for each printed action; those that exclude each other share one if they lead to one place."""
    return {action.target if action.condition else (action.code,) for action in act.actions if not action.deviation}


class Explored:
    """Every place a ticket can come to. `acts`: codes reached; `stuck`: places where nothing is offered; `endless`: places without a
    way to an end; a place is (act code, what was chosen at the steps that conditions ask about)."""

    def __init__(self):
        self.acts, self.ends, self.offered, self.stuck, self.endless = set(), set(), set(), [], []
        self.next = {}  # place: places and ends it leads to

    def never_offered(self, procedure):
        known = [act for act in procedure.acts if act.code in self.acts]
        return [
            (act, action) for act in known for action in act.actions if action.condition and (act.code, action.code) not in self.offered
        ]


def explore(procedure):
    asked = sorted({action.condition[0] for act in procedure.acts for action in act.actions if action.condition})
    found = _walk(procedure, asked)
    return found if found is not None else _walk(procedure, [])


def _walk(procedure, asked):
    """Explored with the choices at the steps `asked` remembered; None when there are too many places."""
    found = Explored()
    start = (procedure.first_act.code, (None,) * len(asked))
    waiting, seen = deque([start]), {start}
    reopened = False
    while waiting:
        while waiting:
            place = waiting.popleft()
            found.next[place] = leads_to = _leads_to(procedure, place, asked, found)
            if not reopened:
                found.acts.add(place[0])
            if not leads_to:
                found.stuck.append(place)
            for after in leads_to:
                if after[0] in ENDS:
                    found.ends.add(after[0])
                elif after not in seen:
                    seen.add(after)
                    waiting.append(after)
            if len(seen) > MOST_PLACES:
                return None
        if not reopened:  # reopening a finished ticket must not lead into a trap either
            reopened = True
            done = {after[1] for places in found.next.values() for after in places if after[0] == DONE}
            fresh = {(procedure.reopen_at, chosen) for chosen in done} - seen
            seen |= fresh
            waiting.extend(sorted(fresh, key=str))
    found.endless = _endless(found)
    return found


def _leads_to(procedure, place, asked, found):
    code, chosen = place
    act = procedure.act(code)
    leads_to = []
    for action in act.actions:
        if asked and action.condition and chosen[asked.index(action.condition[0])] != action.condition[1]:
            continue
        found.offered.add((code, action.code))
        after = tuple(action.code if step == act.step else was for step, was in zip(asked, chosen, strict=True))
        leads_to.append((action.target, after))
    lapse = procedure.step(act.step).lapse
    return [*leads_to, (lapse.target, chosen)] if lapse else leads_to


def _endless(found):
    """Places from which neither an end nor a stuck place can be reached (those are reported as such)."""
    before = {}
    for place, after in found.next.items():
        for one in after:
            before.setdefault(one, []).append(place)
    good = [one for one in before if one[0] in ENDS] + list(found.stuck)
    seen = set(good)
    while good:
        for place in before.get(good.pop(), ()):
            if place not in seen:
                seen.add(place)
                good.append(place)
    return [place for place in found.next if place not in seen]


def _roots(procedure, unreached):
    """Of the unreached acts those that no other unreached act leads to: mending them mends the rest."""
    led_to = {action.target for act in unreached for action in act.actions if action.target != act.code}
    return [act for act in unreached if act.code not in led_to] or unreached[:1]


def _report_stuck(explored, lines, report):
    for code, _chosen in explored.stuck:
        message = _(
            "Di simpul %(act)s tiket dapat macet: semua tindakannya bersyarat “bila”, dan ada jalan ke sini tanpa satu pun syarat terpenuhi."
        )
        report.error(lines[code], message, act=code)


def _report_endless(procedure, explored, lines, report):
    """Name the loops themselves, not what leads into them."""
    order = [act.code for act in procedure.acts]
    for loop in traps(explored):
        acts = sorted(loop, key=order.index)
        message = _("Tidak ada jalan ke akhir dari simpul %(acts)s. Arahkan salah satu tindakannya ke langkah lain, selesai, atau ditolak.")
        report.error(lines[acts[0]], message, acts=", ".join(acts))


def traps(explored):
    """Sets of act codes that a ticket, once inside, never leaves: the smallest of what `explored` found to be endless."""
    leads = {}
    for place in explored.endless:
        leads.setdefault(place[0], set()).update(after[0] for after in explored.next[place])
    if len(leads) > 500:
        return [set(leads)]
    reach = {code: _reach(code, leads) for code in leads}
    found = []
    for inside in reach.values():
        if all(inside == reach[code] for code in inside) and inside not in found:
            found.append(inside)
    return found


def _reach(code, leads):
    seen, waiting = set(), [code]
    while waiting:
        for after in leads.get(waiting.pop(), ()):
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return seen
