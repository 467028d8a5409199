"""Forms filled in along the way: isian kelengkapan, formulir penarikan, hasil tes, identifikasi penghapusan."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from .. import words
from . import signers
from .base import LETTERS, TITLED, LetterKind, Part
from .correspondence import oneline


def asking_office(source):
    """Whose request it is: the office or unit, the letter it came with, whom to ask."""
    requester = source.requester
    pairs = [
        [_("Perangkat daerah/unit"), requester.unit or requester.position or requester.name],
        [_("Nomor surat permohonan"), source.text("nomor_surat")],
        [_("Tanggal surat"), source.text("tanggal_surat")],
        [_("Narahubung"), source.text("narahubung") or requester.name],
        [_("Nomor tiket"), source.ticket.number],
    ]
    return [pair for pair in pairs if pair[1]]


def server(source):
    pairs = [
        [_("Server"), source.text("server", "peladen", "perangkat")],
        [_("Spesifikasi"), source.text("spesifikasi")],
        [_("Keadaan fisik/rak"), source.text("fisik")],
        [_("Alamat IP"), source.text("ip")],
        [_("Nama domain"), source.text("domain")],
        [_("Pada daftar aset"), source.text("aset")],
    ]
    return [pair for pair in pairs if pair[1]]


def filled_in_by_two(source):
    """Who filled it in right, who asked for it left."""
    asked = source.previous
    if asked is None or not asked.name:
        return signers.actor(source)
    return signers.two(source.signer, _("Yang mengisi,"), asked, _("Diterima oleh,"))


CLOSING = _l("Demikian formulir ini diisi dengan sebenarnya.")

ISIAN_KELENGKAPAN = LetterKind(
    "isian-kelengkapan",
    TITLED,
    paper="F4",
    marks=LETTERS,
    signers=filled_in_by_two,
    parts=(
        Part("pemohon", "pairs", asking_office, heading=_l("Identitas pemohon")),
        Part("server", "pairs", server, heading=_l("Data server")),
        Part("pekerjaan", "text", lambda s: s.text("kebutuhan", "petunjuk"), heading=_l("Pemeliharaan yang diperlukan")),
        Part("perangkat", "table", lambda s: s.table("perangkat") or s.table(), heading=_l("Perangkat yang akan dipelihara")),
        Part("lain", "answers", lambda s: s.rest(), heading=_l("Lampiran dan keterangan lain")),
        Part("penutup", "text", lambda s: CLOSING, label=_l("Penutup")),
    ),
)


# Formulir penarikan


def withdrawal(source):
    return [
        [_("Tanggal penarikan"), words.long_date(source.on)],
        [_("Yang membawa perangkat"), source.text("pembawa") or "-"],
        [_("Data pada media penyimpanan"), safe_data(source)],
        [_("Pada daftar aset"), source.text("aset_ditarik") or "-"],
    ]


def safe_data(source):
    if source.is_pending("data_dihapus"):
        return source.text("data_dihapus")
    source.used.add("data_dihapus")
    return _("sudah diamankan") if source.raw("data_dihapus") else _("belum dinyatakan diamankan")


def three_hands(source):
    """Handed over by the office's team, carried away for the owner, acknowledged by who approved the work."""
    carrier = signers.named_only(source.text("pembawa") or source.signer.name, source.signer.unit)
    team = source.previous or source.parties.first
    return signers.two(carrier, _("Yang membawa,"), team, _("Yang menyerahkan,"), source.approver)


FORMULIR_PENARIKAN = LetterKind(
    "formulir-penarikan",
    TITLED,
    paper="F4",
    marks=LETTERS,
    signers=three_hands,
    parts=(
        Part("pemilik", "pairs", asking_office, heading=_l("Perangkat daerah pemilik")),
        Part("server", "pairs", server, heading=_l("Server")),
        Part("perangkat", "table", lambda s: s.table("perangkat_ditarik") or s.table(), heading=_l("Perangkat yang ditarik")),
        Part("penarikan", "pairs", withdrawal, heading=_l("Penarikan")),
        Part("lain", "answers", lambda s: s.rest(), heading=_l("Keterangan lain")),
        Part("penutup", "text", lambda s: CLOSING, label=_l("Penutup")),
    ),
)


