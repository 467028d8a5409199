from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SopConfig(AppConfig):
    name = "sop"

    def ready(self):
        from accounts import navigation

        navigation.register(_("SOP"), "sitemap", "sop-daftar", 70, visible=lambda user: user.organisation_id is not None)
