"""A Sop back in the language's own keys: what a revision stores, what `sop export` writes, and the JSON other programs read.

Stored content says everything that could be left out but would then follow a rule (targets, shapes): a rule may change one day, a
revision in force may not.
"""

import hashlib
import json

from .build import FULL_FORM, IMPLICIT_ACTION, Numbering, build
from .definition import DONE
from .yaml_writer import write

TECHNICAL_KEYS = ("efek", "dokumen", "bantuan")


def from_content(content):
    """The Sop stored as `content`."""
    return build(content)


def to_content(sop):
    """`sop` as plain JSON values; from_content(to_content(sop)) == sop. Mappings whose order is printed are lists of pairs."""
    head = {
        "nomor": sop.number,
        "nama": sop.name,
        "instansi": sop.organisation,
        "unit": sop.unit,
        "tanggal": _without_empty({"pembuatan": sop.created_on, "revisi": sop.revised_on, "efektif": sop.effective_on}),
        "disahkan": _without_empty(
            {
                "jabatan": sop.approval.position,
                "nama": sop.approval.name,
                "pangkat": sop.approval.rank,
                "nip": sop.approval.nip,
                "tempat": sop.approval.place,
            }
        ),
        "dasar_hukum": list(sop.legal_basis),
        "kualifikasi_pelaksana": list(sop.qualifications),
        "keterkaitan": list(sop.related),
        "peralatan": list(sop.equipment),
        "peringatan": list(sop.warning),
        "pencatatan": list(sop.records),
        "kolom": [{column.kind: column.title} for column in sop.columns],
        "tte": sop.electronically_signed,
        "teks_asli": _pairs(sop.original),
    }
    return {"sop": _without_empty(head), "prosedur": [_procedure(procedure) for procedure in sop.procedures]}


