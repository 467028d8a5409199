"""Tags of the ticket pages: form fields of every kind, rows, priorities."""

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import forms, template
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from accounts.templatetags.portal import icon

from ..fields import FilesField, TableField
from ..models import Priority
from ..pickers import Picker

register = template.Library()


@register.simple_tag
def answer_field(bound):
    """One form field with label, help and errors: crispy's markup, our own for files, tables and groups of choices."""
    own = _own_template(bound.field)
    if isinstance(bound.field.widget, forms.RadioSelect):
        bound.field.widget.attrs["class"] = "form-check-input"
    return mark_safe(get_template(own).render({"field": bound})) if own else as_crispy_field(bound)


def _own_template(made):
    if isinstance(made, FilesField):
        return "tickets/_field_files.html"
    if isinstance(made, TableField):
        return "tickets/_field_table.html"
    if isinstance(made.widget, Picker):
        return "tickets/_field_picker.html"
    if isinstance(made.widget, forms.RadioSelect):  # CheckboxSelectMultiple is one too
        return "tickets/_field_choices.html"
    return None


PRIORITY_ICONS = {Priority.LOW: "chevron-down", Priority.HIGH: "flag-3", Priority.URGENT: "urgent"}


@register.simple_tag
def priority(ticket):
    """The priority as a tag, when it is not the ordinary one."""
    if ticket.priority == Priority.NORMAL:
        return ""
    mark = PRIORITY_ICONS[ticket.priority]
    return format_html('<span class="hc-tag tk-priority--{}">{}{}</span>', ticket.priority, icon(mark), Priority(ticket.priority).label)
