from importlib import import_module

from django.apps import AppConfig


class TreasuryConfig(AppConfig):
    name = "treasury"

    def ready(self) -> None:
        import_module("treasury.registered")