def content_hash(content):
    """SHA-256 of the canonical JSON of `content`."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def printed_part(content):
    """`content` without what a technical revision may change."""
    if isinstance(content, dict):
        return {key: printed_part(value) for key, value in content.items() if key not in TECHNICAL_KEYS}
    return [printed_part(item) for item in content] if isinstance(content, list) else content


def to_yaml(sop):
    """`sop` as a file of the language, without what the language fills in by itself; reads back as an equal Sop."""
    content = to_content(sop)
    if sop.columns == FULL_FORM:
        del content["sop"]["kolom"]
    _as_mapping(content["sop"], "teks_asli")
    for procedure in content["prosedur"]:
        _shorten(procedure)
    return write(content)


def to_json(sop, code):
    """The procedure `code` of `sop` as plain values for other programs; keys as in the manual."""
    procedure = sop.procedure(code)
    return {
        "sop": {"nomor": sop.number, "nama": sop.name, "instansi": sop.organisation},
        "kode": procedure.code,
        "nama": procedure.name,
        "pelaksana": [{"kode": p.code, "nama": p.label} for p in procedure.performers],
        "langkah": [_step_json(step) for step in procedure.steps],
    }


def _step_json(step):
    return {
        "no": int(step.no) if step.no.isdigit() else step.no,
        "kegiatan": step.activity,
        "kelengkapan": list(step.requirements),
        "waktu": _duration_json(step.duration),
        "output": list(step.output),
        "keterangan": step.remark,
        "alur": [
            {
                "kode": act.code,
                "oleh": _one_or_all(act.roles),
                "bentuk": act.shape,
                "tindakan": [{"kode": a.code, "label": a.label, "ke": a.target, "di_luar_sop": a.deviation} for a in act.actions],
            }
            for act in step.acts
        ],
    }


def _duration_json(duration):
    if duration is None:
        return None
    told = {"teks": duration.text, "min": duration.least, "maks": duration.most, "satuan": duration.unit, "kalender": duration.calendar}
    if duration.by_answer:
        told |= {"menurut": duration.by_answer, "pilihan": {answer: _duration_json(option) for answer, option in duration.options}}
    return told


def _procedure(procedure):
    performers = [
        [
            p.code,
            _without_empty({"nama": p.label, "luar": p.external, "dicatat": p.recorded_by}) if p.external or p.recorded_by else p.label,
        ]
        for p in procedure.performers
    ]
    schedule = procedure.schedule
    return _without_empty(
        {
            "kode": procedure.code,
            "nama": procedure.name,
            "pelaksana": performers,
            "pemohon": procedure.requester,
            "dibuka_oleh": list(procedure.opened_by),
            "jam_layanan": procedure.service_hours,
            "buka_kembali": procedure.reopen_at,
            "eskalasi": _ladder(procedure.escalation),
            "jadwal": _without_empty({"setiap": schedule.every, "pukul": schedule.at, "untuk": schedule.for_role}) if schedule else None,
            "rahasia": procedure.confidential,
            "anggapan": list(procedure.assumptions),
            "langkah": [_step(step) for step in procedure.steps],
        }
    )


def _step(step):
    lapse = {"setelah": str(step.lapse.after), "ke": step.lapse.target} if step.lapse else None
    return _without_empty(
        {
            "no": step.no,
            "kegiatan": step.activity,
            "kelengkapan": list(step.requirements),
            "waktu": _duration(step.duration),
            "output": list(step.output),
            "keterangan": step.remark,
            "rencana": step.planned,
            "lewat_waktu": lapse,
            "eskalasi": _ladder(step.escalation),
            "teks_asli": _pairs(step.original),
            "alur": [_act(act) for act in step.acts],
        }
    )


def _duration(duration):
    if duration is None:
        return None
    if duration.by_answer is None:
        return duration.text
    return {"menurut": duration.by_answer, "pilihan": [[answer, option.text] for answer, option in duration.options]}


def _act(act):
    return _without_empty(
        {
            "oleh": list(act.roles),
            "bentuk": act.shape,
            "persetujuan": act.approval,
            "ttd": act.signature,
            "daftar_periksa": list(act.checklist),
            "tindakan": [_action(action) for action in act.actions],
        }
    )


def _action(action):
    condition = {"langkah": action.condition[0], "tindakan": action.condition[1]} if action.condition else None
    return _without_empty(
        {
            "kode": action.code,
            "label": action.label,
            "ke": action.target,
            "isi": [_field(field) for field in action.fields],
            "catatan": action.note,
            "di_luar_sop": action.deviation,
            "dokumen": [{"jenis": one.kind, "judul": one.title} if one.title else one.kind for one in action.letters],
            "efek": list(action.effects),
            "bila": condition,
        }
    )


def _field(field):
    return _without_empty(
        {
            "kode": field.code,
            "label": field.label,
            "jenis": field.kind,
            "pilihan": list(field.choices),
            "peran": field.role,
            "kolom": [_field(column) for column in field.columns],
            "wajib": field.required,
            "banyak": field.many,
            "bantuan": field.help,
        }
    )


def _pairs(pairs):
    return [list(pair) for pair in pairs]


def _ladder(rungs):
    return [{"pada": f"{rung.percent}%", "kepada": list(rung.to)} for rung in rungs]


def _without_empty(values):
    return {key: value for key, value in values.items() if value not in (None, "", [], {}, False)}


def _one_or_all(names):
    return names[0] if len(names) == 1 else list(names)


# Leaving out what follows by itself


def _shorten(procedure):
    rows = procedure["langkah"]
    numbering = Numbering(rows)
    _as_mapping(procedure, "pelaksana")
    first = rows[0]["alur"][0]
    if procedure["dibuka_oleh"] == first["oleh"]:
        del procedure["dibuka_oleh"]
    if procedure["jam_layanan"] == "kantor":
        del procedure["jam_layanan"]
    if procedure["buka_kembali"] == numbering.resolve(rows[-2 if len(rows) > 1 else 0]["no"]):
        del procedure["buka_kembali"]
    for rung in procedure.get("eskalasi", []):
        rung["kepada"] = _one_or_all(rung["kepada"])
    for index, row in enumerate(rows):
        _as_mapping(row, "teks_asli")
        if isinstance(row.get("waktu"), dict):
            _as_mapping(row["waktu"], "pilihan")
        for rung in row.get("eskalasi", []):
            rung["kepada"] = _one_or_all(rung["kepada"])
        for place, act in enumerate(row["alur"]):
            _shorten_act(act, index, place, numbering)
        _fold(row)


def _as_mapping(values, key):
    if key in values:
        values[key] = dict(values[key])


def _shorten_act(act, row, place, numbering):
    following = DONE if act["bentuk"] == "selesai" else numbering.following(row, place)
    if act["bentuk"] == ("mulai" if row == place == 0 else "proses"):
        del act["bentuk"]
    act["oleh"] = _one_or_all(act["oleh"])
    for action in act["tindakan"]:
        if action["ke"] == following:
            del action["ke"]
        elif numbering.first.get(action["ke"][:-1]) == action["ke"]:
            action["ke"] = action["ke"][:-1]
        if action["catatan"] == "boleh":
            del action["catatan"]


def _fold(row):
    """One act with one plain way on needs no `alur`."""
    acts = row["alur"]
    if len(acts) > 1 or set(acts[0]) - {"oleh", "bentuk", "tindakan"} or len(acts[0]["tindakan"]) > 1:
        return
    action = dict(acts[0]["tindakan"][0])
    if {key: action.pop(key) for key in IMPLICIT_ACTION} != IMPLICIT_ACTION or set(action) - {"ke", "isi", "dokumen", "efek"}:
        return
    del row["alur"]
    row |= {key: acts[0][key] for key in ("oleh", "bentuk") if key in acts[0]} | action
