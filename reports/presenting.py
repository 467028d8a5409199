"""Figures as somebody reads them: the charts, on the page or on paper."""

import datetime as dt

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import charts, lists, words
from .charts import Bar, Part
from .figures.flow import span_label

MOST_BARS = 10
NEEDED_POINTS = 2


def drawn(figures, *, linked=True, width=None):
    """{name: SVG} of the charts that have something to show. `width`: of paper, in pixels; `linked`: whether parts lead to their lists."""
    found = {
        "trend": _trend(figures, linked, width),
        "services": _services(figures, linked, width),
        "days": _days(figures, linked, width),
        "units": _units(figures, linked, width),
        "problems": _problems(figures, linked, width),
    }
    return {name: svg for name, svg in found.items() if svg}


def tickets(count):
    return ngettext("%(count)s tiket", "%(count)s tiket", count) % {"count": number_format(count)}


def _list(figures, linked, isi, **filters):
    return lists.url(figures.period, isi, **filters) if linked else ""


def _trend(figures, linked, width):
    points = [month if month.judged else None for month in figures.trend]
    if sum(point is not None for point in points) < NEEDED_POINTS:
        return ""
    parts = [
        point
        and Part(
            point.percent,
            _("%(month)s: %(share)s (%(kept)s dari %(judged)s langkah)")
            % {"month": point.label, "share": words.percent(point.percent), "kept": point.kept, "judged": point.judged},
            f"{reverse('laporan')}?periode={point.code}" if linked else "",
        )
        for point in points
    ]
    labels = [month.label.split()[0] for month in figures.trend]
    return charts.line(labels, parts, _("Langkah dalam batas waktu, dua belas bulan"), width=width)


def _services(figures, linked, width):
    rows = []
    for service in figures.kept_by_service:
        kept = _("%(service)s: %(count)s langkah dalam batas waktu") % {"service": service.service, "count": service.kept}
        missed = _("%(service)s: %(count)s langkah lewat batas waktu") % {"service": service.service, "count": service.missed}
        parts = [
            Part(service.kept, kept, _list(figures, linked, "tepat", layanan=service.procedure), "ok"),
            Part(service.missed, missed, _list(figures, linked, "lewat", layanan=service.procedure), "late"),
        ]
        said = _("%(share)s dari %(judged)s") % {"share": words.percent(service.percent), "judged": number_format(service.judged)}
        rows.append(Bar(service.service, said, [part for part in parts if part.value]))
    return charts.bars(rows, _("Langkah dalam batas waktu per layanan"), width=width, share=True) if rows else ""


def _days(figures, linked, width):
    if not any(day.received or day.ended for day in figures.days):
        return ""
    came, went, labels = [], [], []
    for day in figures.days:
        label, span = span_label(day), {"dari": day.first, "sampai": day.last}
        labels.append(label.split()[0])
        came.append(
            Part(
                day.received,
                _("%(day)s: %(tickets)s diterima") % {"day": label, "tickets": tickets(day.received)},
                _list(figures, linked, "diterima", **span),
            )
        )
        went.append(
            Part(
                day.ended,
                _("%(day)s: %(tickets)s berakhir") % {"day": label, "tickets": tickets(day.ended)},
                _list(figures, linked, "berakhir", **span),
                "b",
            )
        )
    return charts.columns(labels, [came, went], _("Tiket diterima dan berakhir"), width=width)


def _units(figures, linked, width):
    rows = [
        Bar(
            unit.label,
            tickets(unit.received),
            [Part(unit.received, f"{unit.label}: {tickets(unit.received)}", _list(figures, linked, "diterima", unit=unit.key))],
        )
        for unit in figures.units[:MOST_BARS]
        if unit.received
    ]
    return charts.bars(rows, _("Tiket diterima per unit"), width=width) if rows else ""


def _problems(figures, linked, width):
    rows = [
        Bar(
            f"{problem.word} · {problem.service}",
            tickets(problem.count),
            [
                Part(
                    problem.count,
                    f"{problem.word}: {tickets(problem.count)}",
                    _list(figures, linked, "masalah", layanan=problem.procedure, kata=problem.word),
                )
            ],
        )
        for problem in figures.problems
    ]
    return charts.bars(rows, _("Masalah terbanyak"), width=width) if rows else ""


def moments(rows):
    """[Missed] with `due_at` and `left_at` as aware datetimes (or None) for templates."""
    return [(row, _moment(row.due_at), _moment(row.left_at)) for row in rows]


def _moment(text):
    return dt.datetime.fromisoformat(text) if text else None
