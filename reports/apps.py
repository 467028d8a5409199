from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self):
        from accounts import navigation
        from tickets import registry

        from . import panels
        from .permissions import may_only_see_satisfaction, may_read

        navigation.register(_("Laporan"), "report-analytics", "laporan", 60, visible=may_read)
        navigation.register(_("Kepuasan"), "mood-smile", "laporan-kepuasan", 61, visible=may_only_see_satisfaction)
        registry.register_panel(panels.TEMPLATE, panels.panel, column="main")
