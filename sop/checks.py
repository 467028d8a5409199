"""All checks of a document that was read: first what names refer to, then, where that is sound, whether it can run."""

from itertools import pairwise

from .advice import advise_document, advise_procedure, printed_columns
from .build import build_procedure
from .flow import check_flow
from .references import check_document


def check(document, report):
    """Report everything that is wrong with `document` (the Rec of a file, as far as it could be read)."""
    check_document(document, report)
    procedures = document.get("prosedur", [])
    starts = [procedure.line for procedure in procedures]
    for source, (start, end) in zip(procedures, pairwise([*starts, float("inf")]), strict=True):
        # A procedure with a slip in it would only bring forth echoes of that slip.
        if not report.errors_between(start, end):
            check_flow(source, report)
            if not report.errors_between(start, end):
                advise_procedure(source, build_procedure(source), printed_columns(document.get("sop", {})), report)
    advise_document(document, report)
