"""The kinds of letters, one declaration each. A new kind is one LetterKind in one of these modules, and its name in sop.registry."""

from . import correspondence, forms, orders, records, reports

KINDS = {kind.code: kind for module in (correspondence, orders, records, forms, reports) for kind in module.KINDS}
