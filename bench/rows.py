"""Rows by the hundred thousand: COPY, with ids of our own choosing."""

import datetime as dt
import io
import json

from django.core.management.color import no_style
from django.db import connection, models

NULL = r"\N"


class Rows:
    """Collects lines for the table of `model` and sends them by COPY; `send` also moves the table's id sequence."""

    def __init__(self, model):
        self.model = model
        self.next_id = (model.objects.aggregate(models.Max("pk"))["pk__max"] or 0) + 1
        self.lines = []

    def ids(self, count):
        """The next `count` ids, as the first of them."""
        first = self.next_id
        self.next_id += count
        return first

    def send(self):
        if not self.lines:
            return
        columns = ", ".join(connection.ops.quote_name(field.column) for field in self.model._meta.concrete_fields)
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", io.StringIO("\n".join(self.lines) + "\n"))
            for statement in connection.ops.sequence_reset_sql(no_style(), [self.model]):
                cursor.execute(statement)
        self.lines = []


def cell(value):
    """`value` in the text format of COPY; documents (dict, list) as JSON."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, dt.datetime):
        value = value.astimezone(dt.UTC).isoformat()
    return escaped(str(value))


def escaped(text):
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
