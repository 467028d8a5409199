"""The figures as a table for people, and as JSON."""

import json
import os
import platform

import django
from django.db import connection

from .measure import growth, verdicts

HEAD = f"{'page':30} {'tickets':>8} {'conn':>4} {'req/s':>8} {'p50 ms':>8} {'p95 ms':>8} {'bare p50':>8} {'ratio':>6} {'bound':>6}"


def line(result):
    bound = f"{result.bound:g}×" if result.bound else "–"
    late = "  over" if result.kept is False else ""
    return (
        f"{result.page:30} {result.tickets:>8,} {result.connections:>4} {result.rate:>8,.1f} {result.p50:>8.1f} {result.p95:>8.1f}"
        f" {result.bare_p50:>8.1f} {result.ratio:>5.1f}× {bound:>6}{late}"
    )


def growth_lines(results):
    return [f"{page:30} {width:>4}  {times:5.2f}×" for page, width, _small, _large, times in growth(results)]


def verdict_lines(results):
    return [f"{'kept  ' if kept else 'MISSED'}  {sentence}" for sentence, kept in verdicts(results)]


def machine():
    """What the figures were taken on."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = cursor.fetchone()[0]
    return {
        "cores": os.cpu_count(),
        "load_average": [round(value, 2) for value in os.getloadavg()],
        "python": platform.python_version(),
        "django": django.get_version(),
        "postgresql": postgres.split()[0],
    }


def as_json(results, about):
    said = [{"text": sentence, "kept": kept} for sentence, kept in verdicts(results)]
    grown = [dict(zip(("page", "connections", "small", "large", "times"), row, strict=True)) for row in growth(results)]
    return json.dumps({"machine": about, "results": [r.as_json() for r in results], "growth": grown, "verdicts": said}, indent=2)
