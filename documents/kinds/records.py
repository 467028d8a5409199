"""Berita acara: what was done, what was moved, what was handed over, by which parties."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from .. import answers, words
from . import signers
from .base import LETTERS, TITLED, LetterKind, Part
from .correspondence import oneline

DEED = {
    "permohonan": _l("telah dilaksanakan oleh PIHAK PERTAMA atas permohonan PIHAK KEDUA"),
    "pengajuan": _l("telah dilaksanakan oleh PIHAK PERTAMA atas pengajuan PIHAK KEDUA"),
    "bersama": _l("telah dilaksanakan oleh PIHAK PERTAMA bersama PIHAK KEDUA"),
    "sendiri": _l("telah dilaksanakan"),
}
CLOSING = _l("Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.")


def opening(on, office, several):
    """The first sentence, of a berita acara of the date `on`."""
    who = _("kami yang bertanda tangan di bawah ini:") if several else _("yang bertanda tangan di bawah ini:")
    return _("Pada hari ini %(date)s, bertempat di %(office)s, %(who)s") % {"date": words.opening_date(on), "office": office, "who": who}


def party_list(first, second, first_called="", second_called=""):
    """[{"called", name, nip, ...}] of one or two parties (Signers as JSON)."""
    if second is None:
        return [{"called": _("PELAKSANA"), **first}]
    return [{"called": first_called or _("PIHAK PERTAMA"), **first}, {"called": second_called or _("PIHAK KEDUA"), **second}]


def statement(activity, relation, ticket, opened_on, sop):
    """What the parties state, and by which SOP and ticket."""
    if sop["number"]:
        by = _("sesuai SOP Nomor %(number)s tentang %(name)s") % sop
    else:
        by = _("sesuai SOP %(name)s") % sop
    return _(
        "Dengan ini menyatakan bahwa kegiatan %(activity)s %(deed)s melalui tiket nomor %(ticket)s tanggal %(date)s, %(by)s%(dated)s, dengan uraian sebagai berikut:"
    ) % {
        "activity": activity,
        "deed": DEED[relation],
        "ticket": ticket,
        "date": opened_on,
        "by": by,
        "dated": f" ({sop['dated']})" if sop["dated"] else "",
    }


def told(source):
    """The facts a berita acara is made of, beside those of every letter."""
    found = source.parties
    request, data = answers.asked_and_recorded(source.ticket)
    return {
        "first": found.first.as_json(),
        "second": found.second and found.second.as_json(),
        "witness": found.witness and found.witness.as_json(),
        "relation": found.relation,
        "request": request,
        "steps": source.steps(),
        "data": data,
    }


def stated(source):
    facts = source.common
    return statement(facts["activity"], source.parties.relation, facts["ticket"], facts["opened_on"], facts["sop"])


def of(name):
    """A part that draws the letter's own fact `name`, if there is anything in it."""
    return lambda source: {"of": name} if source.common.get(name) else None


def asked_heading(source):
    return _("Permohonan") if source.parties.relation == "permohonan" else _("Pengajuan")


PARTIES = (
    Part("pembuka", "text", lambda s: opening(s.on, s.office.name, s.parties.second is not None), fixed=True),
    Part(
        "pihak",
        "parties",
        lambda s: party_list(s.parties.first.as_json(), s.parties.second and s.parties.second.as_json()),
    ),
)
EXTRA = Part("uraian", "text", lambda s: "", label=_l("Uraian tambahan"))
END = Part("penutup", "text", lambda s: CLOSING, label=_l("Penutup"))

BERITA_ACARA = LetterKind(
    "berita-acara",
    TITLED,
    marks=LETTERS,
    facts=told,
    signers=signers.of_parties,
    parts=(
        *PARTIES,
        Part("pernyataan", "text", stated, label=_l("Pernyataan")),
        Part("permohonan", "answers", of("request"), heading=asked_heading),
        Part("pelaksanaan", "steps", of("steps"), heading=_l("Pelaksanaan")),
        Part("data", "answers", of("data"), heading=_l("Hasil dan data yang dicatat")),
        EXTRA,
        END,
    ),
)


# Pemindahtempatan


def moved(source):
    facts = source.common
    return _(
        "Dengan ini menyatakan bahwa telah dilaksanakan pemindahtempatan aset melalui tiket nomor %(ticket)s tanggal %(date)s, sesuai %(sop)s, dengan rincian sebagai berikut:"
    ) % {"ticket": facts["ticket"], "date": facts["opened_on"], "sop": source.sop_line()}


