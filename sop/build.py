"""From a document in the language's own keys to sop.definition values: letters given to acts, targets resolved, defaults filled in.

The document is either what sop.schema read from a file or the stored content of a revision; names in it are known to be right.
"""

from . import durations
from .definition import (
    DONE,
    ENDS,
    Act,
    Action,
    Approval,
    Column,
    Duration,
    Field,
    Lapse,
    Letter,
    Limit,
    Performer,
    Procedure,
    Rung,
    Schedule,
    Sop,
    Step,
)
from .schema import COLUMNS

IMPLICIT_ACTION = {"kode": "lanjut", "label": "Selesaikan langkah"}
_OF_THE_ACT = ("oleh", "bentuk")
_OF_THE_ACTION = ("ke", "isi", "dokumen", "efek")
FULL_FORM = tuple(Column(kind, title) for kind, title in COLUMNS.items())


def acts_of(row):
    """The acts of a row as written, or the one act that a row with `oleh` stands for; each with at least one action."""
    acts = row.get("alur")
    if acts is None:
        act = _like(row, {key: row[key] for key in _OF_THE_ACT if key in row})
        act["tindakan"] = [_like(row, IMPLICIT_ACTION | {key: row[key] for key in _OF_THE_ACTION if key in row})]
        return [act]
    return [act if act.get("tindakan") else _like(act, {**act, "tindakan": [_like(act, IMPLICIT_ACTION)]}) for act in acts]


def _like(source, values):
    """`values` standing on the same lines as `source` (a plain dict has none)."""
    if not hasattr(source, "lines"):
        return dict(values)
    made = type(source)(source.line)
    made.lines, made.bad = source.lines, source.bad
    made.update(values)
    return made


class Numbering:
    """The acts of a procedure by code, in order. `rows`: [(no, [act code, ...])]."""

    def __init__(self, rows):
        self.rows = [(str(row.get("no", "")), [f"{row.get('no', '')}{letter(i)}" for i in range(len(acts_of(row)))]) for row in rows]
        self.first = {}
        for no, codes in self.rows:
            if codes:
                self.first.setdefault(no, codes[0])
        self.codes = {code for _no, codes in self.rows for code in codes}

    def resolve(self, target):
        """The act code or end that `target` ("2", "2b", "selesai") names, or None."""
        return target if target in ENDS or target in self.codes else self.first.get(target)

    def following(self, row, act):
        """Where the act at these positions leads when it does not say: next act of the row, next row, or the end."""
        codes = self.rows[row][1]
        if act + 1 < len(codes):
            return codes[act + 1]
        return next((codes[0] for _no, codes in self.rows[row + 1 :] if codes), DONE)


def pairs(mapping):
    """(key, value) of a mapping whose order means something: a file has it as such, stored content as a list (jsonb forgets order)."""
    return mapping.items() if isinstance(mapping, dict) else mapping


def letter(index):
    return chr(ord("a") + index)


def build(document):
    """The Sop of a document that has passed the checks, or of stored content."""
    head = document["sop"]
    dates, approval = head.get("tanggal", {}), head.get("disahkan", {})
    columns = tuple(Column(str(kind), str(title)) for column in head.get("kolom", []) for kind, title in column.items())
    return Sop(
        name=str(head["nama"]),
        organisation=str(head["instansi"]),
        procedures=tuple(build_procedure(procedure) for procedure in document["prosedur"]),
        number=_text(head, "nomor"),
        unit=_text(head, "unit"),
        created_on=_text(dates, "pembuatan"),
        revised_on=_text(dates, "revisi"),
        effective_on=_text(dates, "efektif"),
        approval=Approval(*(_text(approval, key) for key in ("jabatan", "nama", "pangkat", "nip", "tempat"))),
        legal_basis=_texts(head, "dasar_hukum"),
        qualifications=_texts(head, "kualifikasi_pelaksana"),
        related=_texts(head, "keterkaitan"),
        equipment=_texts(head, "peralatan"),
        warning=_texts(head, "peringatan"),
        records=_texts(head, "pencatatan"),
        columns=columns or FULL_FORM,
        electronically_signed=head.get("tte", False),
        original=_original(head),
    )


