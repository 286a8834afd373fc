from django.apps import AppConfig
from django.db.backends.signals import connection_created

from parties import plans


class PartiesConfig(AppConfig):
    name = "parties"

    def ready(self) -> None:
        connection_created.connect(_keep_plans)


def _keep_plans(connection, **_signal) -> None:
    plans.begin(connection)
    if plans.keep not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, plans.keep)  # whoever wraps for a while takes the last one off again
