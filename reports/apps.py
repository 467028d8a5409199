from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self):
        from accounts import navigation

        from .permissions import may_read

        navigation.register(_("Laporan"), "report-analytics", "laporan", 60, visible=may_read)
