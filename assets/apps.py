from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssetsConfig(AppConfig):
    name = "assets"

    def ready(self):
        from accounts import navigation
        from tickets import registry

        from . import effects, links, panels, presenting
        from .models import Asset
        from .permissions import may_view
        from .plans import presenting as plans

        navigation.register(_("Aset"), "device-laptop", "aset-daftar", 50, visible=may_view)
        registry.register_field_source(
            "aset",
            lambda organisation: Asset.objects.of(organisation).active().described(),
            search=lambda rows, text, organisation: rows.search(text, organisation),
            url_name="aset-pilih",
            row=presenting.row,
        )
        effects.register()
        registry.on_event(links.on_event)
        registry.register_panel(panels.TEMPLATE, panels.panel, column="side")
        registry.register_panel(plans.TEMPLATE, plans.panel, column="side")
