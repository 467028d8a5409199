from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorktimeConfig(AppConfig):
    name = "worktime"

    def ready(self):
        from accounts import settings_menu
        from accounts.signals import organisation_created

        from .changes import give_first_calendar

        organisation_created.connect(give_first_calendar, dispatch_uid="worktime.first_calendar")
        settings_menu.register(_("Jam kerja"), _("Jam kantor sepekan, jam Ramadan, dan uji hitung batas waktu."), "clock", "jam-kerja", 50)
        settings_menu.register(
            _("Kalender libur"), _("Libur nasional, cuti bersama, kantor tutup, dan setengah hari."), "calendar-event", "kalender", 60
        )
