"""YAML 1.2 as a tree of texts with line numbers. Nothing is guessed: `no`, `010` and `10:30` stay the words that were typed.

Built from ruamel's events with a stack of our own, so that neither deep nesting nor aliases can exhaust memory or the call stack.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from .problems import Problem, shown
from .yaml_errors import explain

LARGEST_FILE = 2 * 1024 * 1024  # bytes
LONGEST_LINE = 5_000  # characters
DEEPEST = 20
MOST_NODES = 20_000
MOST_REPEATS = 10  # of the same kind of slip: more would bury everything else


class Text(str):
    """A scalar, with the line it stood on. `plain`: written without quotes; an empty plain one means that nothing was written."""

    __slots__ = ("line", "plain")

    def __new__(cls, value, line=0, plain=True):
        made = super().__new__(cls, value)
        made.line, made.plain = line, plain
        return made


@dataclass
class Items:
    """A sequence."""

    line: int
    items: list = field(default_factory=list)


@dataclass
class Table:
    """A mapping: (key Text, value node) pairs as written; `flow`: in curly braces."""

    line: int
    flow: bool = False
    pairs: list = field(default_factory=list)
    seen: dict = field(default_factory=dict, repr=False)  # key: its first Text


class _Stop(Exception):
    """Reading cannot go on; the reason is already reported."""


def read(raw, report):
    """The root node (Text, Items or Table) of `raw` (bytes or str), or None after reporting why it cannot be read."""
    text = _decode(raw, report)
    if text is None or not _clean(text, report):
        return None
    try:
        root = _Tree(report, text.splitlines()).build(text)
    except _Stop:
        return None
    if root is None or (isinstance(root, Text) and not root.strip()):
        report.error(1, _("Berkas ini kosong. Mulailah dengan “sop:” dan “prosedur:”."))
        return None
    return root


def too_large(size, report):
    """Report and return True when a file of `size` bytes is larger than any SOP."""
    if size > LARGEST_FILE:
        report.error(1, _("Berkas ini terlalu besar; paling besar 2 MB. Satu berkas hanya memuat teks satu dokumen SOP, tanpa gambar."))
    return size > LARGEST_FILE


def _decode(raw, report):
    if isinstance(raw, str):
        raw = raw.encode("utf-8", "surrogatepass")
    if too_large(len(raw), report):
        return None
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        report.error(1, _("Berkas ini tersimpan sebagai UTF-16. Simpan ulang sebagai UTF-8."))
        return None
    if b"\0" in raw or raw[:4] in (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0"):
        report.error(
            1, _("Ini bukan berkas teks (mungkin dokumen Word, PDF, atau gambar). Simpan SOP sebagai teks biasa berakhiran .yaml.")
        )
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        report.error(line, _("Ada huruf yang bukan UTF-8 di baris ini. Simpan ulang berkasnya dengan pengodean UTF-8."))
        return None


# What a paste from Word or a web page leaves in the margin. YAML indents with plain spaces only.
_ODD_SPACES = {"\t": "tab"} | dict.fromkeys(
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u3000\ufeff", "spasi khusus"
)


def _clean(text, report):
    """Whether the lines can be handed to the YAML reader; reports tabs, odd spaces, unprintable characters and endless lines."""
    slips = 0
    for number, line in enumerate(text.split("\n"), 1):
        slip = _slip(line)
        if slip:
            report.error(number, slip)
            slips += 1
            if slips >= MOST_REPEATS:
                break
    return not slips


def _slip(line):
    if len(line) > LONGEST_LINE:
        return _("Baris ini lebih panjang dari 5.000 karakter. Pecah menjadi beberapa baris.")
    margin = line[
        : len(line)
        - len(line.lstrip(" \t\u00a0\u200b\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\ufeff"))
    ]
    odd = next((_ODD_SPACES[c] for c in margin if c in _ODD_SPACES), None)
    if odd == "tab" and line.strip():
        return _("Baris ini menjorok dengan tab. Ganti setiap tab dengan dua spasi.")
    if odd and line.strip():
        return _("Baris ini menjorok dengan spasi khusus dari hasil salin-tempel. Hapus dan ketik ulang spasinya.")
    if any((c < " " and c not in "\t\r") or "\x7f" <= c <= "\x9f" or "\ud800" <= c <= "\udfff" or c in "\ufffe\uffff" for c in line):
        return _("Baris ini memuat karakter kendali yang tidak terlihat. Hapus karakter itu atau ketik ulang barisnya.")
    return None


class _Tree:
    def __init__(self, report, lines):
        self.report, self.lines = report, lines
        self.stack = []  # open Items and Tables
        self.keys = []  # for each open node: the key waiting for its value, or None
        self.root = None
        self.nodes = 0

    def build(self, text):
        documents = 0
        for event in self.events(text):
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.stop(
                        _line(event),
                        _("Ada pemisah “---” atau “...” kedua. Satu berkas memuat satu dokumen SOP; pindahkan yang ini ke berkas lain."),
                    )
            self.take(event)
        return self.root

    def events(self, text):
        source, at = YAML(typ="safe", pure=True).parse(text), 1
        while True:
            try:
                event = next(source, None)
            except MarkedYAMLError as error:
                self.report.add(Problem(*explain(error, self.lines)))
                raise _Stop from None
            except Exception:  # ruamel's own slips on nonsense; a sentence is all that the writer of the file can use
                self.stop(
                    at, _("Berkas ini tidak dapat dibaca sebagai YAML. Periksa tanda kutip, titik dua, dan kurung setelah baris ini.")
                )
            if event is None:
                return
            at = _line(event)
            yield event

    def stop(self, line, message, /, **values):
        self.report.error(line, message, **values)
        raise _Stop

    def take(self, event):
        if isinstance(event, AliasEvent):
            self.stop(
                _line(event),
                _("Rujukan “*%(name)s” tidak dipakai di berkas SOP. Tulis isinya lengkap, atau apit teksnya dengan tanda kutip."),
                name=event.anchor,
            )
        if getattr(event, "anchor", None):
            self.stop(
                _line(event),
                _("Penanda “&%(name)s” tidak dipakai di berkas SOP. Hapus, atau apit teksnya dengan tanda kutip."),
                name=event.anchor,
            )
        tag = getattr(event, "tag", None) or getattr(event, "ctag", None)
        if tag and isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent):
            self.stop(
                _line(event),
                _("Penanda jenis “%(tag)s” tidak dipakai di berkas SOP. Hapus, atau apit teksnya dengan tanda kutip."),
                tag=str(tag).replace("tag:yaml.org,2002:", "!!"),
            )
        if isinstance(event, ScalarEvent):
            self.place(self.scalar(event))
        elif isinstance(event, SequenceStartEvent):
            self.open(Items(_line(event)))
        elif isinstance(event, MappingStartEvent):
            self.open(Table(_line(event), bool(event.flow_style)))
        elif isinstance(event, SequenceEndEvent | MappingEndEvent):
            self.stack.pop()
            self.keys.pop()

    def scalar(self, event):
        line, plain = _line(event), not event.style
        value = event.value
        if any((c < " " and c not in "\t\n\r") or "\ud800" <= c <= "\udfff" or c == "\x7f" for c in value):
            self.stop(
                line, _("Teks ini memuat karakter kendali (misalnya \\0 atau \\ud800) yang tidak dapat disimpan. Hapus karakter itu.")
            )
        if plain and event.end_mark.line > event.start_mark.line:
            for number in range(event.start_mark.line + 1, min(event.end_mark.line + 1, len(self.lines))):
                if self.lines[number].lstrip().startswith("- "):
                    self.report.error(
                        number + 1,
                        _(
                            "Butir “- ” ini menyambung teks baris %(line)s, bukan memulai daftar. Kosongkan teks setelah titik dua di atasnya."
                        ),
                        line=line,
                    )
        return Text(value, line, plain)

    def open(self, node):
        if len(self.stack) >= DEEPEST:
            self.stop(node.line, _("Susunan bertingkat terlalu dalam (lebih dari 20 tingkat). Periksa kurung dan jorokannya."))
        self.place(node)
        self.stack.append(node)
        self.keys.append(None)

    def place(self, node):
        """Put `node` where it belongs: into the open list, as a key, as the value of the waiting key, or at the root."""
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self.stop(node.line, _("Berkas ini memuat lebih dari 20.000 isian; satu berkas hanya untuk satu dokumen SOP."))
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, Items):
            parent.items.append(node)
        elif self.keys[-1] is None:
            self.keys[-1] = self.key(node, parent)
        else:
            parent.pairs.append((self.keys[-1], node))
            self.keys[-1] = None

    def key(self, node, parent):
        if not isinstance(node, Text):
            self.stop(
                node.line, _("Kunci (kata sebelum titik dua) harus satu teks, bukan daftar atau kelompok. Periksa kurung dan titik dua.")
            )
        earlier = parent.seen.setdefault(node, node)
        if earlier is not node:
            self.report.error(
                node.line,
                _("Kunci “%(key)s” ditulis dua kali; yang pertama di baris %(line)s. Hapus atau gabungkan salah satunya."),
                key=node,
                line=earlier.line,
            )
        return node


def _line(event):
    return event.start_mark.line + 1


def described(node):
    """What a node is, for a sentence: "teks “x”", "daftar" or "kelompok kunci"."""
    if isinstance(node, Text):
        return _("teks “%s”") % shown(node, 40) if node.strip() else _("kosong")
    return _("daftar") if isinstance(node, Items) else _("kelompok kunci")
