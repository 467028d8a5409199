"""Lengths of working time in words. `seconds` may be a number, a timedelta, or None (nothing is shown)."""

import datetime as dt

from django import template

from worktime import words

register = template.Library()


def _seconds(value):
    return value.total_seconds() if isinstance(value, dt.timedelta) else value


@register.filter
def working_time(value, day_seconds=words.OFFICE_DAY):
    """`23 menit kerja`, `1 jam 10 menit kerja`, `2 hari 3 jam kerja`. `day_seconds`: Calendar.day_seconds of the office."""
    return "" if value is None else words.working_time(_seconds(value), int(day_seconds))


@register.filter
def length(value, day_seconds=words.OFFICE_DAY):
    """`1 jam 10 menit`, without the word kerja."""
    return "" if value is None else words.length(_seconds(value), int(day_seconds))


@register.filter
def time_left(value, day_seconds=words.OFFICE_DAY):
    """`sisa 23 menit kerja`; negative: `lewat 1 jam 10 menit kerja`."""
    return "" if value is None else words.time_left(_seconds(value), int(day_seconds))


@register.filter
def exact_length(value):
    """`7 jam 30 menit`, nothing rounded away and no days."""
    return "" if value is None else words.exact_length(_seconds(value))


@register.filter
def hours(intervals):
    """`07.30–12.00, 13.00–16.00` of a day's intervals in minutes after midnight."""
    return words.hours(intervals)
