"""Plans and reports: rencana kebutuhan, laporan kegiatan, laporan instalasi, hasil evaluasi, rencana aksi."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from .. import words
from . import signers
from .base import CHAPTERS, LETTERS, TITLED, LetterKind, Part
from .correspondence import about, oneline
from .records import of
from .source import points_of

# Laporan kegiatan


def general(source):
    return _(
        "Kegiatan %(activity)s pada %(office)s dilaksanakan melalui %(ticket)s dan dilaporkan menurut keadaan sampai tanggal %(date)s."
    ) % {
        "activity": source.definition.name,
        "office": source.office.name,
        "ticket": source.ticket_line(),
        "date": words.long_date(source.on),
    }


def purpose(source):
    return _(
        "Laporan ini dibuat sebagai pertanggungjawaban pelaksanaan kegiatan, dengan tujuan memberikan gambaran tentang pelaksanaan, hasil, dan hambatannya."
    )


def scope(source):
    """What the report is about: the subject, the period and the device or place if they were recorded."""
    pairs = [
        [_("Perihal"), source.ticket.subject],
        [_("Perangkat/server"), oneline(source.text("server", "perangkat"))],
        [_("Lokasi"), " – ".join(filter(None, [source.text("lokasi_asal"), source.text("lokasi_tujuan")])) or source.text("unit_pelapor")],
        [_("Kurun waktu"), " ".join(filter(None, [source.text("kurun"), source.period()]))],
    ]
    return [pair for pair in pairs if pair[1]]


def results(source):
    """What whoever reports wrote: the paragraphs of this form, one after the other."""
    texts = [source.text(f.code) for f in source.own_fields if f.kind == "paragraf"]
    return "\n".join(text for text in texts if text)


def obstacles(source):
    """Holds, repetitions and moves outside the SOP; "none" is said, too."""
    found = []
    for row in source.common["steps"]:
        found += row["remarks"]
        if row["deviation"] or row["repeat"]:
            how = _("di luar alur SOP") if row["deviation"] else _("pengulangan ke-%s") % row["repeat"]
            note = f": {oneline(row['note'])}" if row["note"] else ""
            found.append(f"{_('Langkah %s') % row['step'] if row['step'] else row['activity']}, {row['action']} ({how}){note}")
    return list(dict.fromkeys(found)) or [_("Tidak ada hambatan yang berarti.")]


def conclusion(source):
    return _("Kegiatan %s sampai tahap ini telah dilaksanakan sesuai SOP yang berlaku.") % source.definition.name


def advice(source):
    return points_of(source.note) or [_("Hasil kegiatan agar ditindaklanjuti sesuai langkah SOP berikutnya.")]


LAPORAN_KEGIATAN = LetterKind(
    "laporan-kegiatan",
    TITLED,
    opens=("Laporan",),
    marks=CHAPTERS,
    facts=lambda s: {"steps": s.steps()},
    signers=signers.with_acknowledgement,
    parts=(
        Part("umum", "text", general, chapter=_l("PENDAHULUAN"), heading=_l("Umum")),
        Part("dasar", "points", lambda s: s.basis(), heading=_l("Dasar")),
        Part("maksud", "text", purpose, heading=_l("Maksud dan Tujuan")),
        Part("lingkup", "pairs", scope, heading=_l("Ruang Lingkup")),
        Part("kegiatan", "steps", of("steps"), chapter=_l("PELAKSANAAN"), heading=_l("Kegiatan")),
        Part("hasil", "text", results, heading=_l("Hasil")),
        Part("tabel", "table", lambda s: s.table(), label=_l("Tabel hasil")),
        Part("lain", "answers", lambda s: s.rest(), label=_l("Data lain")),
        Part("hambatan", "points", obstacles, heading=_l("Hambatan")),
        Part("simpulan", "text", conclusion, chapter=_l("SIMPULAN DAN SARAN"), heading=_l("Simpulan")),
        Part("saran", "points", advice, heading=_l("Saran")),
        Part(
            "penutup",
            "text",
            lambda s: _("Demikian laporan ini disusun untuk menjadi bahan pertimbangan lebih lanjut."),
            chapter=_l("PENUTUP"),
        ),
    ),
)


# Laporan instalasi


def installed_where(source):
    pairs = [
        [_("Aset"), source.text("aset")],
        [_("Digunakan untuk"), oneline(source.text("penggunaan"))],
        [_("Lokasi penggunaan"), source.text("lokasi_tujuan")],
        [_("Alamat IP"), source.text("ip")],
    ]
    return [pair for pair in pairs if pair[1]]


LAPORAN_INSTALASI = LetterKind(
    "laporan-instalasi",
    TITLED,
    opens=("Laporan",),
    marks=LETTERS,
    signers=signers.with_acknowledgement,
    parts=(
        Part(
            "pembuka",
            "text",
            lambda s: _("Bersama ini dilaporkan %(about)s yang dilaksanakan melalui %(ticket)s sebagai berikut:") % {
                "about": about(s), "ticket": s.ticket_line(),
            },
            label=_l("Pembuka"),
        ),
        Part("dasar", "points", lambda s: s.basis(), heading=_l("Dasar")),
        Part("barang", "table", lambda s: s.table("aset_diserahkan"), heading=_l("Aset yang diterima")),
        Part("tempat", "pairs", installed_where, heading=_l("Penggunaan")),
        Part("instalasi", "table", lambda s: s.table("instalasi") or s.table(), heading=_l("Instalasi dan konfigurasi")),
        Part("lain", "answers", lambda s: s.rest(), heading=_l("Dokumentasi dan data lain")),
        Part(
            "simpulan",
            "text",
            lambda s: _("Aset telah dipasang dan dikonfigurasi dengan hasil sebagaimana tercantum di atas, dan menjadi tanggung jawab Pengguna Aset."),
            heading=_l("Simpulan"),
        ),
        Part("penutup", "text", lambda s: _("Demikian laporan ini dibuat dengan sebenarnya."), label=_l("Penutup")),
    ),
)  # fmt: skip


# Rencana kebutuhan


def wanted(source):
    """The table of what is needed, with the price of each row and the sum, where amounts and prices were given."""
    table = source.table("kebutuhan") or source.table()
    rows = source.ticket.answers.get("kebutuhan") or []
    if table is None or not any(row.get("harga_satuan") for row in rows):
        return table
    amounts = [amount(row) for row in rows]
    table["columns"].append(_("Jumlah harga (Rp)"))
    for row, value in zip(table["rows"], amounts, strict=True):
        row.append(grouped(value) if value is not None else "")
    table["right"].append(len(table["columns"]) - 1)
    table["total"] = [_("Jumlah"), *[""] * (len(table["columns"]) - 2), grouped(sum(value for value in amounts if value is not None))]
    return table


def amount(row):
    """Number × price of one row, a whole number of rupiah; None without either."""
    try:
        return int(Decimal(str(row["jumlah"])) * Decimal(str(row["harga_satuan"])))
    except (KeyError, InvalidOperation, ValueError, OverflowError):
        return None


def grouped(number):
    return f"{number:,}".replace(",", ".")


def in_words(source):
    values = [amount(row) for row in source.ticket.answers.get("kebutuhan") or []]
    total = sum(value for value in values if value is not None)
    return _("Terbilang: %s rupiah.") % words.in_words(total) if 0 < total <= words.LARGEST else ""


def plan_head(source):
    pairs = [
        [_("Unit kerja"), source.signer.unit or source.office.name],
        [_("Tahun anggaran"), source.text("tahun_anggaran")],
        [_("Nomor tiket"), source.ticket.number],
    ]
    return [pair for pair in pairs if pair[1]]


RENCANA_KEBUTUHAN = LetterKind(
    "rencana-kebutuhan",
    TITLED,
    paper="F4",
    landscape=True,
    marks=LETTERS,
    signers=signers.round_of,
    parts=(
        Part("kepala", "pairs", plan_head, label=_l("Kepala")),
        Part("kebutuhan", "table", wanted, heading=_l("Usulan kebutuhan"), fixed=True),  # its sums are reckoned from the form
        Part("terbilang", "text", in_words, fixed=True),
        Part("alasan", "text", lambda s: s.text("alasan"), heading=_l("Alasan kebutuhan")),
        Part("dasar", "points", lambda s: [s.sop_line()], heading=_l("Dasar")),
        Part("lain", "answers", lambda s: s.rest(), heading=_l("Lampiran dan keterangan lain")),
        Part("penutup", "text", lambda s: _("Demikian rencana kebutuhan ini disusun sebagai bahan penganggaran."), label=_l("Penutup")),
    ),
)


# Hasil evaluasi, rencana aksi


def evaluated(source):
    return [[_("Kurun waktu"), text] for text in [", ".join(filter(None, [source.text("kurun"), source.period()]))] if text]


HASIL_EVALUASI = LetterKind(
    "hasil-evaluasi",
    TITLED,
    marks=LETTERS,
    signers=signers.round_of,
    parts=(
        Part("kurun", "pairs", evaluated, label=_l("Kurun waktu")),
        Part("dasar", "points", lambda s: s.basis(), heading=_l("Dasar")),
        Part("rekap", "table", lambda s: s.table("rekap"), heading=_l("Rekap kegiatan")),
        Part("temuan", "text", lambda s: s.text("temuan"), heading=_l("Temuan")),
        Part("rekomendasi", "points", lambda s: s.lines("rekomendasi"), heading=_l("Rekomendasi")),
        Part("lain", "answers", lambda s: s.rest(), heading=_l("Data lain")),
        Part("penutup", "text", lambda s: _("Demikian hasil evaluasi ini disusun untuk ditindaklanjuti."), label=_l("Penutup")),
    ),
)


RENCANA_AKSI = LetterKind(
    "rencana-aksi",
    TITLED,
    paper="A4",
    marks=LETTERS,
    signers=signers.with_acknowledgement,
    parts=(
        Part("dasar", "points", lambda s: s.basis(), heading=_l("Dasar")),
        Part("temuan", "text", lambda s: s.text("temuan"), heading=_l("Temuan yang ditindaklanjuti")),
        Part("tindak_lanjut", "points", lambda s: s.lines("rencana_tindak_lanjut"), heading=_l("Tindak lanjut")),
        Part("aksi", "table", lambda s: s.table("rencana_aksi") or s.table(), heading=_l("Rencana aksi")),
        Part("lain", "answers", lambda s: s.rest(), heading=_l("Data lain")),
        Part(
            "penutup",
            "text",
            lambda s: _("Demikian rencana ini disusun untuk dilaksanakan oleh penanggung jawab masing-masing."),
            label=_l("Penutup"),
        ),
    ),
)

KINDS = (LAPORAN_KEGIATAN, LAPORAN_INSTALASI, RENCANA_KEBUTUHAN, HASIL_EVALUASI, RENCANA_AKSI)
