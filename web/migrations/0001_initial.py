import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = ("answergiven", "counted")


def rename(old: str, new: str) -> str:
    """Write the statements that rename the tables, and the one sequence that they have."""
    tables = "; ".join(f"ALTER TABLE {old}_{table} RENAME TO {new}_{table}" for table in TABLES)
    return f"{tables}; ALTER SEQUENCE {old}_answergiven_id_seq RENAME TO {new}_answergiven_id_seq"


class Migration(migrations.Migration):
    """Take over from the desk what every door needs."""

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("desk", "0003_take_stock"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(rename("desk", "web"), rename("web", "desk"))],
            state_operations=[
                migrations.CreateModel(
                    name="AnswerGiven",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("key", models.CharField(max_length=100)),
                        ("digest", models.CharField(max_length=64)),
                        ("status", models.PositiveSmallIntegerField(default=0)),
                        ("location", models.CharField(blank=True, max_length=400)),
                        ("body", models.JSONField(blank=True, null=True)),
                        ("given_at", models.DateTimeField()),
                        ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["given_at"], name="answer_by_age")],
                        "constraints": [models.UniqueConstraint(fields=("person", "key"), name="one_answer_per_person_and_key")],
                    },
                ),
                migrations.CreateModel(
                    name="Counted",
                    fields=[
                        ("key", models.CharField(max_length=250, primary_key=True, serialize=False)),
                        ("value", models.JSONField()),
                        ("ends_at", models.DateTimeField()),
                    ],
                    options={"indexes": [models.Index(fields=["ends_at"], name="counted_by_end")]},
                ),
            ],
        ),
    ]
