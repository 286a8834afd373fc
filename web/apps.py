from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "web"

    def ready(self) -> None:
        """Let the frameworks know what they find by its being imported: a scheme of the API, checks of settings."""
        import_module("web.api.document")
        import_module("web.clients")
