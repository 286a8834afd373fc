from importlib import import_module

from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "membership"

    def ready(self) -> None:
        import_module("membership.registered")
