from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self):
        from accounts import navigation, settings_menu, signals
        from tickets import registry

        from . import services

        registry.on_event(services.tell)
        registry.on_letter_ready(services.letter_ready)
        signals.password_reset.connect(services.password_reset, dispatch_uid="notifications")
        signals.announcement.connect(services.announced, dispatch_uid="notifications")
        navigation.register_tool("notifications/_bell.html", order=50)
        settings_menu.register(
            _("Kesehatan sistem"), _("Penjadwal, pekerja, dan kiriman yang gagal: apa yang macet dan cara menjalankannya lagi."), "progress",
            "pengaturan-kesehatan", 800,
        )  # fmt: skip
