from importlib import import_module

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"

    def ready(self) -> None:
        """Let the API's document know the token scheme: the framework finds it by its being imported."""
        import_module("desk.api_schema")