# Hasil tes


def tested(source):
    pairs = [
        [_("Pemohon"), ", ".join(filter(None, [source.requester.name, source.requester.unit]))],
        [_("Perangkat"), source.text("perangkat")],
        [_("Ruangan/lokasi"), source.text("lokasi")],
        [_("Kebutuhan atau keluhan"), oneline(source.text("keluhan"))],
        [_("Pekerjaan yang dilakukan"), oneline(source.text("pekerjaan"))],
        [_("Nomor tiket"), source.ticket.number],
    ]
    return [pair for pair in pairs if pair[1]]


def trials(source):
    """Every time this test was made: when, with what outcome, what was noted."""
    code = source.act.code if source.act else ""
    rows = []
    for event in source.acted:
        action = source.definition.act(event.act).action(event.action) if event.act == code else None
        if action is not None:
            at = event.at.astimezone(source.zone)
            rows.append([f"{words.short_date(at)} {words.clock(at)} {at:%Z}", action.label, oneline(event.note) or "-"])
    if source.event is None and source.action is not None:
        rows.append(["......", source.action.label, "......"])
    return {"columns": [_("Waktu"), _("Hasil"), _("Catatan")], "rows": rows}


def outcome(source):
    label = source.action.label.lower() if source.action else ""
    return _("Berdasarkan tes dan uji coba tersebut, hasilnya dinyatakan: %s.") % label if label else ""


HASIL_TES = LetterKind(
    "hasil-tes",
    TITLED,
    marks=LETTERS,
    signers=signers.actor,
    parts=(
        Part("objek", "pairs", tested, heading=_l("Yang diuji")),
        Part("uji", "table", trials, heading=_l("Pelaksanaan tes dan uji coba")),
        Part("lain", "answers", lambda s: s.rest(), heading=_l("Lampiran hasil tes")),
        Part("simpulan", "text", outcome, heading=_l("Simpulan")),
        Part("penutup", "text", lambda s: _("Demikian hasil tes ini dibuat dengan sebenarnya."), label=_l("Penutup")),
    ),
)


# Identifikasi penghapusan


def identified(source):
    return _("Berdasarkan pemeriksaan terhadap aset yang dikelola %(office)s melalui %(ticket)s, aset berikut diusulkan untuk dihapus:") % {
        "office": source.office.name,
        "ticket": source.ticket_line(),
    }


IDENTIFIKASI_PENGHAPUSAN = LetterKind(
    "identifikasi-penghapusan",
    TITLED,
    marks=LETTERS,
    signers=signers.actor,
    parts=(
        Part("pembuka", "text", identified, label=_l("Pembuka")),
        Part("barang", "table", lambda s: s.table("aset_diusulkan") or s.table(), heading=_l("Daftar aset yang diusulkan")),
        Part("aset", "pairs", lambda s: [[_("Pada daftar aset"), t] for t in [s.text("aset")] if t], label=_l("Pada daftar aset")),
        Part("alasan", "text", lambda s: s.text("alasan"), heading=_l("Alasan penghapusan")),
        Part("lain", "answers", lambda s: s.rest(), heading=_l("Dokumentasi dan keterangan lain")),
        Part(
            "usul",
            "text",
            lambda s: _(
                "Usulan ini disampaikan untuk diperiksa persyaratannya. Aset tetap tercatat pada daftar barang sampai terbit Keputusan Penghapusan dari pejabat yang berwenang."
            ),
            heading=_l("Usulan"),
        ),
        Part("penutup", "text", lambda s: _("Demikian dokumen identifikasi ini dibuat dengan sebenarnya."), label=_l("Penutup")),
    ),
)

KINDS = (ISIAN_KELENGKAPAN, FORMULIR_PENARIKAN, HASIL_TES, IDENTIFIKASI_PENGHAPUSAN)
