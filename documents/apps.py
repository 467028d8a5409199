from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self):
        from tickets import registry

        from . import letters, panels

        for kind in letters.BUILT:
            registry.register_letter_kind(kind)
        registry.on_event(letters.issue_for_event)
        registry.register_panel(panels.TEMPLATE, panels.panel, column="side")
