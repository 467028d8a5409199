"""Reads SOP files: text in, a checked sop.definition.Sop and every problem with its line out. Never raises for what a file says."""

from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from .build import build
from .checks import check
from .content import content_hash, from_content, printed_part, to_content, to_json, to_yaml
from .definition import Sop
from .problems import ERROR, WARNING, Problem, Report
from .reader import LARGEST_FILE, read, too_large
from .schema import read_document
from .values import Rec

__all__ = ["Result", "content_hash", "from_content", "parse", "parse_file", "printed_part", "to_content", "to_json", "to_yaml"]


@dataclass(frozen=True)
class Result:
    """What a file holds. `sop` and `content` are None when there are errors; `document` is the file as read, with lines."""

    filename: str
    source: str = ""
    sop: Sop | None = None
    content: dict | None = None
    problems: tuple[Problem, ...] = ()
    document: Rec = field(default=None, repr=False, compare=False)

    @property
    def errors(self):
        return tuple(p for p in self.problems if p.severity == ERROR)

    @property
    def warnings(self):
        return tuple(p for p in self.problems if p.severity == WARNING)


def parse(raw, filename=""):
    """The Result of a SOP file given as bytes or text."""
    report = Report()
    document = sop = content = None
    try:
        root = read(raw, report)
        if root is not None:
            document = read_document(root, report)
            check(document, report)
        if document is not None and not report.errors:
            sop = build(document)
            content = to_content(sop)
    except Exception as slip:  # ours, not the writer's: they still get a sentence, and whoever gets the file can find the slip
        report.error(
            1,
            _("Pemeriksa tersandung pada berkas ini (%(what)s). Ini kesalahan program: laporkan beserta berkasnya."),
            what=type(slip).__name__,
        )
        sop = content = None
    source = raw if isinstance(raw, str) else raw.decode("utf-8-sig", "replace")
    return Result(str(filename), source if sop else "", sop, content, report.problems(), document)


def parse_file(path):
    """The Result of the file at `path`; a file that cannot be opened is a problem like any other."""
    report, path = Report(), Path(path)
    try:
        if path.is_dir():
            report.error(1, _("Ini folder, bukan berkas SOP."))
        elif not too_large(path.stat().st_size, report):
            with path.open("rb") as file:  # a pipe has no size of its own
                return parse(file.read(LARGEST_FILE + 1), path)
    except FileNotFoundError:
        report.error(1, _("Berkas ini tidak ada. Periksa nama dan foldernya."))
    except (OSError, ValueError) as error:
        report.error(1, _("Berkas ini tidak dapat dibuka: %(why)s."), why=getattr(error, "strerror", None) or error)
    return Result(str(path), problems=report.problems())


def clashes(results):
    """{filename: Problems} of procedure codes that several files of one office claim."""
    owners, found = {}, {}
    for result in results:
        for index, procedure in enumerate(result.sop.procedures if result.sop else ()):
            first = owners.setdefault((result.sop.organisation, procedure.code), result)
            if first is not result:
                report = Report()
                line = result.document["prosedur"][index].at("kode")
                report.error(
                    line, _("Kode prosedur “%(code)s” sudah dipakai di berkas %(file)s."), code=procedure.code, file=first.filename
                )
                found[result.filename] = found.get(result.filename, ()) + report.problems()
    return found
