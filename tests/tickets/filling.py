"""Valid answers for any action of any SOP, so that a test can walk procedures it has never seen."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import roles
from tickets import registry

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def pdf(name="hasil.pdf"):
    return SimpleUploadedFile(name, PDF, "application/pdf")


def answer(field, organisation, rng):
    """A value for one sop.definition.Field as a form posts it; None for files."""
    match field.kind:
        case "teks":
            return rng.choice(["Ruang Tata Usaha", "R. Server", "PC-TU-07", "Gedung B lantai 2"])
        case "paragraf":
            return rng.choice(["Komputer tidak tersambung ke jaringan sejak pagi.", "Perlu pemeriksaan.\nSegera."])
        case "angka":
            return str(rng.randint(1, 9))
        case "tanggal":
            return "2026-11-19"
        case "jam":
            return "09:30"
        case "pilihan":
            return rng.choice(field.choices)
        case "centang":
            return "on"
        case "ip":
            return f"10.17.0.{rng.randint(2, 250)}"
        case "petugas":
            return str(rng.choice(list(roles.holders(organisation, [field.role]))).pk)
        case "prioritas":
            return str(rng.randint(1, 4))
        case "tabel":
            return [{column.code: answer(column, organisation, rng) for column in field.columns}]
        case "aset":
            return _asset(field, organisation)
    return None


def _asset(field, organisation):
    source = registry.field_source("aset")
    first = source(organisation).first() if source else None
    if first is None:
        return None
    return [str(first.pk)] if field.many else str(first.pk)


def fill(ticket_or_procedure, act, action, organisation, rng, *, target_step=None, now=None):
    """(data, files) that the form of `action` at `act` accepts."""
    data, files = {}, {}
    for field in action.fields:
        if field.kind == "berkas":
            if field.required or rng.random() < 0.3:
                files[field.code] = [pdf(f"{field.code}.pdf")]
            continue
        if field.required or rng.random() < 0.7:
            value = answer(field, organisation, rng)
            if value is not None:
                data[field.code] = value
    if action.note == "wajib" or (action.note == "boleh" and rng.random() < 0.3):
        data["_catatan"] = "Catatan petugas."
    if act.checklist and not action.deviation:
        data["_periksa"] = list(act.checklist)
    if target_step is not None and target_step.planned:
        data["_rencana"] = ((now or dt.datetime.now(dt.UTC)) + dt.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    return data, files
