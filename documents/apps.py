from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self):
        from accounts import navigation, settings_menu
        from tickets import registry

        from . import letters, panels, permissions, seals
        from .signing import health

        for kind in letters.BUILT:
            registry.register_letter_kind(kind)
        registry.on_event(letters.issue_for_event)
        registry.register_health(health.part)
        registry.register_audit(seals.check)
        registry.register_panel(panels.TEMPLATE, panels.panel, column="side")
        settings_menu.register(
            _("Nomor surat"),
            _("Pola, kode, dan nomor urut tiap jenis surat; nomor yang diketik tangan."),
            "file-text",
            "pengaturan-nomor",
            65,
        )
        navigation.register(_("Buku agenda"), "book", "agenda", 65, visible=permissions.may_read_book)
