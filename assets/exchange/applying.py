"""What a checked file would change, written: all of it in one transaction through the one door, or nothing."""

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import record

from .. import services
from ..models import Asset, AssetEvent, Category, Import, ImportRow, Location
from ..models.places import SEPARATOR
from ..places import save_location

CHUNK = 500
KINDS = {"holder": User, "category": Category, "location": Location, "parent": Asset}


class Outdated(Exception):
    """The register is no longer the one the file was checked against."""


def apply(job_id):
    """Write the rows of an Import that is to be applied; its state says so in the same transaction. Returns whether there was something to do.

    Raises Outdated, having written nothing.
    """
    try:
        with transaction.atomic():
            job = Import.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation", "applied_by").get(pk=job_id)
            if job.state != Import.State.APPLYING:
                return False
            _lock(job)
            _write(job)
            job.state, job.done_at, job.claimed_at, job.error = Import.State.DONE, timezone.now(), None, ""
            job.save()
            said = {"berkas": job.name, "sha256": job.sha256, "baru": job.new, "berubah": job.changed, "dilewati": job.bad}
            record(job.organisation, job.applied_by, _("Impor daftar aset"), **said)
    except (services.Stale, IntegrityError, ObjectDoesNotExist, ValidationError) as error:
        raise Outdated from error
    return True


def _lock(job):
    """The assets of all rows in the order of their ids, before the first is written: two imports never wait for each other in a circle."""
    ids = sorted(job.rows.filter(asset__isnull=False, outcome=ImportRow.Outcome.CHANGED).values_list("asset_id", flat=True))
    for start in range(0, len(ids), CHUNK):
        list(Asset.objects.locked().filter(pk__in=ids[start : start + CHUNK]).values_list("pk"))


def _write(job):
    note = _("Diimpor dari %s.") % job.name
    objects, written = _Objects(job), {}
    for row in job.rows.exclude(outcome=ImportRow.Outcome.BAD).order_by("number").iterator(chunk_size=CHUNK):
        values = {name: objects.value(name, value, written) for name, value in row.values.items()}
        if row.outcome == ImportRow.Outcome.NEW:
            asset = services.add(job.organisation, values, actor=job.applied_by, note=note)
            written[row.number] = asset.pk
        else:
            services.change(row.asset_id, values, kind=AssetEvent.Kind.EDITED, actor=job.applied_by, version=row.version, note=note)
            written[row.number] = row.asset_id


class _Objects:
    """Kept values as the columns of an Asset take them. What belongs to another office, or is gone, is ObjectDoesNotExist."""

    def __init__(self, job):
        self.organisation = job.organisation
        self.known = {}
        self.places = {path: _made(job.organisation, path) for path in job.places}

    def value(self, name, value, written):
        if name not in KINDS:
            return value if name == "extra" or value is None else Asset._meta.get_field(name).to_python(value)
        if value is None:
            return None
        if "path" in value:
            return self.places[value["path"]]
        pk = written[value["row"]] if "row" in value else value["id"]
        if name == "parent":  # not kept: there may be as many as rows
            return Asset.objects.get(pk=pk, organisation=self.organisation)
        if (name, pk) not in self.known:
            self.known[name, pk] = KINDS[name].objects.get(pk=pk, organisation=self.organisation)
        return self.known[name, pk]


def _made(organisation, path):
    """The Location of a path, made with all above it that is not there yet."""
    found = parent = None
    parts = path.split(SEPARATOR)
    for place, name in enumerate(parts):
        path = SEPARATOR.join(parts[: place + 1])
        found = Location.objects.filter(organisation=organisation, path__iexact=path).first()
        if found is None:
            kind = Location.Kind.BUILDING if place == 0 and len(parts) > 1 else Location.Kind.ROOM
            found = save_location(Location(organisation=organisation, parent=parent, name=name, kind=kind))
        parent = found
    return found
