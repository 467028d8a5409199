"""Queries that every page asks, composed once per process.

Composing one by the ORM takes longer than the database takes to answer it: half the time of a page went there. What changes from call to
call are the values; the SQL stays.
"""

import datetime as dt
import uuid

from django.core.exceptions import EmptyResultSet
from django.db import connection

MARKERS = {
    int: lambda place: 2_000_000_011 + place,
    dt.date: lambda place: dt.date(9999, 1, 1 + place),
    uuid.UUID: lambda place: uuid.UUID(int=(0xFACE << 96) + place),
}


class Prepared:
    """`Prepared(compose, dt.date, int)`: `compose(day, number)` returns a values_list() queryset; calling this with a day and a number
    returns its rows as a list of tuples.

    The arguments may only appear as plain values to compare with: never None, never in a list, never deciding the shape of the query.
    """

    def __init__(self, compose, *kinds):
        self.compose, self.kinds = compose, kinds
        self._composed = {}  # by database vendor

    def __call__(self, *values):
        composed = self._composed.get(connection.vendor)
        if composed is None:
            composed = self._composed[connection.vendor] = _Composed(self.compose, self.kinds)
        return composed.rows(values)


class _Composed:
    def __init__(self, compose, kinds):
        markers = [MARKERS[kind](place) for place, kind in enumerate(kinds)]
        compiler = compose(*markers).query.get_compiler(connection=connection)
        try:
            self.sql, params = compiler.as_sql()
        except EmptyResultSet:
            raise ValueError("this query never finds anything") from None
        places = {_adapted(marker): place for place, marker in enumerate(markers)}
        self.params = [(places.get(param), param) for param in params]
        if {place for place, _param in self.params} - {None} != set(range(len(kinds))):
            raise ValueError("an argument does not appear in the query as a plain value")
        self.converters = list(compiler.get_converters([column for column, _sql, _alias in compiler.select]).items())

    def rows(self, values):
        params = [param if place is None else _adapted(values[place]) for place, param in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        return [self._converted(row) for row in found] if self.converters else found

    def _converted(self, row):
        row = list(row)
        for place, (converters, expression) in self.converters:
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        return tuple(row)


def _adapted(value):
    """`value` as the database driver wants it."""
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, uuid.UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value


def fields_of(model, prefix=""):
    """Names for values_list() that `made` turns into instances; `prefix` such as "role__"."""
    return [prefix + field.attname for field in model._meta.concrete_fields]


def made(model, values):
    """The instance whose columns are `values`, in the order of fields_of(model)."""
    return model.from_db(connection.alias, fields_of(model), values)
