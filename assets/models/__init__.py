"""The office's register of IT assets (BMN/BMD): what there is, where, in what condition, with whom, and what became of it.

Only `assets.services` writes an Asset and its history; everybody else reads.
"""

from ..plans.models import Contract, MaintenancePlan, PlanRun, Reminder
from ..stocktake.models import Count, Stocktake
from .asset import UNRECORDED_DECREE, Asset, Condition, Kind, Status, normal_code, normal_register, not_in_the_future
from .exchange import AssetLabel, Import, ImportRow
from .places import Category, Location
from .records import AssetEvent, AssetPhoto, SavedView, TicketAsset

__all__ = [
    "UNRECORDED_DECREE",
    "Asset",
    "AssetEvent",
    "AssetLabel",
    "AssetPhoto",
    "Category",
    "Condition",
    "Contract",
    "Count",
    "Import",
    "ImportRow",
    "Kind",
    "Location",
    "MaintenancePlan",
    "PlanRun",
    "Reminder",
    "SavedView",
    "Status",
    "Stocktake",
    "TicketAsset",
    "normal_code",
    "normal_register",
    "not_in_the_future",
]
