from importlib import import_module

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"

    def ready(self) -> None:
        """Let the frameworks know what they find by its being imported: a scheme of the API, checks of settings."""
        import_module("desk.api_schema")
        import_module("desk.clients")
        import_module("desk.database_owner")
