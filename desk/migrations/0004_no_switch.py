from django.db import migrations


class Migration(migrations.Migration):
    """Drop the function by which triggers asked a setting of the session whether to look away: none asks it any more."""

    dependencies = [
        ("desk", "0003_take_stock"),
        ("charter", "0003_triggers_without_a_switch"),
        ("consortium", "0007_triggers_without_a_switch"),
        ("files", "0003_triggers_without_a_switch"),
        ("journal", "0004_triggers_without_a_switch"),
        ("treasury", "0004_triggers_without_a_switch"),
    ]

    operations = [
        migrations.RunSQL("DROP FUNCTION IF EXISTS _pgtrigger_should_ignore(name)", migrations.RunSQL.noop),
    ]
