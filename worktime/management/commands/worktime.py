"""manage.py worktime INSTANSI --from MOMENT (--limit LENGTH | --to MOMENT): a due moment, or working time, as JSON."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from accounts.models import Organisation
from worktime.arithmetic import add, between
from worktime.explain import explain
from worktime.limits import Limit
from worktime.store import calendar_for


class Command(BaseCommand):
    help = "Menghitung batas waktu atau lama waktu kerja menurut kalender suatu instansi, dan menjelaskannya."

    def add_arguments(self, parser):
        parser.add_argument("instansi", help="kode atau nama pendek instansi, misalnya bps-bengkulu")
        parser.add_argument(
            "--from", dest="start", required=True, metavar="SAAT", help="misalnya 2026-11-20T16:20; tanpa zona: waktu setempat"
        )
        until = parser.add_mutually_exclusive_group(required=True)
        until.add_argument("--limit", metavar="LAMA", help='misalnya "60 menit", "2 hari", "48 jam kalender"')
        until.add_argument("--to", metavar="SAAT")
        parser.add_argument("--service", choices=["kantor", "24jam"], default="kantor", help="jam layanan prosedurnya (baku: kantor)")

    def handle(self, *, instansi, start, limit, to, service, **options):
        organisation = Organisation.objects.filter(Q(code=instansi) | Q(short_name=instansi)).first()
        if organisation is None:
            raise CommandError(f"Instansi {instansi!r} tidak dikenal.")
        calendar = calendar_for(organisation, service)
        start = _moment("--from", start, organisation)
        try:
            answer = _due(calendar, start, limit) if to is None else _worked(calendar, start, _moment("--to", to, organisation))
        except ValueError as error:  # limits and calendars explain themselves in Indonesian
            raise CommandError(str(error)) from None
        except OverflowError:
            raise CommandError("Saat itu terlalu jauh untuk dihitung.") from None
        self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _due(calendar, start, text):
    limit = Limit.parse(text)
    return {"due": add(calendar, start, limit).isoformat(timespec="seconds"), "explain": explain(calendar, start, limit)}


def _worked(calendar, start, end):
    return {"worked_seconds": int(between(calendar, start, end).total_seconds()), "explain": explain(calendar, start, end)}


def _moment(option, text, organisation):
    """An aware datetime of ISO text; the office's own zone when none is given."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{option} {text!r} bukan tanggal dan jam. Contoh: 2026-11-20T16:20.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(organisation.zone))
