from django.apps import AppConfig

import registry


class RegistryConfig(AppConfig):
    name = "registry"

    def ready(self) -> None:
        """Close the registries: whoever has something to register stands before this app and is ready."""
        registry.close_all()
