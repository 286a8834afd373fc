from importlib import import_module

from django.apps import AppConfig


class ConsortiumConfig(AppConfig):
    name = "consortium"

    def ready(self) -> None:
        import_module("consortium.registered")
