"""Warnings: what runs, but an official form would have, or does not fit together."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts import nip as nips

from .build import acts_of
from .definition import ENDS
from .problems import Sentence
from .schema import COLUMNS, HEADER_LISTS

# Boxes of short names. The others hold sentences, which have commas of their own.
NAMES = ("peralatan", "pencatatan")
HEADER = ("nomor", "unit", "tanggal", "disahkan", *HEADER_LISTS)
CELLS = ("kelengkapan", "waktu", "output")


def advise_document(document, report):
    head = document.get("sop")
    if head is None:
        return
    missing = [key for key in HEADER if key not in head.lines]
    for key in NAMES:
        if len(head.get(key, [])) == 1 and "," in head[key][0]:
            message = _(
                "“%(key)s” terbaca sebagai satu butir. Bila maksudnya beberapa, tulis sebagai daftar, misalnya [Komputer, Printer]."
            )
            report.warning(head[key][0].line, message, key=key)
    dates, approval = head.get("tanggal"), head.get("disahkan")
    if dates is not None:
        missing += [f"tanggal: {key}" for key in ("pembuatan", "efektif") if key not in dates.lines]
        _dates(dates, report)
    if approval is not None:
        missing += [f"disahkan: {key}" for key in ("jabatan", "nama", "nip") if key not in approval.lines]
        _nip(approval, report)
    if missing:
        message = _(
            "Bagian identitas belum lengkap dibanding formulir resmi: %(missing)s. Bila memang kosong pada naskah, tulis kuncinya tanpa isi."
        )
        report.warning(head.line, message, missing=Sentence(", ".join(missing)))


def _dates(dates, report):
    made, revised, effective = (dates.get(key) for key in ("pembuatan", "revisi", "efektif"))
    for later, earlier, what in (
        (revised, made, _("revisi lebih awal daripada pembuatan")),
        (effective, made, _("efektif lebih awal daripada pembuatan")),
    ):
        if later and earlier and later < earlier:
            report.warning(later.line, _("Tanggal %(what)s; periksa kembali."), what=what)


def _nip(approval, report):
    if approval.get("nip"):
        try:
            nips.validate(approval["nip"])
        except ValidationError as error:
            report.warning(approval.at("nip"), _("NIP pejabat yang mengesahkan: %(why)s"), why=Sentence(error.messages[0]))


def advise_procedure(source, procedure, printed, report):
    """`source` and what was built of it; `printed`: kinds of the columns the document has."""
    rows = source["langkah"]
    _order(rows, report)
    if procedure.first_act.shape != "mulai":
        report.warning(acts_of(rows[0])[0].at("bentuk"), _("Simpul pertama biasanya berbentuk “mulai”."))
    if not any(act.shape == "selesai" for act in procedure.acts):
        report.warning(rows[-1].line, _("Tidak ada simpul berbentuk “selesai”; formulir resmi punya paling sedikit satu akhir."))
    for cell in CELLS:
        empty = [str(row["no"]) for row in rows if cell not in row.lines]
        if cell in printed and empty:
            message = _("Langkah %(rows)s tidak menyebut “%(cell)s”. Bila selnya memang kosong pada naskah, tulis “%(cell)s:” tanpa isi.")
            report.warning(next(row.line for row in rows if cell not in row.lines), message, rows=Sentence(", ".join(empty)), cell=cell)
    if "kelengkapan" in printed:
        _chain(procedure, {str(row["no"]): row for row in rows}, report)
    _asked_before(procedure, {str(row["no"]): row for row in rows}, report)


def _order(rows, report):
    before = None
    for row in rows:
        number = tuple(int(part) for part in row["no"].split("."))
        if before is not None and number <= before:
            report.warning(row.at("no"), _("Nomor langkah %(no)s tidak urut setelah langkah sebelumnya."), no=row["no"])
        before = number


def _chain(procedure, rows, report):
    """The output of a row is normally among the requirements of the rows its printed exits lead to."""
    pairs = {
        (act.step, procedure.act(action.target).step): None
        for act in procedure.acts
        for action in act.actions
        if not action.deviation and action.target not in ENDS
    }
    order = [step.no for step in procedure.steps]
    for one, other in pairs:
        made, needed = procedure.step(one).output, procedure.step(other).requirements
        if order.index(other) <= order.index(one) or not made or not needed or _meet(made, needed):
            continue
        message = _(
            "Output langkah %(one)s (%(made)s) tidak ada di kelengkapan langkah %(other)s; periksa apakah memang demikian pada naskah."
        )
        report.warning(rows[other].at("kelengkapan"), message, one=one, other=other, made="; ".join(made))


def _meet(made, needed):
    made, needed = ([" ".join(re.findall(r"\w+", text.casefold())) for text in texts] for texts in (made, needed))
    return any(a in b or b in a for a in made for b in needed if a and b)


def _asked_before(procedure, rows, report):
    """A limit picked by an answer needs that answer: warn when the row can be reached without it."""
    for step in procedure.steps:
        code = step.duration.by_answer if step.duration else None
        if code and _reachable_without(procedure, code, step.no):
            message = _(
                "Langkah %(no)s dapat dicapai sebelum isian wajib “%(code)s” terjawab; tanpa jawaban, langkah ini tanpa batas waktu."
            )
            report.warning(rows[step.no].at("waktu"), message, no=step.no, code=code)


def _reachable_without(procedure, code, no):
    seen, waiting = set(), [procedure.first_act]
    while waiting:
        act = waiting.pop()
        if act.step == no:
            return True
        seen.add(act.code)
        for action in act.actions:
            asks = any(field.code == code and field.required for field in action.fields)
            if not asks and action.target not in ENDS and action.target not in seen:
                waiting.append(procedure.act(action.target))
    return False


def printed_columns(head):
    """Kinds of the columns the document has."""
    return [kind for column in head.get("kolom", []) for kind in column] or list(COLUMNS)
