"""Rooms written as text become places of the tree; what was no longer registered is disposed of; every asset gets its search words."""

from django.db import migrations

UNRECORDED_DECREE = "tidak tercatat"


def forwards(apps, schema_editor):
    Asset, Location = apps.get_model("assets", "Asset"), apps.get_model("assets", "Location")
    places = {}
    for asset in Asset.objects.order_by("pk").iterator():
        asset.location = _place(Location, places, asset)
        if not asset.active:
            asset.status, asset.decree_number = "dihapus", UNRECORDED_DECREE
        elif asset.holder_id or asset.holder_text:
            asset.status = "dipakai"
        asset.words = _words(asset)
        asset.save(update_fields=["location", "status", "decree_number", "words"])


def _place(Location, places, asset):
    """The Location of the office with the name written down, in whatever case; None for none."""
    name = " ".join(asset.location_text.split())
    if not name:
        return None
    key = asset.organisation_id, name.lower()
    if key not in places:
        place = Location.objects.create(organisation_id=asset.organisation_id, kind="ruang", name=name, path=name, trail="")
        place.trail = f"/{place.pk}/"
        place.save(update_fields=["trail"])
        places[key] = place
    return places[key]


def _words(asset):
    said = ["-".join(filter(None, [asset.code, asset.register_number])), asset.code.replace(".", ""), asset.name, asset.brand]
    said += [asset.serial_number, asset.holder_text, asset.ip, asset.hostname]
    return " ".join(str(text) for text in said if text).lower()


def backwards(apps, schema_editor):
    Asset = apps.get_model("assets", "Asset")
    for asset in Asset.objects.select_related("location").iterator():
        asset.location_text = asset.location.path[:150] if asset.location_id else ""
        asset.active, asset.location = asset.status != "dihapus", None
        asset.save(update_fields=["location_text", "active", "location"])
    apps.get_model("assets", "Location").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("assets", "0002_register")]
    operations = [migrations.RunPython(forwards, backwards)]
