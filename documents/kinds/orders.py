"""Letters under a title that decide, order or announce: surat tugas, persetujuan, pengumuman, telaahan staf."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from . import signers
from .base import LETTERS, TITLED, LetterKind, Part
from .correspondence import about, next_officer, oneline
from .source import points_of

# Surat tugas

PERSON = (_l("Nama"), _l("Pangkat/Golongan"), _l("NIP"), _l("Jabatan"))


def assigned(source):
    """Who is given the task: chosen in this form, else whose turn is next; and everybody the form names besides."""
    chosen = [source.named(f.code) for f in source.own_fields if f.kind == "petugas"]
    people = [person for person in chosen if person] or [person for person in [source.next] if person]
    rows = [[person.name or f"({person.position})", person.rank, person.nip, person.position] for person in people]
    rows += [[line, "", "", ""] for line in source.lines("tim_pelaksana")]
    return {"columns": list(PERSON), "rows": rows}


def weighing(source):
    return [
        _("bahwa untuk kelancaran kegiatan %s perlu menugaskan pegawai yang namanya tersebut di bawah ini;") % source.definition.name,
        _("bahwa pegawai dimaksud dipandang mampu dan memenuhi syarat untuk melaksanakan tugas tersebut."),
    ]


def tasks(source):
    found = source.lines("tugas", "mekanisme", "uraian")
    asset = oneline(source.text("perangkat", "lokasi_asal"))
    period = source.period()
    if source.text("lokasi_asal") and source.text("lokasi_tujuan"):
        found.append(
            _("Memindahkan aset dari %(origin)s ke %(destination)s.") % {"origin": asset, "destination": source.text("lokasi_tujuan")}
        )
    elif asset:
        found.append(_("Perangkat yang menjadi sasaran tugas: %s.") % asset)
    planned = source.text("tanggal_rencana") if not period else ""
    if period or planned:
        found.append(_("Tugas dilaksanakan pada tanggal %s.") % (period or planned))
    found.append(_("Melaksanakan tugas sesuai %s.") % source.sop_line())
    found.append(_("Melaporkan hasil pelaksanaan tugas kepada %s.") % (source.signer.position or source.signer.name))
    return found


SURAT_TUGAS = LetterKind(
    "surat-tugas",
    TITLED,
    paper="F4",
    template="surat_tugas",
    opens=("Surat Penugasan", "Surat Perintah Tugas", "Surat Tugas"),
    signers=signers.actor,
    parts=(
        Part("menimbang", "points", weighing, heading=_l("Menimbang")),
        Part("dasar", "points", lambda s: s.basis(), heading=_l("Dasar")),
        Part("kepada", "table", assigned, heading=_l("Kepada")),
        Part("untuk", "points", tasks, heading=_l("Untuk")),
        Part("lain", "answers", lambda s: s.rest()),
        Part(
            "penutup",
            "text",
            lambda s: _("Demikian surat tugas ini dibuat untuk dilaksanakan dengan penuh tanggung jawab."),
            label=_l("Penutup"),
        ),
    ),
)


# Persetujuan


def approver(source):
    signer = source.signer
    pairs = [[_("Nama"), signer.name], [_("NIP"), signer.nip], [_("Pangkat/Golongan"), signer.rank], [_("Jabatan"), signer.position]]
    return [pair for pair in pairs if pair[1]]


def approved_matter(source):
    """What is approved: the data recorded at the first act, texts only."""
    first = [f.code for action in source.definition.first_act.actions for f in action.fields]
    return [[label, text] for code in first for label, text in source.one(code)]


def approved_table(source):
    first = [f.code for action in source.definition.first_act.actions for f in action.fields if f.kind == "tabel"]
    return source.table(*first) if first else None


def conditions(source):
    found = [_("Kegiatan dilaksanakan sesuai %s.") % source.sop_line()]
    if "aset.setujui-hapus" in (source.action.effects if source.action else ()):
        found.append(
            _(
                "Persetujuan ini berlaku di lingkungan %s. Penghapusan dari daftar barang tetap memerlukan Keputusan Penghapusan dari pejabat yang berwenang."
            )
            % source.office.name
        )
    found.append(_("Hasil pelaksanaan dilaporkan secara tertulis setelah kegiatan selesai."))
    return found + points_of(source.note)


PERSETUJUAN = LetterKind(
    "persetujuan",
    TITLED,
    opens=("Lembar Persetujuan", "Persetujuan"),
    signers=signers.actor,
    parts=(
        Part("dasar_pembuka", "text", lambda s: _("Berdasarkan:"), fixed=True),
        Part("dasar", "points", lambda s: s.basis(), label=_l("Dasar")),
        Part("pembuka", "text", lambda s: _("yang bertanda tangan di bawah ini:"), fixed=True),
        Part("pejabat", "pairs", approver, fixed=True),
        Part(
            "persetujuan",
            "text",
            lambda s: _("dengan ini MENYETUJUI %(about)s dengan rincian sebagai berikut:") % {"about": about(s)},
            label=_l("Pernyataan"),
        ),
        Part("rincian", "pairs", approved_matter, label=_l("Rincian")),
        Part("daftar", "table", approved_table, label=_l("Daftar")),
        Part("ketentuan_pembuka", "text", lambda s: _("Dengan ketentuan:"), fixed=True),
        Part("ketentuan", "points", conditions, label=_l("Ketentuan")),
        Part("lain", "answers", lambda s: s.rest()),
        Part(
            "penutup",
            "text",
            lambda s: _("Demikian persetujuan ini diberikan untuk dipergunakan sebagaimana mestinya."),
            label=_l("Penutup"),
        ),
    ),
)


# Pengumuman


def announced(source):
    return _(
        "Diberitahukan kepada seluruh pengguna layanan bahwa sehubungan dengan pelaksanaan kegiatan %(activity)s pada %(office)s, layanan berikut dihentikan untuk sementara:"
    ) % {"activity": source.definition.name, "office": source.office.name}


def outage(source):
    """Which service, from when to when in the office's own zone, why, and whom to ask."""
    when = _("%(date)s, pukul %(time)s %(zone)s")
    zone = source.office.zone_label
    pairs = [[_("Layanan"), source.text("layanan", "server")]]
    for label, date, time in ((_("Mulai"), "tanggal_mulai", "jam_mulai"), (_("Selesai"), "tanggal_selesai", "jam_selesai")):
        day, hour = source.text(date), source.text(time)
        pairs.append([label, when % {"date": day, "time": hour, "zone": zone} if hour else day])
    pairs += [[_("Keperluan"), oneline(source.text("kebutuhan", "alasan"))], [_("Narahubung"), contact(source)]]
    return [pair for pair in pairs if pair[1]]


