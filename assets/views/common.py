from django.shortcuts import get_object_or_404

from ..models import Asset


def get_asset(request, pk):
    """The asset `pk` of the visitor's office, else 404."""
    found = Asset.objects.of(request.user.organisation_id)
    return get_object_or_404(found.select_related("holder", "changed_by", "location", "category", "parent", "busy_with"), pk=pk)
