from importlib import import_module

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"

    def ready(self) -> None:
        """Let the framework know the checks of settings, which it finds by their being imported."""
        import_module("desk.database_owner")
        import_module("desk.registered")