def contact(source):
    return ", ".join(filter(None, [source.signer.name, source.office.phone and _("telepon %s") % source.office.phone]))


PENGUMUMAN = LetterKind(
    "pengumuman",
    TITLED,
    opens=("Pengumuman",),
    signers=signers.actor,
    parts=(
        Part("pembuka", "text", announced, label=_l("Pembuka")),
        Part("layanan", "pairs", outage, label=_l("Layanan dan waktunya")),
        Part("lain", "answers", lambda s: s.rest()),
        Part(
            "imbauan",
            "points",
            lambda s: [
                _("Simpan pekerjaan dan keluar dari layanan sebelum waktu penghentian dimulai."),
                _("Layanan dapat digunakan kembali setelah waktu penghentian berakhir; perubahan jadwal akan diumumkan tersendiri."),
            ],
            label=_l("Imbauan"),
        ),
        Part(
            "penutup",
            "text",
            lambda s: _("Demikian pengumuman ini disampaikan. Atas perhatian dan pengertiannya diucapkan terima kasih."),
            label=_l("Penutup"),
        ),
    ),
)


# Telaahan staf


def study_head(source):
    """Kepada, Dari, Tanggal, Hal over the rule."""
    return {"to_lines": next_officer(source), "from": source.signer.position or source.signer.name}


def known_facts(source):
    """What the writer named as facts, and where the matter comes from."""
    found = source.lines("fakta")
    pairs = [(_("Perangkat: %s."), source.text("perangkat")), (_("Alasan yang diajukan: %s"), source.text("alasan"))]
    return [form % oneline(text).rstrip(".") for form, text in pairs if text] + found + [_("Dasar pelaksanaan: %s.") % source.sop_line()]


TELAAHAN = LetterKind(
    "telaahan",
    TITLED,
    template="telaahan",
    opens=("Telaahan Staf", "Telaahan"),
    heading=_l("Telaahan Staf"),
    marks=LETTERS,
    facts=study_head,
    signers=signers.actor,
    parts=(
        Part("persoalan", "text", lambda s: s.text("persoalan", "keluhan", "kebutuhan"), heading=_l("Persoalan")),
        Part(
            "praanggapan",
            "points",
            lambda s: [_("Data yang tercatat pada %s sesuai dengan keadaan di lapangan.") % s.ticket_line()],
            heading=_l("Praanggapan"),
        ),
        Part("fakta", "points", known_facts, heading=_l("Fakta yang Memengaruhi")),
        Part("daftar", "table", lambda s: s.table("aset_diusulkan"), label=_l("Daftar aset")),
        Part("analisis", "text", lambda s: s.text("analisis"), heading=_l("Analisis")),
        Part(
            "simpulan",
            "text",
            lambda s: _("Berdasarkan fakta dan analisis tersebut, kegiatan %s dapat dipertimbangkan untuk ditindaklanjuti.") % about(s),
            heading=_l("Simpulan"),
        ),
        Part("saran", "points", lambda s: s.lines("saran", "rekomendasi"), heading=_l("Saran")),
        Part("lain", "answers", lambda s: s.rest()),
        Part(
            "penutup",
            "text",
            lambda s: _("Demikian telaahan staf ini dibuat sebagai bahan pertimbangan lebih lanjut."),
            label=_l("Penutup"),
        ),
    ),
)

KINDS = (SURAT_TUGAS, PERSETUJUAN, PENGUMUMAN, TELAAHAN)