def build_procedure(source):
    rows = source["langkah"]
    numbering = Numbering(rows)
    steps = tuple(_step(row, index, numbering) for index, row in enumerate(rows))
    before_last = rows[-2 if len(rows) > 1 else 0]["no"]
    return Procedure(
        code=str(source["kode"]),
        name=str(source["nama"]),
        performers=tuple(_performer(code, value) for code, value in pairs(source["pelaksana"])),
        steps=steps,
        requester=_text(source, "pemohon") or None,
        opened_by=_texts(source, "dibuka_oleh") or steps[0].acts[0].roles,
        service_hours=_text(source, "jam_layanan") or "kantor",
        reopen_at=numbering.resolve(str(source.get("buka_kembali", before_last))),
        escalation=_ladder(source),
        schedule=_schedule(source.get("jadwal")),
        confidential=source.get("rahasia", False),
        assumptions=_texts(source, "anggapan"),
    )


def _step(row, index, numbering):
    lapse = row.get("lewat_waktu")
    return Step(
        no=str(row["no"]),
        activity=str(row["kegiatan"]),
        acts=tuple(_act(act, index, place, numbering) for place, act in enumerate(acts_of(row))),
        requirements=_texts(row, "kelengkapan"),
        duration=_duration(row.get("waktu", "")),
        output=_texts(row, "output"),
        remark=_text(row, "keterangan"),
        planned=row.get("rencana", False),
        lapse=Lapse(Limit.parse(lapse["setelah"]), numbering.resolve(str(lapse["ke"]))) if lapse else None,
        escalation=_ladder(row),
        original=_original(row),
    )


def _act(act, row, place, numbering):
    no, codes = numbering.rows[row]
    shape = _text(act, "bentuk") or ("mulai" if row == place == 0 else "proses")
    following = DONE if shape == "selesai" else numbering.following(row, place)
    return Act(
        code=codes[place],
        step=no,
        roles=_texts(act, "oleh"),
        shape=shape,
        actions=tuple(_action(action, following, numbering) for action in act["tindakan"]),
        approval=act.get("persetujuan", False),
        signature=_text(act, "ttd") or None,
        checklist=_texts(act, "daftar_periksa"),
    )


def _action(action, following, numbering):
    condition = action.get("bila")
    return Action(
        code=str(action["kode"]),
        label=str(action["label"]),
        target=numbering.resolve(str(action["ke"])) if "ke" in action else following,
        fields=tuple(_field(field) for field in action.get("isi", ())),
        note=_text(action, "catatan") or "boleh",
        deviation=action.get("di_luar_sop", False),
        letters=tuple(_letter(letter) for letter in action.get("dokumen", ())),
        effects=_texts(action, "efek"),
        condition=(str(condition["langkah"]), str(condition["tindakan"])) if condition else None,
    )


def _field(field):
    return Field(
        code=str(field["kode"]),
        label=str(field["label"]),
        kind=str(field["jenis"]),
        required=field.get("wajib", False),
        help=_text(field, "bantuan"),
        choices=_texts(field, "pilihan"),
        role=_text(field, "peran") or None,
        columns=tuple(_field(column) for column in field.get("kolom", ())),
        many=field.get("banyak", False),
    )


def _letter(value):
    return Letter(str(value["jenis"]), _text(value, "judul")) if isinstance(value, dict) else Letter(str(value))


def _performer(code, value):
    if not isinstance(value, dict):
        return Performer(str(code), str(value))
    return Performer(str(code), str(value["nama"]), value.get("luar", False), _text(value, "dicatat") or None)


def _duration(value) -> Duration | None:
    if isinstance(value, dict):
        return durations.by_answer(value["menurut"], {answer: durations.parse(limit) for answer, limit in pairs(value["pilihan"])})
    return durations.parse(value)


def _ladder(source):
    return tuple(Rung(int(rung["pada"].removesuffix("%")), _texts(rung, "kepada")) for rung in source.get("eskalasi", ()))


def _schedule(value):
    return Schedule(str(value["setiap"]), _text(value, "pukul"), _text(value, "untuk")) if value else None


def _original(source):
    return tuple((str(cell), str(words)) for cell, words in pairs(source.get("teks_asli", {})))


def _text(source, key):
    return str(source.get(key, ""))


def _texts(source, key):
    return tuple(str(item) for item in source.get(key, ()))
