"""The ticket of a plan: who opens it, with which answers, through the door."""

import uuid

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts import roles
from accounts.models import User
from tickets import fields, permissions, registry, transitions
from tickets.views.action_forms import opening_form

from ..models import Asset

# Keys of tickets that plans open are uuid5: the same date can open no second one, and a page sees without asking what may be planned.
KEYS = uuid.UUID("6f5f7f0e-6a59-4d0c-9a4f-6f1a7c1a5e11")
MOST_ASSETS = 200  # of a category, named on one ticket


def key_of(plan, day):
    return uuid.uuid5(KEYS, f"{plan.pk}:{day.isoformat()}")


def definition_of(procedure):
    """The sop.definition.Procedure in force; ValidationError when there is none."""
    if procedure.revision_in_force is None:
        raise ValidationError(_("Layanan ini belum atau tidak lagi berlaku."))
    return procedure.revision_in_force.definition.procedure(procedure.code)


def opener_of(plan, definition):
    """The User who opens: the plan's own, else the first holder of its role, or of a role that opens. ValidationError says why nobody."""
    if plan.opener_id:
        if not (plan.opener.is_active and permissions.may_open(plan.opener, plan.procedure, definition)):
            raise ValidationError(_("%s tidak lagi berwenang membuka layanan ini. Pilih pembuka tiket yang lain.") % plan.opener)
        return plan.opener
    codes = [plan.role] if plan.role else [definition.acting_role(role) for role in definition.opened_by]
    for person in roles.holders(plan.organisation, codes):
        if permissions.may_open(person, plan.procedure, definition):
            return person
    raise ValidationError(_("Belum ada pemegang peran yang berwenang membuka layanan ini. Pilih pembuka tiketnya."))


def assets_of(plan):
    """The assets a ticket of `plan` is about, those still in the register."""
    assets = Asset.objects.of(plan.organisation_id).active().described()
    if plan.asset_id:
        return list(assets.filter(pk=plan.asset_id))
    return list(assets.filter(category=plan.category_id).order_by("name", "pk")[:MOST_ASSETS]) if plan.category_id else []


def asset_field(action):
    return next((field for field in action.fields if field.kind == "aset"), None)


def answers_of(plan, action):
    """{code: plain value} for the first form: what the plan says, its assets, and a first row about them where a table asks for one."""
    found = {code: answer for code, answer in plan.answers.items() if code in {field.code for field in action.fields}}
    assets, field = assets_of(plan), asset_field(action)
    if (plan.asset_id or plan.category_id) and not assets:
        raise ValidationError(_("Tidak ada lagi aset yang terdaftar untuk rencana ini."))
    if assets and field is not None:
        named = [{"id": asset.pk, "label": str(asset)} for asset in assets]
        found[field.code] = named if field.many else named[0]
    source = registry.field_source("aset")
    for table in action.fields:
        if assets and table.columns and table.code not in found:
            told = [source.row(asset) for asset in assets]
            rows = [{column.code: row[column.code] for column in table.columns if row.get(column.code)} for row in told]
            found |= {table.code: rows} if any(rows) else {}
    return found


def posted(action, answers):
    """`answers` as the form of `action` would post them."""
    return {field.code: _posted(field, answers[field.code]) for field in action.fields if field.code in answers}


def _posted(field, answer):
    if field.kind == "tabel":
        columns = {column.code: column for column in field.columns}
        return [{code: _posted(columns[code], value) for code, value in row.items() if code in columns} for row in answer]
    if field.kind in ("petugas", "aset"):
        ids = fields.initial(field.kind, answer)
        return [str(pk) for pk in ids] if isinstance(ids, list) else str(ids or "")
    if field.kind == "centang":
        return "on" if answer else ""
    if field.kind == "angka":
        return str(answer or "").replace(".", ",")
    return "" if answer is None else str(answer)


def open_ticket(plan, day, now=None):
    """Open the ticket for the date `day` and return it: sent, or a konsep when the first form asks for more than the plan knows.

    ValidationError or PermissionDenied when not even a konsep can be kept.
    """
    definition = definition_of(plan.procedure)
    actor = opener_of(plan, definition)
    action = definition.first_act.actions[0]
    data = posted(action, answers_of(plan, action))
    common = {"actor": actor, "action": action.code, "key": key_of(plan, day), "now": now}
    note = _("Dibuka oleh portal menurut rencana pemeliharaan “%s”.") % plan.name
    try:
        return transitions.open_ticket(plan.procedure, data=data, note=note, **common)
    except ValidationError as error:
        if getattr(error, "form", None) is None:
            raise
    return transitions.open_ticket(plan.procedure, data=_with_something(action, data, plan, day), draft=True, **common)


def _with_something(action, data, plan, day):
    """`data` of a konsep, which is not kept blank: the name of the plan where a text belongs, else its date."""
    if any(data.values()):
        return data
    for kinds, words in ((("paragraf", "teks"), plan.name), (("tanggal",), day.isoformat())):
        code = next((field.code for field in action.fields if field.kind in kinds), None)
        if code:
            return data | {code: words}
    return data


def lacking(plan):
    """Labels of what the first form still asks for and the plan does not know: its tickets wait as a konsep. ValidationError: cannot open."""
    definition = definition_of(plan.procedure)
    actor = opener_of(plan, definition)
    action = definition.first_act.actions[0]
    form = opening_form(actor, definition, action, posted(action, answers_of(plan, action)), {})
    return [str(form.fields[name].label) for name in form.errors if name in form.fields]


def possible_openers(procedure):
    """Active people of the office who may open tickets of `procedure`, by name."""
    definition = definition_of(procedure)
    codes = [definition.acting_role(role) for role in definition.opened_by]
    return roles.holders(procedure.organisation, codes) if codes else User.objects.none()
