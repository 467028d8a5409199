"""The forms of a procedure: what each kind of field needs, that a code is one datum throughout, and limits picked by an answer."""

from django.utils.translation import gettext as _

from .build import acts_of
from .problems import suggestion

# Which kind of field a key is for.
FOR_KINDS = {"pilihan": ("pilihan",), "peran": ("petugas",), "kolom": ("tabel",), "banyak": ("berkas", "aset")}
# What a cell of a table cannot hold: it is typed on one line and kept as one plain value.
NOT_IN_A_TABLE = ("berkas", "prioritas", "tabel")


def check_forms(source, rows, roles, report):
    """Check all forms of the procedure `source`; `roles`: its pelaksana or None."""
    data = {}  # field code: its first Rec
    choices = {}  # field code: every choice it ever offers
    for action in _actions(rows):
        form = action.get("isi", [])
        unique(form, "kode", _("Kode isian"), report)
        for field in form:
            check_field(field, roles, report)
            _same_datum(field, data, report)
            if field.get("jenis") == "pilihan":
                choices.setdefault(field.get("kode"), {}).update(dict.fromkeys(field.get("pilihan", [])))
    for row in rows:
        if isinstance(row.get("waktu"), dict):
            _by_answer(row["waktu"], data, choices, report)


def _actions(rows):
    return [action for row in rows for act in acts_of(row) for action in act["tindakan"]]


def unique(records, key, what, report):
    """Report a second record with the same `key`; `what` names it."""
    seen = {}
    for rec in records:
        value = rec.get(key)
        first = seen.setdefault(value, rec)
        if value is not None and first is not rec:
            message = _("%(what)s “%(value)s” dipakai dua kali; yang pertama di baris %(line)d. Beri %(other)s lain.")
            report.error(rec.at(key), message, what=what, value=value, line=first.at(key), other=_("nomor") if key == "no" else _("kode"))


def check_field(field, roles, report, in_table=False):
    kind, label = field.get("jenis"), field.get("label", field.get("kode", ""))
    if kind is None:
        return
    for key, kinds in FOR_KINDS.items():
        if field.said(key) and kind not in kinds:
            message = _("“%(key)s” hanya untuk isian berjenis %(kinds)s; isian “%(label)s” berjenis %(kind)s.")
            report.error(field.at(key), message, key=key, kinds=_(" atau ").join(kinds), label=label, kind=kind)
    if in_table and kind in NOT_IN_A_TABLE:
        report.error(field.at("jenis"), _("Isian berjenis %(kind)s tidak dapat menjadi kolom tabel."), kind=kind)
    if kind == "pilihan":
        _choices(field, label, report)
    if kind == "petugas":
        _person(field, label, roles, report)
    if kind == "tabel":
        columns = field.get("kolom", [])
        if not field.said("kolom"):
            report.error(
                field.line, _("Isian tabel “%(label)s” belum punya “kolom”. Tambahkan daftar isian di bawah “kolom:”."), label=label
            )
        unique(columns, "kode", _("Kode kolom"), report)
        for column in columns:
            check_field(column, roles, report, in_table=True)


def _choices(field, label, report):
    offered = field.get("pilihan", [])
    if not offered and "pilihan" not in field.bad:
        message = _("Isian pilihan “%(label)s” belum punya “pilihan”. Tambahkan misalnya pilihan: [Ya, Tidak].")
        report.error(field.at("pilihan"), message, label=label)
    for position, choice in enumerate(offered):
        if choice in offered[:position]:
            report.error(choice.line, _("Pilihan “%(choice)s” ditulis dua kali."), choice=choice)


def _person(field, label, roles, report):
    role = field.get("peran")
    if role is None:
        if not field.said("peran"):
            report.error(field.line, _("Isian petugas “%(label)s” belum menyebut perannya. Tambahkan “peran: ...”."), label=label)
    elif roles is not None and role not in roles:
        message = _("Peran “%(code)s” tidak ada di “pelaksana” prosedur ini.%(hint)s")
        report.error(role.line, message, code=role, hint=suggestion(role, roles))
    elif roles is not None and isinstance(roles[role], dict) and roles[role].get("luar"):
        report.error(
            role.line,
            _("Peran “%(code)s” ada di luar instansi dan tidak punya akun, jadi tidak dapat ditunjuk sebagai petugas."),
            code=role,
        )


def _same_datum(field, data, report):
    first = data.setdefault(field.get("kode"), field)
    kinds = first.get("jenis"), field.get("jenis")
    if first is not field and "kode" in field and None not in kinds and kinds[0] != kinds[1]:
        message = _(
            "Isian “%(code)s” berjenis %(kind)s, padahal di baris %(line)d berjenis %(first)s. Kode yang sama berarti data yang sama: samakan jenisnya."
        )
        report.error(field.at("jenis"), message, code=field["kode"], kind=kinds[1], line=first.at("jenis"), first=kinds[0])


def _by_answer(waktu, data, choices, report):
    code, limits = waktu.get("menurut"), waktu.get("pilihan")
    if code is None or limits is None:
        return
    if code not in data:
        report.error(
            code.line,
            _("“menurut” menyebut isian “%(code)s” yang tidak ada.%(hint)s"),
            code=code,
            hint=suggestion(code, [c for c in data if c]),
        )
        return
    if data[code].get("jenis") != "pilihan":
        report.error(code.line, _("“menurut” hanya untuk isian berjenis pilihan; “%(code)s” bukan."), code=code)
        return
    offered = choices.get(code, {})
    missing = [choice for choice in offered if choice not in limits]
    if missing:
        message = _('Pilihan tanpa batas waktu: %(missing)s. Tambahkan batasnya, atau "-" bila tanpa batas.')
        report.error(waktu.at("pilihan"), message, missing=", ".join(missing))
    for answer, limit in limits.items():
        if answer not in offered:
            message = _("“%(answer)s” bukan pilihan isian “%(code)s”.%(hint)s")
            report.error(answer.line, message, answer=answer, code=code, hint=suggestion(answer, offered))
        elif isinstance(limit, dict):
            report.error(limit.line, _("Batas untuk “%(answer)s” harus satu waktu, misalnya 2 hari."), answer=answer)
        elif not limit:
            report.error(answer.line, _('Batas waktu untuk “%(answer)s” belum diisi. Tulis misalnya 2 hari, atau "-".'), answer=answer)
