"""Names that refer to something: roles, targets, conditions, letters, effects, fields. Works on what could be read of a file."""

from itertools import chain

from django.utils.translation import gettext as _

from .build import Numbering, acts_of
from .definition import ENDS
from .fields_check import check_forms, unique
from .problems import nearest, suggestion
from .registry import EFFECTS, LETTER_KINDS
from .schema import TOLD

OF_ONE_ACT = ("bentuk", "ke", "isi", "dokumen", "efek")


def check_document(document, report):
    procedures = document.get("prosedur", [])
    unique(procedures, "kode", _("Kode prosedur"), report)
    everyone = dict.fromkeys(code for procedure in procedures for code in procedure.get("pelaksana", {}))
    for procedure in procedures:
        _Procedure(procedure, everyone, report).check()


class _Procedure:
    def __init__(self, source, everyone, report):
        self.source, self.everyone, self.report = source, everyone, report
        self.roles = source.get("pelaksana")  # None: unreadable, so that nothing is said of roles
        self.rows = source.get("langkah", [])
        self.numbering = Numbering(self.rows)
        self.complete = all("no" in row for row in self.rows)

    def check(self):
        unique(self.rows, "no", _("Nomor langkah"), self.report)
        self.performers()
        self.opening()
        self.rungs(self.source)
        schedule = self.source.get("jadwal", {})
        if "untuk" in schedule:
            self.role(schedule["untuk"])
        if "buka_kembali" in self.source:
            self.target(self.source["buka_kembali"], ends=False)
        for row in self.rows:
            self.row(row)
        check_forms(self.source, self.rows, self.roles, self.report)

    # Roles

    def role(self, code):
        if self.roles is not None and code not in self.roles:
            message = _("Peran “%(code)s” tidak ada di “pelaksana” prosedur ini.%(hint)s")
            self.report.error(code.line, message, code=code, hint=suggestion(code, self.roles))

    def performers(self):
        for code, value in (self.roles or {}).items():
            if code in (*TOLD, *ENDS):
                message = _("Kode peran “%(code)s” sudah punya arti sendiri; pilih kode lain.")
                self.report.error(code.line, message, code=code)
            if not isinstance(value, dict):
                continue
            recorder = value.get("dicatat")
            if value.get("luar") and not value.said("dicatat"):
                message = _("Pelaksana luar “%(code)s” perlu “dicatat: peran” yang mencatatkan tindakannya di portal.")
                self.report.error(value.line, message, code=code)
            elif recorder is not None and not value.get("luar"):
                message = _("“dicatat” hanya untuk pelaksana luar; tambahkan “luar: ya” atau hapus “dicatat”.")
                self.report.error(value.at("dicatat"), message)
            elif recorder is not None and isinstance(self.roles.get(recorder), dict) and self.roles[recorder].get("luar"):
                message = _("“%(code)s” sendiri pelaksana luar, tidak dapat mencatat di portal. Sebut peran di dalam instansi.")
                self.report.error(recorder.line, message, code=recorder)
            elif recorder is not None:
                self.role(recorder)

    def opening(self):
        requester, openers = self.source.get("pemohon"), self.source.get("dibuka_oleh", [])
        for code in [*([requester] if requester is not None else []), *openers]:
            self.role(code)
        first = acts_of(self.rows[0])[0].get("oleh") if self.rows else None
        if first and openers and not {*first} & {*openers, requester}:
            message = _(
                "Langkah pertama dilakukan %(first)s, tetapi “dibuka_oleh” hanya menyebut %(openers)s. Tambahkan pelaku langkah pertama."
            )
            self.report.error(self.source.at("dibuka_oleh"), message, first=", ".join(first), openers=", ".join(openers))

    def rungs(self, source):
        seen = set()
        for rung in source.get("eskalasi", []):
            percent = rung.get("pada")
            if percent is not None and percent in seen:
                self.report.error(percent.line, _("Anak tangga %(percent)s%% ditulis dua kali; gabungkan “kepada”-nya."), percent=percent)
            seen.add(percent)
            for code in rung.get("kepada", []):
                self.told(code)

    def told(self, code):
        """Somebody who is only told need not be a column of this table; whether the office has the role is seen when loading."""
        known = [*TOLD, *self.everyone]
        if code in known:
            return
        if nearest(code, known, alike=0.8):
            self.report.error(code.line, _("Penerima “%(code)s” tidak dikenal.%(hint)s"), code=code, hint=suggestion(code, known))
        else:
            message = _("Peran “%(code)s” tidak ada di dokumen ini; saat dimuat, peran itu harus sudah ada di instansinya.")
            self.report.warning(code.line, message, code=code)

    # Rows

    def row(self, row):
        self.who(row)
        self.rungs(row)
        lapse = row.get("lewat_waktu", {})
        if "ke" in lapse:
            self.target(lapse["ke"])
        for act in acts_of(row):
            for code in act.get("oleh", []):
                self.role(code)
            unique(act["tindakan"], "kode", _("Kode tindakan"), self.report)
            for action in act["tindakan"]:
                self.action(action)

    def who(self, row):
        if not row:
            return  # unreadable, already reported
        if row.said("oleh") and row.said("alur"):
            message = _("Langkah ini memakai “oleh” dan “alur” sekaligus. Pindahkan “oleh” ke simpul-simpul di dalam “alur”.")
            self.report.error(row.at("oleh"), message)
        elif row.said("alur"):
            for key in OF_ONE_ACT:
                if row.said(key):
                    message = _(
                        "“%(key)s” di sini hanya untuk langkah dengan “oleh”. Pada langkah dengan “alur”, tulis di simpul atau tindakannya."
                    )
                    self.report.error(row.at(key), message, key=key)
        elif not row.said("oleh"):
            message = _("Langkah %(no)s belum menyebut siapa yang melakukan. Tambahkan “oleh: peran” atau “alur”.")
            self.report.error(row.line, message, no=row.get("no", "ini"))
        for rec in [row, *row.get("alur", [])]:
            if rec.get("oleh") == [] and "oleh" not in rec.bad:
                self.report.error(rec.at("oleh"), _("“oleh” belum diisi dengan peran."))

    def action(self, action):
        if "ke" in action:
            self.target(action["ke"])
        if action.get("bila"):
            self.condition(action["bila"])
        self.letters(action.get("dokumen", []))
        for position, name in enumerate(effects := action.get("efek", [])):
            if name not in EFFECTS:
                self.report.error(name.line, _("Efek “%(name)s” tidak dikenal.%(hint)s"), name=name, hint=suggestion(name, EFFECTS))
            elif name in effects[:position]:
                self.report.error(name.line, _("Efek “%(name)s” ditulis dua kali pada tindakan ini."), name=name)

    def letters(self, letters):
        seen = set()
        for letter in letters:
            kind, title = (letter.get("jenis"), letter.get("judul")) if isinstance(letter, dict) else (letter, None)
            if kind is None:
                continue
            if kind not in LETTER_KINDS:
                message = _("Dokumen “%(kind)s” tidak dikenal.%(hint)s")
                self.report.error(kind.line, message, kind=kind, hint=suggestion(kind, LETTER_KINDS, most=len(LETTER_KINDS)))
            elif (kind, title) in seen:
                self.report.error(kind.line, _("Dokumen “%(kind)s” ditulis dua kali pada tindakan ini; bedakan dengan “judul”."), kind=kind)
            seen.add((kind, title))

    def target(self, target, ends=True):
        """`target` must name a row or an act (or an end). Not asked while the numbers of some rows could not be read."""
        if target in ENDS and not ends:
            self.report.error(target.line, _("Tiket dibuka kembali pada sebuah langkah, bukan pada “%(target)s”."), target=target)
        elif target not in ENDS and self.numbering.resolve(target) is None and self.complete:
            message = _("Tujuan “%(target)s” tidak ada: tidak ada langkah atau simpul dengan nomor itu.%(hint)s")
            known = list(chain(self.numbering.first, sorted(self.numbering.codes), ENDS if ends else ()))
            self.report.error(target.line, message, target=target, hint=suggestion(target, known, most=20))

    def condition(self, condition):
        no, chosen = condition.get("langkah"), condition.get("tindakan")
        if no is None or chosen is None or not self.complete:
            return
        row = next((row for row in self.rows if row["no"] == no), None)
        if row is None:
            known = list(self.numbering.first)
            self.report.error(no.line, _("“bila” menyebut langkah %(no)s yang tidak ada.%(hint)s"), no=no, hint=suggestion(no, known))
            return
        offered = [action["kode"] for act in acts_of(row) for action in act["tindakan"] if "kode" in action]
        if chosen not in offered:
            message = _("“bila” menyebut tindakan “%(code)s” yang tidak ada pada langkah %(no)s.%(hint)s")
            self.report.error(chosen.line, message, code=chosen, no=no, hint=suggestion(chosen, offered))
