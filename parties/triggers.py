"""Triggers that fire for each of thousands of rows, or once for all of them."""

from collections.abc import Iterable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import pgtrigger
from django.db import models
from django.db.migrations.operations.base import Operation
from pgtrigger import compiler


class RowSql(compiler.UpsertTriggerSql):
    """The trigger without the library's question whether it should look away (`Unswitchable`).

    The library asks that for each row inside an exception handler, which is a subtransaction each time: a bank file
    of 6,000 lines spent 3 of its 9 seconds there, one of twice as many four times as long.
    """

    def get_template(self) -> str:
        """Give the SQL; migrations refer to it, so that a change to it needs a class of its own."""
        return """
            CREATE OR REPLACE FUNCTION {pgid}()
            RETURNS TRIGGER AS $$
                {declare}
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE {constraint} TRIGGER {pgid}
                {when} {operation} ON {table}
                {timing}
                {referencing}
                FOR EACH {level} {condition}
                EXECUTE PROCEDURE {execute};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class Unswitchable:
    """A trigger that nobody but the tables' owner can get past.

    The library's own look away where the setting ``pgtrigger.ignore`` names them, and a setting is every session's.
    """

    def compile(self, model: type[models.Model]) -> compiler.Trigger:
        """Render the trigger for migrations."""
        return compiler.Trigger(name=self.name, sql=RowSql(**super().compile(model).sql.kwargs))


class Trigger(Unswitchable, pgtrigger.Trigger):
    """A trigger of ours, for each row or each statement."""


class Protect(Unswitchable, pgtrigger.Protect):
    """Refuse what is final."""


class SharedSql(compiler.UpsertTriggerSql):
    """A trigger whose function stands in the database already, one for many tables."""

    def get_template(self) -> str:
        """Give the SQL; migrations refer to it, so that a change to it needs a class of its own."""
        return """
            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE TRIGGER {pgid}
                {when} {operation} ON {table}
                {referencing}
                FOR EACH {level}
                EXECUTE FUNCTION {execute};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class FingerprintTrigger(pgtrigger.Trigger):
    """Hand the rows that a statement wrote to the journal's function, which fingerprints all but the ``free`` columns.

    The function is made by the migrations of ``journal``; there is one for each operation, because PostgreSQL wants it.
    """

    level = pgtrigger.Statement
    when = pgtrigger.After
    func = "the journal's own"

    def __init__(self, operation: str, *, free: Iterable[str]) -> None:
        self.free = sorted(free)
        old = None if operation == "insert" else "gone"
        new = None if operation == "delete" else "fresh"
        super().__init__(
            name=f"fingerprint_{operation}",
            operation={"insert": pgtrigger.Insert, "update": pgtrigger.Update, "delete": pgtrigger.Delete}[operation],
            referencing=pgtrigger.Referencing(old=old, new=new),
        )

    def render_execute(self, model: type[models.Model]) -> str:
        """Name the function, and what it leaves out."""
        free = ", ".join(f"'{column}'" for column in self.free)
        return f"journal_{self.name}({free})"

    def compile(self, model: type[models.Model]) -> compiler.Trigger:
        """Render the trigger for migrations."""
        return compiler.Trigger(name=self.name, sql=SharedSql(**super().compile(model).sql.kwargs))


class AddFingerprints(Operation):
    """Put the triggers of fingerprints on many tables at once: model → columns that are left out.

    As one operation, because the library's own renders every related model anew for each trigger, which takes minutes.
    """

    reversible = True

    def __init__(self, free: Mapping[str, Iterable[str]]) -> None:
        self.free = {name: sorted(columns) for name, columns in free.items()}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Note the triggers beside those of ``Meta``."""
        for name, triggers in self._triggers(app_label, state):
            options = state.models[app_label, name].options
            options["triggers"] = [*options.get("triggers", []), *triggers]

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create them."""
        for __, triggers in self._triggers(app_label, to_state):
            for trigger in triggers:
                schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop them."""
        for __, triggers in self._triggers(app_label, to_state):
            for trigger in triggers:
                schema_editor.execute(trigger.uninstall_sql, params=None)

    def describe(self) -> str:
        return f"Fingerprint {len(self.free)} tables"

    def _triggers(self, app_label: str, state: Any) -> Iterator[tuple[str, list[compiler.Trigger]]]:
        for name, columns in self.free.items():
            own = state.models[app_label, name]
            meta = {"app_label": app_label, "object_name": own.name, "db_table": f"{app_label}_{name}"}
            model: Any = SimpleNamespace(_meta=SimpleNamespace(**meta))
            operations = ("insert", "update", "delete")
            yield name, [FingerprintTrigger(each, free=columns).compile(model) for each in operations]
