"""A joint session that the charter does not foresee says so for as long as it is kept (GOV-10)."""

from django.db import migrations, models


def tell_from_the_journal(apps, _editor):
    """Mark the meetings whose planning was written down as unusual."""
    planned = apps.get_model("journal", "Entry").objects.filter(verb="meeting.plan", facts__off_the_links=True)
    meetings = apps.get_model("consortium", "Meeting").objects.filter(subject__in=planned.values("subject"))
    meetings.update(off_the_links=True)


class Migration(migrations.Migration):
    dependencies = [("consortium", "0003_minutes_responses"), ("journal", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="meeting", name="off_the_links", field=models.BooleanField(default=False)
        ),
        migrations.RunPython(tell_from_the_journal, migrations.RunPython.noop),
    ]
