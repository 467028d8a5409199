"""Bukti dukung SPBE: one ZIP with the SOPs, the register of tickets, the letters, and a hash of each, for whoever audits the office."""

import hashlib
import zipfile
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Letter
from sop import sheet
from sop.models import Procedure, Revision

from . import exports, paper, register, sets, sheets

CHUNK = 1 << 20


class Archive:
    """A ZIP that remembers the hash of everything put into it."""

    def __init__(self, path):
        self.zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
        self.date = timezone.localtime().timetuple()[:6]
        self.sums = {}

    @contextmanager
    def open(self, name):
        digest = hashlib.sha256()
        entry = zipfile.ZipInfo(name, self.date)
        entry.compress_type = zipfile.ZIP_DEFLATED
        with self.zip.open(entry, "w", force_zip64=True) as target:

            def put(chunk):
                digest.update(chunk)
                target.write(chunk)

            yield put
        self.sums[name] = digest.hexdigest()

    def add(self, name, content):
        with self.open(name) as put:
            put(content)

    def add_file(self, name, file):
        with self.open(name) as put:
            while chunk := file.read(CHUNK):
                put(chunk)

    def close(self):
        self.zip.writestr("SHA256SUMS", "".join(f"{digest}  {name}\n" for name, digest in sorted(self.sums.items())))
        self.zip.close()


def write(path, organisation, period, *, reader, tick=lambda share: None):
    """Write the ZIP to `path`. Only letters and subjects `reader` (User) may see go in. `tick(0 to 1)` is called on the way."""
    archive = Archive(path)
    sops = _sops(archive, organisation, period)
    tick(0.2)
    figures = exports.figures_of(organisation, period, exports.closing_of(organisation, period))
    archive.add("laporan/laporan.json", exports.as_json(figures).encode())
    archive.add("laporan/laporan.pdf", paper.of(organisation, figures, exports.closing_of(organisation, period)))
    tick(0.35)
    with archive.open("register/register-tiket.csv") as put:
        for line in register.csv_lines(organisation, period, reader):
            put(line.encode())
    with TemporaryDirectory() as folder:
        made = Path(folder) / "laporan.xlsx"
        sheets.write(made, organisation, period, figures, reader=reader, tick=lambda share: tick(0.35 + 0.25 * share))
        with made.open("rb") as file:
            archive.add_file("register/laporan.xlsx", file)
    tick(0.6)
    letters = _letters(archive, period, reader, lambda share: tick(0.6 + 0.4 * share))
    context = {
        "office": organisation,
        "period": period,
        "made_at": timezone.now(),
        "sops": sops,
        "letters": letters,
        "tickets": register.size(organisation, period),
    }
    with timezone.override(organisation.zone):
        archive.add("README.txt", render_to_string("reports/evidence.txt", context).encode())
        archive.add("index.html", render_to_string("reports/evidence.html", context).encode())
    archive.close()


def _sops(archive, organisation, period):
    """The SOPs in force and those the tickets of the period were under. [(file, number, name, revision, state)]."""
    used = sets.active(sets.Scope.of(organisation, period)).order_by().values("revision").distinct()
    in_force = Procedure.objects.offered(organisation).values("revision_in_force")
    found = []
    revisions = Revision.objects.filter(Q(pk__in=used) | Q(pk__in=in_force), sop__organisation=organisation).select_related("sop")
    for revision in revisions.order_by("sop__name", "sequence"):
        sop = revision.definition
        name = f"sop/{_plain(sop.number or sop.name)}-revisi-{revision.sequence}.pdf"
        archive.add(name, sheet.render_pdf(sop, office=organisation))
        found.append((name, sop.number, sop.name, revision.sequence, revision.get_status_display()))
    return found


def _letters(archive, period, reader, tick):
    """The letters issued in the period. [(file, Letter, note)]; a file that is gone or not what was issued is named, not hidden."""
    letters = Letter.objects.visible_to(reader).issued().filter(issued_on__range=(period.first, period.last))
    letters, found = letters.select_related("ticket").defer("facts").order_by("pk"), []
    total = letters.count() or 1
    for place, letter in enumerate(letters.iterator(chunk_size=200), 1):
        name = f"surat/{letter.pk:06d}-{letter.file_name}"
        try:
            with letter.file.open("rb") as file:
                archive.add_file(name, file)
        except FileNotFoundError:
            found.append(("", letter, _("berkas tidak ditemukan di penyimpanan")))
            continue
        same = archive.sums[name] == letter.sha256
        found.append((name, letter, "" if same else _("isi berkas tidak sama dengan yang diterbitkan")))
        tick(place / total)
    return found


def _plain(text):
    """A file name of letters, digits and dashes."""
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in text).split())[:80] or "sop"
