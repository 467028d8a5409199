"""What effects share: the shape of one, and the sentence that says why an asset is not free for it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..models import Status

NOT_REAL = (Status.PLANNED, Status.DISPOSED)
IN_DISPOSAL = (Status.DISPOSAL_PROPOSED, Status.DISPOSAL_APPROVED)


def nothing(ticket, answers):
    return {}


@dataclass(frozen=True)
class Effect:
    """`check(ticket, answers)`: {field code: message}. `apply(ticket, answers, event)`. `fill(ticket, answers)`: answers it adds itself."""

    check: Callable
    apply: Callable
    fill: Callable = nothing


def refusals(said, assets, why):
    """{field code: message} of the sentences `why(asset)` returns for those assets that are not free; "" is free."""
    told = [sentence for sentence in (why(asset) for asset in assets) if sentence]
    return {said.asset_code(): " ".join(told)} if told else {}


def not_there(asset):
    """Why nothing can happen to an asset that is only planned or gone."""
    if asset.status == Status.DISPOSED:
        return _("%(asset)s sudah dihapus dari daftar barang.") % {"asset": asset.name}
    if asset.status == Status.PLANNED:
        return _("%(asset)s baru direncanakan dan belum diterima.") % {"asset": asset.name}
    return ""


def busy(asset, ticket):
    """Why `ticket` has to wait for another one that repairs or disposes of the asset."""
    if asset.busy_with_id == ticket.pk:
        return ""
    number = asset.busy_with.number if asset.busy_with_id else ""
    words = {"asset": asset.name, "number": number}
    if asset.status == Status.IN_REPAIR:
        return _("%(asset)s sedang diperbaiki pada tiket %(number)s. Selesaikan perbaikannya dahulu.") % words
    if asset.status in IN_DISPOSAL and number:
        return _("%(asset)s sudah diusulkan untuk dihapus pada tiket %(number)s.") % words
    if asset.status == Status.DISPOSAL_APPROVED:
        return _("%(asset)s sudah disetujui untuk dihapus.") % words
    return ""


def label(asset):
    return " ".join(filter(None, [asset.name, asset.full_code]))
