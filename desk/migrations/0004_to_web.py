from django.db import migrations


class Migration(migrations.Migration):
    """Leave to `web` what every door needs."""

    dependencies = [
        ("desk", "0003_take_stock"),
        ("web", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel("AnswerGiven"), migrations.DeleteModel("Counted")],
        ),
    ]
