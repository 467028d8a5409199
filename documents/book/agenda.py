"""The book of letters sent (buku agenda surat keluar): one line for each number, its newest version, void ones too."""

import csv
import io

from django import forms
from django.db.models import Q
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import cells
from accounts.roles import office_day
from sop.registry import LETTER_KINDS

from ..models import Letter
from ..words import MONTHS, short_date

STANDING, VOID, NUMBERLESS, UNFINISHED = "berlaku", "batal", "nomor", "belum"
STATES = [
    ("", gettext_lazy("Semua keadaan")),
    (STANDING, gettext_lazy("Berlaku")),
    (VOID, gettext_lazy("Batal")),
    (NUMBERLESS, gettext_lazy("Menunggu nomor")),
    (UNFINISHED, gettext_lazy("Belum selesai dibuat")),
]
MOST_PRINTED = 1000  # lines of a PDF; more would take a worker's memory, and nobody reads them


class FilterForm(forms.Form):
    """What of the book is shown. Anything malformed counts as not said."""

    q = forms.CharField(label=gettext_lazy("Cari"), max_length=200, required=False)
    jenis = forms.ChoiceField(label=gettext_lazy("Jenis"), required=False)
    tahun = forms.ChoiceField(label=gettext_lazy("Tahun"), required=False)
    bulan = forms.ChoiceField(label=gettext_lazy("Bulan"), required=False)
    keadaan = forms.ChoiceField(label=gettext_lazy("Keadaan"), required=False, choices=STATES)

    def __init__(self, data, organisation):
        super().__init__(data)
        this = office_day(organisation).year
        first = Letter.objects.filter(organisation=organisation).order_by("year").values_list("year", flat=True).first() or this
        self.fields["jenis"].choices = [("", _("Semua jenis")), *LETTER_KINDS.items()]
        self.fields["tahun"].choices = [("", _("Semua tahun")), *[(str(year), str(year)) for year in range(this, min(first, this) - 1, -1)]]
        self.fields["bulan"].choices = [("", _("Semua bulan")), *[(str(at), name) for at, name in enumerate(MONTHS, start=1)]]
        for name in ("jenis", "tahun", "bulan", "keadaan"):
            self.fields[name].widget.attrs["class"] = "form-select"
        self.is_valid()

    def said(self, name):
        return self.cleaned_data.get(name, "")

    def apply(self, letters):
        if self.said("jenis"):
            letters = letters.filter(kind=self.said("jenis"))
        if self.said("tahun"):
            letters = letters.filter(issued_on__year=int(self.said("tahun")))
        if self.said("bulan"):
            letters = letters.filter(issued_on__month=int(self.said("bulan")))
        if self.said("keadaan"):
            letters = letters.filter(_state(self.said("keadaan")))
        for word in self.said("q").replace("\x00", "").split()[:10]:
            letters = letters.filter(Q(number__icontains=word) | Q(title__icontains=word) | Q(ticket__number__icontains=word))
        return letters

    def title(self):
        """What is shown, for the head of the printed book: "Berita Acara, November 2026"."""
        names = {name: dict(self.fields[name].choices).get(self.said(name), "") for name in ("jenis", "bulan", "tahun", "keadaan")}
        when = " ".join(names[name] for name in ("bulan", "tahun") if self.said(name))
        parts = [names["jenis"] if self.said("jenis") else "", when, names["keadaan"] if self.said("keadaan") else ""]
        return ", ".join(str(part) for part in [*parts, f"“{self.said('q')}”" if self.said("q") else ""] if part)


def _state(code):
    return {
        STANDING: Q(voided_at=None, status=Letter.Status.ISSUED),
        VOID: Q(voided_at__isnull=False),
        NUMBERLESS: Q(voided_at=None, status=Letter.Status.NUMBERLESS),
        UNFINISHED: Q(voided_at=None, status__in=(Letter.Status.WAITING, Letter.Status.FAILED)),
    }[code]


def letters(user):
    """Letters of the book that `user` may see, newest first, each with `to` (lines of the addressee, or None)."""
    newest = Letter.objects.visible_to(user).filter(superseded_by=None)
    return newest.select_related("ticket").annotate(to=KeyTransform("to", "facts")).defer("facts").order_by("-issued_on", "-pk")


def waiting_for_number(user):
    return Letter.objects.visible_to(user).filter(_state(NUMBERLESS), superseded_by=None).count()


def remark(letter):
    """What stands under Keterangan."""
    if letter.is_void:
        return _("Batal: %s") % letter.void_reason
    said = [_("versi %d") % letter.version] if letter.version > 1 else []
    if letter.lacks_number:
        said.append(_("menunggu nomor"))
    elif not letter.is_issued:
        said.append(_("belum selesai dibuat"))
    if letter.certificate:
        said.append(_("bertanda tangan elektronik"))
    return ", ".join(said)


def addressee(letter):
    """The addressee on one line; "" for letters that have none."""
    return " ".join(str(line) for line in letter.to or [])[:300]


def line(letter):
    """One line of the printed book: texts under COLUMNS."""
    return [
        letter.number,
        short_date(letter.issued_on),
        letter.kind_name,
        letter.title,
        addressee(letter),
        letter.ticket.number,
        remark(letter),
    ]


COLUMNS = [
    gettext_lazy("Nomor surat"),
    gettext_lazy("Tanggal"),
    gettext_lazy("Jenis"),
    gettext_lazy("Hal"),
    gettext_lazy("Kepada"),
    gettext_lazy("Tiket"),
    gettext_lazy("Keterangan"),
]


def as_csv(found):
    """The book as CSV text, oldest first, with a byte order mark for spreadsheets; no cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([str(column) for column in COLUMNS] + ["SHA-256"])
    for letter in found.order_by("issued_on", "pk").iterator(chunk_size=500):
        writer.writerow([cells.text(value) for value in [*line(letter), letter.sha256]])
    return "\ufeff" + out.getvalue()
