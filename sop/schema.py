"""The table of keys of the SOP language. Shapes only: what names refer to is sop.references' business."""

from django.utils.translation import gettext_lazy as _

from . import durations
from .problems import Sentence
from .reader import Items, Table, Text, described
from .registry import FIELD_KINDS
from .values import (
    LEVELS,
    Bad,
    Key,
    Rec,
    clock,
    code,
    date,
    either,
    length,
    many,
    mapping,
    number,
    one_of,
    percent,
    record,
    rows,
    target,
    text,
    yes_no,
)

SHAPES = ("mulai", "proses", "keputusan", "selesai")
NOTES = ("wajib", "boleh", "tidak")
SIGNATURES = ("paraf", "tanda-tangan")
SERVICE_HOURS = ("kantor", "24jam")
PERIODS = ("hari", "minggu", "bulan", "triwulan", "semester", "tahun")
# Whom a rung may tell besides roles: who has the turn, who allocates, who heads the office.
HOLDER, ALLOCATES, HEADS = "pemegang", "pembagi", "pimpinan"
TOLD = (HOLDER, ALLOCATES, HEADS)
COLUMNS = {
    "no": "No",
    "kegiatan": "Kegiatan",
    "pelaksana": "Pelaksana",
    "kelengkapan": "Kelengkapan",
    "waktu": "Waktu",
    "output": "Output",
    "keterangan": "Keterangan",
}

SLUG = r"[a-z0-9][a-z0-9_-]*"
PROCEDURE_CODE = code(SLUG, 60, "setting-jaringan")
ACTION_CODE = code(SLUG, 60, "setujui")
ROLE_CODE = code(SLUG, 40, "teknisi")
FIELD_CODE = code(r"[a-z][a-z0-9_-]*", 40, "alamat_ip", begins=_("huruf"))


def duration(node, report):
    """A `waktu` cell: its text, or {menurut, pilihan}."""
    if isinstance(node, Table):
        return record(_("waktu menurut jawaban"), BY_ANSWER)(node, report)
    value = text(200)(node, report)
    try:
        durations.parse(value)
    except ValueError as error:
        raise Bad(value.line, "%(error)s", error=Sentence(error)) from None
    return value


def columns(node, report):
    """[{kind: title}, ...]; a bare kind has the official title."""
    found = []
    for item in node.items if isinstance(node, Items) else [node]:
        if isinstance(item, Table) and len(item.pairs) == 1:
            name, title = item.pairs[0]
            title = text(60)(title, report)
        elif isinstance(item, Text):
            name, title = item, None
        else:
            raise Bad(item.line, _("Tulis kolom satu per butir, misalnya - kegiatan: Uraian Prosedur."))
        kind = one_of(COLUMNS)(name, report)
        if any(kind in other for other in found):
            raise Bad(item.line, _("Kolom “%(kind)s” ditulis dua kali."), kind=kind)
        rec = Rec(item.line)
        rec[kind] = title or Text(COLUMNS[kind], item.line)
        found.append(rec)
    for needed in ("kegiatan", "pelaksana"):
        if not any(needed in rec for rec in found):
            raise Bad(node.line, _("Kolom “%(kind)s” harus ada."), kind=needed)
    return found


# The table: design and docs/sop.md list the same keys.

