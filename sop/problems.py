"""What the checker says: sentences with the line they are about, never an exception that reaches the person who wrote the file."""

import difflib
import unicodedata
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

ERROR, WARNING = "error", "warning"
# Enough to mend a file in one go; a file with more is not a SOP, and the list would only bury the first of them.
MOST_PROBLEMS = 100


@dataclass(frozen=True, order=True)
class Problem:
    """`line` from 1; `message` a whole Indonesian sentence; `severity` "error" (cannot run) or "warning" (runs, worth a look)."""

    line: int
    message: str
    severity: str = ERROR

    def __str__(self):
        return self.message if self.severity == ERROR else _("peringatan: %s") % self.message


class Report:
    """Collects Problems. Values put into a sentence are shortened and stripped of control characters: they come from the file."""

    def __init__(self):
        self._found: dict[Problem, None] = {}
        self.errors = 0

    def error(self, line, message, /, **values):
        """`message` with %(name)s placeholders, filled from `values`."""
        self.add(Problem(line, message % _shown(values), ERROR))

    def warning(self, line, message, /, **values):
        self.add(Problem(line, message % _shown(values), WARNING))

    def add(self, problem):
        if not problem.message.isprintable():  # a reader's own sentence may quote the file
            problem = replace(problem, message="".join(c if c.isprintable() else " " for c in problem.message))
        if problem not in self._found:
            self._found[problem] = None
            self.errors += problem.severity == ERROR

    def errors_between(self, start, end):
        """Whether there is an error on a line from `start` to before `end`."""
        return any(start <= problem.line < end for problem in self._found if problem.severity == ERROR)

    def problems(self):
        """All Problems by line, errors before warnings of the same line, at most MOST_PROBLEMS of them."""
        found = sorted(self._found, key=lambda p: (p.line, p.severity != ERROR))
        if len(found) <= MOST_PROBLEMS:
            return tuple(found)
        kept = sorted(found, key=lambda p: p.severity != ERROR)[:MOST_PROBLEMS]
        more = _("Masih ada %d masalah lain; perbaiki dahulu yang di atas, lalu periksa lagi.") % (len(found) - MOST_PROBLEMS)
        return (*sorted(kept, key=lambda p: (p.line, p.severity != ERROR)), Problem(found[-1].line, more))


def shown(value, most=60):
    """`value` as one harmless line of at most `most` characters."""
    text = " ".join("".join(" " if unicodedata.category(c)[0] == "C" else c for c in str(value)[: most * 4]).split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _shown(values):
    return {name: value if isinstance(value, int | Sentence) else shown(value) for name, value in values.items()}


class Sentence(str):
    """Text of our own, put into a message as it is."""

    __slots__ = ()


def nearest(word, known, alike=0.7):
    """The known name that `word` was probably meant to be, or None; `alike`: how much of it must agree, 0 to 1."""
    lowered = {str(name).casefold(): name for name in known}
    found = difflib.get_close_matches(str(word)[:60].casefold(), list(lowered), 1, alike)
    return lowered[found[0]] if found else None


def suggestion(word, known, most=12):
    """How to mend an unknown name: " Maksud Anda “x”?", else " Pilihannya: a, b, c."; starts with a space."""
    close = nearest(word, known)
    if close is not None:
        return Sentence(_(" Maksud Anda “%s”?") % shown(close))
    names = [shown(name) for name in known]
    if not names:
        return Sentence("")
    return Sentence(_(" Pilihannya: %s.") % ", ".join(names[:most] + (["…"] if len(names) > most else [])))
