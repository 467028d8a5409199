"""What a kind of letter is: a declaration of its layout, its parts in order, and who signs. Nothing here knows a kind by name.

Content of a part by its `form`, always plain JSON:
- text: "paragraph\\nparagraph" · points: [text, ...] · pairs: [[label, text], ...]
- table: {"columns": [text], "rows": [[text]], "right": [column numbers set to the right], "total": [text] or absent}
- checks: {"options": [text], "chosen": [text]}; what is chosen and no option was typed by somebody
- answers: [printed answer], see documents.answers; and forms that only read the letter's other facts ("steps", "parties"): True
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

FORMS = ("text", "points", "pairs", "table", "checks", "answers", "steps", "parties")
EDITABLE = ("text", "points", "pairs", "table", "checks")
CORRESPONDENCE, TITLED = "korespondensi", "judul"
LETTERS, CHAPTERS = "huruf", "bab"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True)
class Part:
    """One part of a letter. `propose(source)` is its content as the ticket has it; empty: the part is not printed.

    `heading`: text, or a function of the source. `chapter`: begins a chapter of that name. `fixed`: nobody edits it.
    """

    code: str
    form: str
    propose: Callable
    heading: str | Callable = ""
    chapter: str = ""
    label: str = ""  # what the form that edits it calls it, if not its heading
    fixed: bool = False

    @property
    def editable(self):
        return self.form in EDITABLE and not self.fixed

    @property
    def name(self):
        """What a form calls this part."""
        return self.label or ("" if callable(self.heading) else self.heading) or self.chapter


@dataclass(frozen=True)
class LetterKind:
    """`family`: how it is laid out. `template`: of a kind whose form is really its own; else the family's.
    `sheet`: its parts stand in boxes, not one below the other.

    `opens`: first words of its titles; what follows is what it is about (TENTANG, Hal). `heading`: printed for these words. `marks`: how headings are counted.
    `signers(source)`: list of blocks (documents.kinds.signers). `to(source)`: lines of the addressee. `copies(source)`: tembusan.
    `facts(source)`: more facts its template reads, and `pairs` of its head.
    """

    code: str
    family: str
    parts: tuple[Part, ...]
    signers: Callable
    paper: str = "A4"
    landscape: bool = False
    template: str = ""
    sheet: bool = False
    opens: tuple[str, ...] = ()
    heading: str = ""
    marks: str = ""
    to: Callable | None = None
    copies: Callable | None = None
    facts: Callable | None = None

    def part(self, code):
        return next((part for part in self.parts if part.code == code), None)

    def split(self, title):
        """(what the letter is, what it is about): "Telaahan Penghapusan Aset" is "Telaahan" about "Penghapusan Aset"."""
        for opening in self.opens:
            if title.lower().startswith(opening.lower() + " "):
                return str(self.heading) or title[: len(opening)], title[len(opening) :].strip()
        return title, ""


def is_empty(content):
    """Whether there is nothing to print. A table without rows and checks without a mark are empty, too."""
    if isinstance(content, dict):
        return not (content.get("rows") or content.get("chosen") or content.get("of"))
    return not content


def digest(content):
    """A short name for one content: the same proposal has the same."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def counted(parts, marks):
    """`parts` ([{"heading", "chapter", ...}], in order) with their headings counted: A., B.; in chapters I., II. with A., B. in each."""
    letters = chapters = 0
    found = []
    for part in parts:
        chapter, heading = part["chapter"], part["heading"]
        if chapter:
            chapter = f"{ROMAN[chapters]}. {chapter}"
            chapters, letters = chapters + 1, 0
        if heading and marks:
            heading = f"{chr(ord('A') + letters)}. {heading}"
            letters += 1
        found.append(part | {"chapter": chapter, "heading": heading})
    return found
