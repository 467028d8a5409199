"""Letters to somebody: nota dinas, surat permohonan, surat balasan, and the disposisi that passes a letter on."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from .. import words
from . import signers
from .base import CORRESPONDENCE, LetterKind, Part

CLOSING = _l("Demikian disampaikan, atas perhatian dan kerja samanya diucapkan terima kasih.")


def about(source):
    """What the letter is about, for Hal."""
    return source.kind.split(source.title)[1] or source.title


def head_pairs(source):
    """Dari, Sifat, Lampiran, Hal: the lines beside the number."""
    sender = source.signer.position or source.signer.name
    return {"from": sender, "nature": source.text("sifat") or _("Biasa"), "attached": "-", "subject": about(source)}


def next_officer(source):
    """Yth. whoever acts next, or who heads the office."""
    officer = source.next or source.head
    return [officer.position or officer.unit or officer.name] if officer else []


# Nota dinas


def memo_opening(source):
    earlier = source.earlier_letters()
    title = source.definition.name
    if earlier:
        name, number, date = earlier[-1]
        return _("Menindaklanjuti %(letter)s Nomor %(number)s tanggal %(date)s melalui %(ticket)s, bersama ini kami sampaikan %(about)s dengan penjelasan sebagai berikut:") % {
            "letter": name, "number": number, "date": date, "ticket": source.ticket_line(), "about": about(source),
        }  # fmt: skip
    return _("Sehubungan dengan kegiatan %(activity)s melalui %(ticket)s, bersama ini kami sampaikan hal-hal sebagai berikut:") % {
        "activity": title, "ticket": source.ticket_line(),
    }  # fmt: skip


def memo_data(source):
    """What the matter is about: the device and the reasons recorded before, and what this form adds."""
    pairs = [[_("Perangkat"), source.text("perangkat")], [_("Jenis kegiatan"), source.text("jenis_kegiatan")]]
    return [pair for pair in pairs if pair[1]]


def memo_points(source):
    found = [
        (_("Persoalan: %s"), source.text("persoalan")),
        (_("Analisis: %s"), source.text("analisis")),
        (_("Saran: %s"), source.text("saran")),
        (_("Rencana kegiatan: %s"), source.text("rencana_kegiatan")),
        (_("Perkiraan biaya: %s"), rupiah(source.text("perkiraan_biaya"))),
    ]
    return [form % oneline(text) for form, text in found if text] or source.lines("isi", "uraian")


def rupiah(text):
    """`Rp1.250.000,00 (satu juta dua ratus lima puluh ribu rupiah)` of an amount as an answer prints it; other texts as they are."""
    digits = text.replace(".", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 15:
        return text
    return _("Rp%(amount)s,00 (%(words)s rupiah)") % {"amount": text, "words": words.in_words(int(digits))}


def oneline(text):
    return " ".join(text.split())


NOTA_DINAS = LetterKind(
    "nota-dinas",
    CORRESPONDENCE,
    template="nota_dinas",
    opens=("Nota Dinas",),
    to=next_officer,
    facts=head_pairs,
    signers=signers.writer,
    parts=(
        Part("pembuka", "text", memo_opening, label=_l("Pembuka")),
        Part("data", "pairs", memo_data, label=_l("Data")),
        Part("isi", "points", memo_points, label=_l("Isi")),
        Part("lain", "answers", lambda s: s.rest()),
        Part(
            "penutup",
            "text",
            lambda s: _("Demikian nota dinas ini disampaikan. Mohon arahan dan persetujuan lebih lanjut."),
            label=_l("Penutup"),
        ),
    ),
)


# Surat permohonan


def asked_party(source):
    return [source.text("pihak_ketiga", "tujuan_surat") or _("Pihak yang dimohon")]


def request_opening(source):
    return _("Dalam rangka pelaksanaan kegiatan %(activity)s pada %(office)s, dengan hormat kami sampaikan hal-hal sebagai berikut:") % {
        "activity": source.definition.name, "office": source.office.name,
    }  # fmt: skip


def request_points(source):
    told = [
        (_("Gangguan atau keluhan: %s"), source.text("keluhan")),
        (_("Hasil pemeriksaan: %s"), source.text("laporan_adb", "temuan_hardware")),
        (_("Pendapat dan usulan penanganan: %s"), source.text("usulan_jf")),
    ]
    return [form % oneline(text) for form, text in told if text]


def request_itself(source):
    wanted = source.text("reparasi", "permohonan", "kebutuhan")
    if not wanted:
        return ""
    return _("Berkenaan dengan hal tersebut, kami mohon bantuan Saudara untuk melaksanakan: %s") % wanted


def contact(source):
    """Where the addressee was reached, and whom of us to ask."""
    pairs = [[_("Kontak penerima"), source.text("kontak_pihak_ketiga")], [_("Narahubung kami"), source.text("narahubung") or source.signer.name],
             [_("Nomor tiket"), source.ticket.number]]  # fmt: skip
    return [pair for pair in pairs if pair[1]]


SURAT_PERMOHONAN = LetterKind(
    "surat-permohonan",
    CORRESPONDENCE,
    opens=("Surat",),
    to=asked_party,
    facts=head_pairs,
    signers=signers.writer,
    parts=(
        Part("pembuka", "text", request_opening, label=_l("Pembuka")),
        Part("keadaan", "points", request_points, label=_l("Keadaan")),
        Part("permohonan", "text", request_itself, label=_l("Permohonan")),
        Part("kontak", "pairs", contact, label=_l("Kontak")),
        Part("lain", "answers", lambda s: s.rest()),
        Part("penutup", "text", lambda s: CLOSING, label=_l("Penutup")),
    ),
)


# Surat balasan


def asker(source):
    requester = source.requester
    return [
        line for line in (requester.position or requester.name, requester.unit if requester.unit not in requester.position else "") if line
    ]


def reply_opening(source):
    number, date = source.text("nomor_surat"), source.text("tanggal_surat")
    if number:
        asked = _("Menindaklanjuti surat Saudara Nomor %(number)s tanggal %(date)s") % {"number": number, "date": date}
    else:
        asked = _("Menindaklanjuti permohonan Saudara melalui %s") % source.ticket_line()
    subject = oneline(source.text("kebutuhan", "permohonan") or source.ticket.subject)
    return _("%(asked)s perihal %(subject)s, dengan hormat kami sampaikan hal-hal sebagai berikut.") % {
        "asked": asked,
        "subject": lower_first(subject.rstrip(".")),
    }


def lower_first(text):
    """`text` within a sentence: its first word in small letters, unless it is an abbreviation."""
    return text if len(text) > 1 and text[1].isupper() else text[:1].lower() + text[1:]


def reply_itself(source):
    refused = source.action is not None and source.action.target == "ditolak"
    if not refused:
        return [*source.note.splitlines()]
    return [
        _("Permohonan Saudara telah kami terima dan kami telaah sesuai %s.") % source.sop_line(),
        _("Permohonan tersebut belum dapat kami penuhi dengan pertimbangan sebagai berikut: %s") % oneline(source.note),
        _("Saudara dapat mengajukan permohonan kembali setelah hal-hal tersebut dipenuhi."),
    ]


SURAT_BALASAN = LetterKind(
    "surat-balasan",
    CORRESPONDENCE,
    opens=("Surat",),
    to=asker,
    facts=head_pairs,
    signers=signers.writer,
    parts=(
        Part("pembuka", "text", reply_opening, label=_l("Pembuka")),
        Part("isi", "points", reply_itself, label=_l("Isi")),
        Part("lain", "answers", lambda s: s.rest()),
        Part("penutup", "text", lambda s: _("Demikian disampaikan, atas perhatian Saudara diucapkan terima kasih."), label=_l("Penutup")),
    ),
)


# Disposisi

NATURES = (_l("Sangat segera"), _l("Segera"), _l("Rahasia"), _l("Biasa"))
PLEASE = (
    _l("Tanggapan dan saran"),
    _l("Proses lebih lanjut"),
    _l("Koordinasikan/konfirmasikan"),
    _l("Pelajari dan telaah"),
    _l("Siapkan bahan"),
    _l("Hadiri/wakili"),
    _l("Untuk diketahui"),
    _l("Simpan/arsipkan"),
)


def passed_letter(source):
    """What is passed on: from whom, its number and date, when it came, under which agenda number, about what."""
    requester = source.requester
    came = source.text("tanggal_surat")
    pairs = [
        [_("Surat dari"), requester.unit or requester.position or requester.name],
        [_("Nomor surat"), source.text("nomor_surat") or "-"],
        [_("Tanggal surat"), came or source.date(source.ticket.created_at)],
        [_("Diterima tanggal"), source.date(source.ticket.created_at)],
        [_("Nomor agenda"), source.ticket.number],
        [_("Hal"), oneline(source.text("perihal", "kebutuhan") or source.ticket.subject)],
    ]
    return pairs


def nature(source):
    chosen = source.text("sifat") or _("Biasa")
    return {"options": list(NATURES), "chosen": [chosen]}


def instruction(source):
    """What the one who passes it on writes: the paragraphs of this form, else the note."""
    paragraphs = [source.text(f.code) for f in source.own_fields if f.kind == "paragraf"]
    return "\n".join(p for p in paragraphs if p) or source.note


def passed_to(source):
    """Each addressee with an instruction of their own: who was chosen in this form, or whose turn is next."""
    chosen = [source.named(f.code) or source_token(source, f) for f in source.own_fields if f.kind == "petugas"]
    people = [person for person in chosen if person] or ([source.next] if source.next else [])
    return {"columns": [_("Diteruskan kepada"), _("Instruksi")], "rows": [[addressee(person), ""] for person in people]}


def source_token(source, field):
    return f"«{field.label}»" if source.is_pending(field.code) else None


def addressee(person):
    if isinstance(person, str):
        return person
    return ", ".join(dict.fromkeys(filter(None, [person.position, person.name])))


DISPOSISI = LetterKind(
    "disposisi",
    CORRESPONDENCE,
    template="disposisi",
    sheet=True,
    opens=("Lembar Disposisi",),
    signers=signers.actor,
    parts=(
        Part("surat", "pairs", passed_letter, label=_l("Surat yang diteruskan")),
        Part("sifat", "checks", nature, label=_l("Sifat")),
        Part("kepada", "table", passed_to, label=_l("Diteruskan kepada, dengan instruksi masing-masing")),
        Part("harap", "checks", lambda s: {"options": list(PLEASE), "chosen": [PLEASE[1]]}, label=_l("Dengan hormat harap")),
        Part("catatan", "text", instruction, label=_l("Catatan")),
        Part("batas", "text", lambda s: "", label=_l("Batas waktu")),
        Part("lain", "answers", lambda s: s.rest()),
    ),
)

KINDS = (NOTA_DINAS, SURAT_PERMOHONAN, SURAT_BALASAN, DISPOSISI)
