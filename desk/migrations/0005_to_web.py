from django.db import migrations


class Migration(migrations.Migration):
    """Leave to `web` what every door needs."""

    dependencies = [
        ("desk", "0004_no_switch"),
        ("web", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel("AnswerGiven"), migrations.DeleteModel("Counted")],
        ),
    ]
