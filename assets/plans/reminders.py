"""Warranties and contracts that end soon, told to whoever keeps the register: 30 and 7 days before, each once, on working time."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import roles, signals
from accounts.models import Organisation, User
from accounts.roles import office_day
from worktime.arithmetic import is_open
from worktime.store import calendar_for

from ..models import Asset
from ..permissions import KEEPERS
from .models import Contract, Reminder

LEVELS = (7, 30)  # days before; the most urgent first
MOST = 5000  # of one kind and office at once; the rest is told a quarter of an hour later


def remind_all(now):
    for office in Organisation.objects.all():
        if is_open(calendar_for(office), now):
            remind(office, now)


@transaction.atomic
def remind(office, now):
    """Tell what ends soon at `office`. What is told is noted in the same transaction: it is told once."""
    Organisation.objects.select_for_update(no_key=True).get(pk=office.pk)  # two sweeps at once tell it once
    today, before = office_day(office, now), -1
    for days in LEVELS:
        span = (today + dt.timedelta(days=before + 1), today + dt.timedelta(days=days))
        before = days
        assets = Asset.objects.of(office).active().filter(warranty_until__range=span).filter(~_told("asset", "warranty_until", days))
        _tell(office, "asset", list(assets.order_by("warranty_until", "pk")[:MOST]), days, today, now)
        contracts = Contract.objects.filter(organisation=office, ends_on__range=span).filter(~_told("contract", "ends_on", days))
        _tell(office, "contract", list(contracts[:MOST]), days, today, now)


def _told(thing, until, days):
    return Exists(Reminder.objects.filter(Q(**{thing: OuterRef("pk")}), until=OuterRef(until), days=days))


def _tell(office, thing, found, days, today, now):
    """Announce the `found` assets or contracts in one notice and note it. Nothing found: nothing said."""
    if not found:
        return
    until = "warranty_until" if thing == "asset" else "ends_on"
    rows = [Reminder(**{thing: each}, until=getattr(each, until), days=days, at=now) for each in found]
    Reminder.objects.bulk_create(rows)
    text, path = _words(thing, found, getattr(found[0], until), days)
    key = f"{thing}:{days}:{today.isoformat()}:{found[0].pk}"
    signals.announcement.send(None, organisation=office, people=keepers(office, now), text=text, path=path, key=key)


def _words(thing, found, until, days):
    """(sentence, address) of a notice about `found`, the first of which ends on `until`."""
    count, first, day = len(found), found[0], dateformat.format(until, "j F Y")
    if thing == "contract":
        if count == 1:
            return _("Kontrak %(name)s berakhir %(day)s") % {"name": first, "day": day}, reverse("aset-kontrak")
        text = ngettext("%(count)d kontrak berakhir dalam %(days)d hari", "%(count)d kontrak berakhir dalam %(days)d hari", count)
        return text % {"count": count, "days": days}, reverse("aset-kontrak")
    if count == 1:
        return _("Garansi %(name)s berakhir %(day)s") % {"name": first.name, "day": day}, first.get_absolute_url()
    text = ngettext("Garansi %(count)d aset berakhir dalam %(days)d hari", "Garansi %(count)d aset berakhir dalam %(days)d hari", count)
    return text % {"count": count, "days": days}, reverse("aset-daftar") + "?garansi=30&urut=garansi"


def keepers(office, now=None):
    """Ids of whoever keeps the register of `office` today, and of their substitutes (assets.permissions.may_manage)."""
    codes = set(office.roles.filter(Q(allocates=True) | Q(code__in=KEEPERS)).values_list("code", flat=True))
    held = roles.holder_ids(office, codes, now)
    people = set().union(*held.values())
    for absent, code, substitute in roles.substitutions(office, now):
        if any(absent in held[each] for each in codes if code in (None, each)):
            people.add(substitute)
    return people | set(User.objects.filter(organisation=office, administers=True, is_active=True).values_list("pk", flat=True))
