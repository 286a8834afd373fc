from importlib import import_module

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "duties"

    def ready(self) -> None:
        import_module("duties.registered")
