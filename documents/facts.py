"""What a letter says, as plain JSON: taken once, in the transaction of the act, so that it can be drawn any time and stay the same.

Facts of form 2 carry their parts, proposed by the kind (documents.kinds) or edited by who signs; of form 1 those of a berita acara only,
which `lifted` makes into the same. Drawing knows nothing else.
"""

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.letterhead import letterhead

from . import words
from .kinds import KINDS, records
from .kinds.base import digest, is_empty
from .kinds.signers import parties_blocks
from .kinds.source import Source
from .parties import Signer


def snapshot(ticket, *, edited=None, before=None, **what):
    """The facts of a letter about `ticket`; `what` as `begun` has it.

    `edited`: {part code: content} somebody wrote instead of the proposal. `before`: facts of the version before, whose edits stay where
    what they were made from is unchanged.
    """
    source, facts = begun(ticket, **what)
    shown = contents(source, edited or {}, before)
    parts = [entry(part, content, source) for part, _proposed, content in shown]
    facts["parts"] = [part for part in parts if not is_empty(part["content"])]
    facts["edited"] = {part.code: digest(proposed) for part, proposed, content in shown if content != proposed}
    return facts


def begun(ticket, *, kind, title, number, version, replaces, on, event=None, action=None, user=None):
    """(Source, facts without parts). `on`: date printed. `replaces`: date of the version before, or None.

    `event`: the act that issues it; None: a draft, that the sop.definition.Action `action` would issue if `user` took it.
    """
    said = KINDS[kind]
    source = Source(ticket, said, title, on=on, event=event, action=action, user=user)
    heading, about = said.split(title)
    facts = {
        "form": 2,
        "kind": kind,
        "title": title,
        "heading": heading,
        "about": about,
        "number": number,
        "version": version,
        "replaces": words.long_date(replaces) if replaces else "",
        "corrected_on": "",
        "on": on.isoformat(),
        "head": _head(ticket.organisation),
        "office": ticket.organisation.name,
        "city": ticket.organisation.city,
        "ticket": ticket.number,
        "opened_on": source.date(ticket.created_at),
        "activity": ticket.definition.name,
        "sop": _sop(ticket.revision.definition),
    }
    source.common = facts
    facts |= plain(said.facts(source)) if said.facts else {}
    facts["to"] = plain(said.to(source)) if said.to else []
    facts["copies"] = plain(said.copies(source)) if said.copies else []
    facts["signers"] = plain(said.signers(source))
    return source, facts


def contents(source, edited, before):
    """[(Part, what the portal proposes, what the letter says)] of every part of the kind, empty ones included.

    `edited`, `before`: as `snapshot` has them. A part that lists what is left is proposed last.
    """
    earlier = {part["code"]: part["content"] for part in (before or {}).get("parts", [])}
    made_from = (before or {}).get("edited", {})
    later = [part for part in source.kind.parts if part.form == "answers"]
    proposed = {part.code: plain(part.propose(source)) for part in [p for p in source.kind.parts if p not in later] + later}
    found = []
    for part in source.kind.parts:
        proposal = content = proposed[part.code]
        if part.editable and part.code in edited:
            content = source.filled(edited[part.code])
        elif part.editable and made_from.get(part.code) == digest(proposal):
            content = earlier.get(part.code, blank(part.form))
        found.append((part, proposal, content))
    return found


def blank(form):
    """The content of a part of that form with nothing in it."""
    return "" if form == "text" else []


def entry(part, content, source=None):
    """One part as facts keep it. Without `source` a heading that depends on the ticket stays empty."""
    heading = part.heading
    if callable(heading):
        heading = heading(source) if source else ""
    return {"code": part.code, "form": part.form, "chapter": str(part.chapter), "heading": str(heading), "content": content}


def plain(value):
    """`value` as JSON takes it: translated texts become texts, tuples lists."""
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def lifted(facts):
    """`facts` of any form as form 2: what a berita acara of form 1 said, in parts."""
    if facts["form"] != 1:
        return facts
    first, second, witness = ((facts[name] and Signer(**facts[name])) or None for name in ("first", "second", "witness"))
    asked = _("Permohonan") if facts["relation"] == "permohonan" else _("Pengajuan")
    several, on = second is not None, dt.date.fromisoformat(facts["on"])
    parts = [
        ("pembuka", "text", "", records.opening(on, facts["office"], several)),
        ("pihak", "parties", "", records.party_list(facts["first"], facts["second"])),
        (
            "pernyataan",
            "text",
            "",
            records.statement(facts["activity"], facts["relation"], facts["ticket"], facts["opened_on"], facts["sop"]),
        ),
        ("permohonan", "answers", asked, {"of": "request"} if facts["request"] else None),
        ("pelaksanaan", "steps", _("Pelaksanaan"), {"of": "steps"}),
        ("data", "answers", _("Hasil dan data yang dicatat"), {"of": "data"} if facts["data"] else None),
        ("penutup", "text", "", records.CLOSING),
    ]
    kept = [
        {"code": code, "form": form, "chapter": "", "heading": heading, "content": plain(content)}
        for code, form, heading, content in parts
        if content
    ]
    return facts | {
        "form": 2,
        "heading": facts["title"],
        "about": "",
        "to": [],
        "copies": [],
        "edited": {},
        "corrected_on": "",
        "signers": plain(parties_blocks(first, second, witness)),
        "parts": kept,
    }


def _head(office):
    """The letterhead as it is today: a letter keeps the one it was issued under."""
    return letterhead(office)


def _sop(document):
    """Number, name and revision of the SOP the ticket followed."""
    if document.revised_on:
        dated = _("revisi tanggal %s") % words.long_date(dt.date.fromisoformat(document.revised_on))
    elif document.effective_on:
        dated = _("berlaku sejak %s") % words.long_date(dt.date.fromisoformat(document.effective_on))
    else:
        dated = ""
    return {"number": document.number, "name": document.name, "dated": dated}
