"""Choosing from a register too long for a list: what is chosen, a search, and what it finds. Works with the ids a plain select would send."""

from django import forms
from django.urls import reverse

from . import registry

SHOWN = 12  # found at once; who wants another one types more of its name


class Option:
    def __init__(self, pk, label, chosen):
        self.pk, self.label, self.chosen = pk, label, chosen


def options(source, organisation, text, chosen):
    """[Option]: the chosen rows ({id: label}) first, then the first rows of the office that `text` finds."""
    if text.strip():
        rows = source.search(source(organisation), text, organisation)[: SHOWN + len(chosen)]
    else:
        rows = _first(source, organisation, SHOWN + len(chosen))
    return _chosen(chosen) + [Option(str(row.pk), str(row), False) for row in rows if str(row.pk) not in chosen][:SHOWN]


def _chosen(chosen):
    return [Option(str(pk), label, True) for pk, label in chosen.items()]


def _first(source, organisation, count):
    """The first rows of the office, asked once for all the forms of a page: they share the office of the visitor."""
    known = organisation.__dict__.setdefault("_first_choices", {})
    asked, rows = known.get(source.url_name, (0, []))
    if asked < count:
        rows = list(source(organisation)[:count])
        known[source.url_name] = count, rows
    return rows[:count]


def labels(source, organisation, ids):
    """{id: label} of those `ids` (texts) that the office may choose from."""
    asked = [int(pk) for pk in ids if str(pk).isascii() and str(pk).isdigit() and len(str(pk)) < 19][:200]
    return {str(row.pk): str(row) for row in source(organisation).filter(pk__in=asked)} if asked else {}


def named(fields, data, organisation):
    """Answers {code: ...} to those `fields` (sop.definition.Field) that the address `data` (QueryDict) names a row of the office for.

    A table of the same form gets a first row with what the source knows of it.
    """
    found, row = {}, None
    for field in fields:
        source = registry.field_source(field.kind) if field.code in data else None
        ids = [int(pk) for pk in data.getlist(field.code)[:20] if pk.isascii() and pk.isdigit() and len(pk) < 19] if source else []
        rows = list(source(organisation).filter(pk__in=ids)) if ids else []
        if rows:
            answers = [{"id": each.pk, "label": str(each)} for each in rows]
            found[field.code] = answers if field.many else answers[0]
            row = row or source.row(rows[0])
    for field in fields:
        known = {column.code: row[column.code] for column in field.columns if row.get(column.code)} if row else {}
        if known:
            found[field.code] = [known]
    return found


class Picker(forms.Widget):
    """`known`: {id: label} of an earlier answer, which then needs no query."""

    template_name = "tickets/widgets/picker.html"

    def __init__(self, source, organisation, *, many, known, attrs=None):
        super().__init__(attrs)
        self.source, self.organisation, self.many, self.known = source, organisation, many, known

    def value_from_datadict(self, data, files, name):
        if not self.many:
            return data.get(name)
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)

    def value_omitted_from_data(self, data, files, name):
        return False

    def use_required_attribute(self, initial):
        return False  # of the inputs inside no single one is

    def id_for_label(self, id_):
        return f"{id_}-cari" if id_ else ""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        ids = [str(pk) for pk in (value if isinstance(value, (list, tuple)) else [value]) if pk not in (None, "")]
        known = {pk: self.known[pk] for pk in ids} if all(pk in self.known for pk in ids) else labels(self.source, self.organisation, ids)
        context["widget"] |= {
            "many": self.many,
            # Once something is chosen, others are looked for only by who wants them: most turns keep what they find.
            "options": options(self.source, self.organisation, "", known) if not known else _chosen(known),
            "url": reverse(self.source.url_name),
        }
        return context