def move(source):
    pairs = [
        [_("Lokasi asal"), source.text("lokasi_asal")],
        [_("Lokasi baru"), source.text("lokasi_tujuan")],
        [_("Tanggal dipindahkan"), source.text("tanggal_pindah", "tanggal_rencana")],
        [_("Alasan"), oneline(source.text("alasan"))],
        [_("Aset pada daftar aset"), source.text("aset")],
    ]
    return [pair for pair in pairs if pair[1]]


PEMINDAHTEMPATAN = LetterKind(
    "berita-acara-pemindahtempatan",
    TITLED,
    marks=LETTERS,
    facts=told,
    signers=signers.of_parties,
    parts=(
        *PARTIES,
        Part("pernyataan", "text", moved, label=_l("Pernyataan")),
        Part("dasar", "points", lambda s: s.basis(), heading=_l("Dasar")),
        Part("aset", "table", lambda s: s.table("aset_dipindah"), heading=_l("Aset yang dipindahkan")),
        Part("pindah", "pairs", move, heading=_l("Pemindahan")),
        Part("hasil", "text", lambda s: s.text("hasil_pindah"), heading=_l("Hasil")),
        Part("lain", "answers", lambda s: s.rest()),
        EXTRA,
        END,
    ),
)


# Serah terima

GIVES, TAKES = _l("PIHAK KESATU"), _l("PIHAK KEDUA")


def giver_and_taker(source):
    """(Signer who hands over, Signer who receives): the first and the second who put their name under this letter, else whose turn is next."""
    names = [source.kind.code, source.title]
    signed = [e for e in source.acted if names in [[kind, title or source.title] for kind, title in e.data.get("letters", [])]]
    roles = list(dict.fromkeys(e.role for e in signed))
    if source.event is None and source.signing_role not in roles:
        roles.append(source.signing_role)
    giver = source.holder(roles[0]) if roles and roles[0] != source.signing_role else source.signer
    if len(roles) > 1:
        return giver, source.signer if roles[-1] == source.signing_role else source.holder(roles[-1])
    return giver, source.next or source.requester


def handover_parties(source):
    giver, taker = giver_and_taker(source)
    return party_list(giver.as_json(), taker.as_json(), GIVES, TAKES)


def handed_over(source):
    return _(
        "Dengan ini PIHAK KESATU menyerahkan kepada PIHAK KEDUA, dan PIHAK KEDUA menerima dari PIHAK KESATU, barang sebagaimana tercantum pada daftar berikut:"
    )


def obligations(source):
    used_for, place = oneline(source.text("penggunaan")).rstrip("."), source.text("lokasi_tujuan")
    found = [_("Barang diterima dalam jumlah dan kondisi sebagaimana tercantum pada daftar di atas.")]
    if used_for:
        where = _(" di %s") % place if place else ""
        found.append(_("Barang digunakan untuk: %(use)s%(where)s.") % {"use": used_for, "where": where})
    return [
        *found,
        _("Terhitung sejak berita acara ini ditandatangani, tanggung jawab atas penggunaan, pengamanan, dan pemeliharaan barang beralih kepada PIHAK KEDUA."),
        _("PIHAK KEDUA tidak diperkenankan memindahtangankan, meminjamkan, atau mengubah barang tanpa persetujuan tertulis PIHAK KESATU."),
        _("PIHAK KEDUA mengembalikan barang kepada PIHAK KESATU apabila tidak digunakan lagi, atau apabila PIHAK KEDUA pindah tugas atau berhenti."),
    ]  # fmt: skip


def handover_signers(source):
    giver, taker = giver_and_taker(source)
    return signers.two(giver, _("PIHAK KESATU,"), taker, _("PIHAK KEDUA,"), source.head)


BAST = LetterKind(
    "bast",
    TITLED,
    signers=handover_signers,
    parts=(
        Part("pembuka", "text", lambda s: opening(s.on, s.office.name, True), fixed=True),
        Part("pihak", "parties", handover_parties),
        Part("pernyataan", "text", handed_over, label=_l("Pernyataan")),
        Part("barang", "table", lambda s: s.table("aset_diserahkan") or s.table(), label=_l("Daftar barang")),
        Part("aset", "pairs", lambda s: [[_("Aset pada daftar aset"), t] for t in [s.text("aset")] if t], label=_l("Aset")),
        Part("ketentuan_pembuka", "text", lambda s: _("Serah terima dilakukan dengan ketentuan:"), fixed=True),
        Part("ketentuan", "points", obligations, label=_l("Ketentuan")),
        Part("lain", "answers", lambda s: s.rest()),
        EXTRA,
        Part(
            "penutup",
            "text",
            lambda s: _("Demikian berita acara serah terima ini dibuat dalam rangkap dua untuk dipergunakan sebagaimana mestinya."),
            label=_l("Penutup"),
        ),
    ),
)

KINDS = (BERITA_ACARA, PEMINDAHTEMPATAN, BAST)
