"""Tags of the ticket pages: form fields of every kind, rows, priorities."""

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import forms, template
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from accounts.templatetags.portal import icon

from ..fields import FilesField, TableField
from ..models import Priority

register = template.Library()

OWN = {FilesField: "tickets/_field_files.html", TableField: "tickets/_field_table.html"}


@register.simple_tag
def answer_field(bound):
    """One form field with label, help and errors: crispy's markup, our own for files and tables."""
    made = bound.field
    if type(made) in OWN:
        return mark_safe(get_template(OWN[type(made)]).render({"field": bound}))
    html = as_crispy_field(bound)
    if isinstance(made.widget, forms.RadioSelect):
        return format_html('<div class="tk-choices">{}</div>', html)
    return html


PRIORITY_ICONS = {Priority.LOW: "chevron-down", Priority.HIGH: "flag-3", Priority.URGENT: "urgent"}


@register.simple_tag
def priority(ticket):
    """The priority as a tag, when it is not the ordinary one."""
    if ticket.priority == Priority.NORMAL:
        return ""
    mark = PRIORITY_ICONS[ticket.priority]
    return format_html('<span class="hc-tag tk-priority--{}">{}{}</span>', ticket.priority, icon(mark), Priority(ticket.priority).label)
