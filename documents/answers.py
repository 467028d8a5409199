"""Recorded answers as letters print them: texts, tables and names of files, without who does it and how urgent it is."""

from tickets.presenting import answers

NOT_DATA = ("petugas", "prioritas")  # who does it and how urgent: said elsewhere, or nobody's business on paper


def asked_and_recorded(ticket):
    """(what was asked for at the first act, everything recorded after): two lists of printed answers."""
    asked = {f.code for action in ticket.definition.first_act.actions for f in action.fields}
    shown = [(f.code in asked, printed(f, ticket.answers[f.code])) for f in ticket.definition.fields.values() if has(ticket, f)]
    return [p for first, p in shown if first], [p for first, p in shown if not first]


def has(ticket, field):
    """Whether `ticket` has an answer to `field` that belongs on paper."""
    return field.kind not in NOT_DATA and ticket.answers.get(field.code) not in (None, "", [])


def printed(field, value):
    """One answer: {"label", "text"}, a table {"label", "columns", "rows"}, or files {"label", "files": [names]}."""
    if field.kind == "berkas":
        return {"label": field.label, "files": [said["name"] for said in value]}
    if field.kind == "tabel":
        rows = [[answers.text(column.kind, row.get(column.code)) for column in field.columns] for row in value]
        return {"label": field.label, "columns": [column.label for column in field.columns], "rows": rows}
    return {"label": field.label, "text": answers.text(field.kind, value)}
