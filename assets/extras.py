"""The questions a category adds to its assets, asked with the same fields as those of a SOP."""

from sop.definition import Field
from tickets import fields
from tickets.presenting.answers import text

from .models import Category

PREFIX = "isian-"


def questions(category):
    """[sop.definition.Field] of a Category, or of None."""
    known = category.fields if category is not None else []
    return [
        Field(f["code"], f["label"], f["kind"], choices=tuple(f.get("choices", ()))) for f in known if f["kind"] in Category.FIELD_KINDS
    ]


def add_fields(form, category):
    """Add the questions of `category` to the AssetForm; returns the names of the new fields."""
    context = fields.Context(form.instance.organisation, form.instance.extra)
    names = []
    for question in questions(category):
        made = fields.build(question, context)
        made.required = made.widget.is_required = False
        form.fields[PREFIX + question.code] = made
        names.append(PREFIX + question.code)
    return names


def answers(form, names):
    """{question code: plain value}; None for what was left empty."""
    return {name[len(PREFIX) :]: fields.plain(form.cleaned_data.get(name)) or None for name in names}


def shown(asset):
    """[(label, text)] of what is known of an asset by its category."""
    said = [(question, asset.extra.get(question.code)) for question in questions(asset.category)]
    return [(question.label, text(question.kind, value)) for question, value in said if value not in (None, "")]
