from django.apps import AppConfig


class HalocikConfig(AppConfig):
    name = "halocik"