FIELD_COLUMN = {"kode": Key(FIELD_CODE, True), "label": Key(text(120), True), "jenis": Key(one_of(FIELD_KINDS), True), "wajib": Key(yes_no)}
FIELD_COLUMN |= {"bantuan": Key(text(500)), "pilihan": Key(many(text(120), 100)), "peran": Key(ROLE_CODE)}
FIELD = {**FIELD_COLUMN, "kolom": Key(rows(_("kolom tabel"), FIELD_COLUMN, 20)), "banyak": Key(yes_no)}
LETTER = {"jenis": Key(text(60), True), "judul": Key(text(200))}
CONDITION = {"langkah": Key(number, True), "tindakan": Key(ACTION_CODE, True)}
ACTION = {
    "kode": Key(ACTION_CODE, True),
    "label": Key(text(80), True),
    "ke": Key(target),
    "isi": Key(rows(_("isian"), FIELD, 60)),
    "catatan": Key(one_of(NOTES)),
    "di_luar_sop": Key(yes_no),
    "dokumen": Key(many(either(_("dokumen"), LETTER), 10)),
    "efek": Key(many(text(60), 10)),
    "bila": Key(record(_("bila"), CONDITION)),
}
ACT = {
    "oleh": Key(many(ROLE_CODE, 20), True),
    "bentuk": Key(one_of(SHAPES)),
    "persetujuan": Key(yes_no),
    "ttd": Key(one_of(SIGNATURES)),
    "daftar_periksa": Key(many(text(300), 50)),
    "tindakan": Key(rows(_("tindakan"), ACTION, 20)),
}
BY_ANSWER = {"menurut": Key(FIELD_CODE, True), "pilihan": Key(mapping(text(120), duration, 100), True)}
RUNG = {"pada": Key(percent, True), "kepada": Key(many(ROLE_CODE, 20), True)}
LAPSE = {"setelah": Key(length, True), "ke": Key(target, True)}
SCHEDULE = {"setiap": Key(one_of(PERIODS), True), "pukul": Key(clock), "untuk": Key(ROLE_CODE)}
STEP = {
    "no": Key(number, True),
    "kegiatan": Key(text(1_000), True),
    "kelengkapan": Key(many(text(500), 60)),
    "waktu": Key(duration),
    "output": Key(many(text(500), 60)),
    "keterangan": Key(text(1_000)),
    "oleh": Key(many(ROLE_CODE, 20)),
    "alur": Key(rows(_("simpul"), ACT, 26)),
    "rencana": Key(yes_no),
    "lewat_waktu": Key(record(_("lewat_waktu"), LAPSE)),
    "eskalasi": Key(rows(_("anak tangga eskalasi"), RUNG, 20)),
    "teks_asli": Key(mapping(one_of(COLUMNS), text(2_000))),
    # Of the one act of a row without `alur`.
    "bentuk": Key(one_of(SHAPES)),
    "ke": Key(target),
    "isi": Key(rows(_("isian"), FIELD, 60)),
    "dokumen": Key(many(either(_("dokumen"), LETTER), 10)),
    "efek": Key(many(text(60), 10)),
}
PERFORMER = {"nama": Key(text(100), True), "luar": Key(yes_no), "dicatat": Key(ROLE_CODE)}


def performer(node, report):
    if isinstance(node, Table):
        return record(_("pelaksana"), PERFORMER)(node, report)
    value = text(100)(node, report)
    if not value:
        raise Bad(node.line, _("Nama pelaksana ini belum diisi."))
    return value


PROCEDURE = {
    "kode": Key(PROCEDURE_CODE, True),
    "nama": Key(text(300), True),
    "pelaksana": Key(mapping(ROLE_CODE, performer, 20), True),
    "pemohon": Key(ROLE_CODE),
    "dibuka_oleh": Key(many(ROLE_CODE, 20)),
    "jam_layanan": Key(one_of(SERVICE_HOURS)),
    "buka_kembali": Key(target),
    "eskalasi": Key(rows(_("anak tangga eskalasi"), RUNG, 20)),
    "jadwal": Key(record(_("jadwal"), SCHEDULE)),
    "rahasia": Key(yes_no),
    "anggapan": Key(many(text(1_000), 60)),
    "langkah": Key(rows(_("langkah"), STEP, 200), True),
}
DATES = {"pembuatan": Key(date), "revisi": Key(date), "efektif": Key(date)}
APPROVAL = {"jabatan": Key(text(200)), "nama": Key(text(150)), "pangkat": Key(text(80)), "nip": Key(text(30)), "tempat": Key(text(100))}
HEADER_LISTS = ("dasar_hukum", "kualifikasi_pelaksana", "keterkaitan", "peralatan", "peringatan", "pencatatan")
SOP = {
    "nomor": Key(text(120)),
    "nama": Key(text(300), True),
    "instansi": Key(code(SLUG, 60, "bps-bengkulu"), True),
    "unit": Key(text(200)),
    "tanggal": Key(record(_("tanggal"), DATES)),
    "disahkan": Key(record(_("disahkan"), APPROVAL)),
    **{name: Key(many(text(2_000), 60)) for name in HEADER_LISTS},
    "kolom": Key(columns),
    "tte": Key(yes_no),
}
PRINTED = (*SOP, *DATES, *APPROVAL, *COLUMNS)
SOP["teks_asli"] = Key(mapping(one_of(dict.fromkeys(PRINTED)), text(2_000)))
DOCUMENT = {"sop": Key(record(_("sop"), SOP), True), "prosedur": Key(rows(_("prosedur"), PROCEDURE, 50), True)}
LEVELS += (
    (_("berkas"), DOCUMENT),
    (_("sop"), SOP),
    (_("prosedur"), PROCEDURE),
    (_("langkah"), STEP),
    (_("simpul"), ACT),
    (_("tindakan"), ACTION),
    (_("isian"), FIELD),
)


def read_document(node, report):
    """The whole file as a Rec, as far as it can be read; {} when it is not a mapping at all."""
    try:
        return record(_("berkas"), DOCUMENT)(node, report)
    except Bad as bad:
        report.error(bad.line, _("Berkas SOP dimulai dengan “sop:” dan “prosedur:”. Di sini terbaca %(found)s."), found=described(node))
        return Rec(node.line)
