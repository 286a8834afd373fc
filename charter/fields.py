"""A document column that keeps the order in which things were written."""

import json
from typing import Any

from django.db import models


class OrderedJSONField(models.JSONField):
    """PostgreSQL's ``json``, which stores the text as it came; ``jsonb`` would sort branches and titles anew."""

    def db_type(self, connection: Any) -> str:
        """Name the column's type."""
        return "json"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Hand the text over as text: the usual adapter would pass it through ``jsonb``."""
        return json.dumps(value, cls=self.encoder, ensure_ascii=False)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Give back what the driver has already read."""
        return super().from_db_value(value, expression, connection) if isinstance(value, str) else value
