"""Take stock of what was there before there were fingerprints: one entry for each consortium explains them all.

Payments that were opened as their payer's credit told nobody so; that is told now as well.
"""

import secrets

from django.db import connection, migrations
from django.utils import timezone

from journal.entries import personal_digest

UNTOLD = """
    SELECT payment.subject_id, payment.state FROM treasury_payment payment
    WHERE payment.consortium_id = %s AND payment.state <> coalesce((
        SELECT entry.facts ->> 'to' FROM journal_entry entry
        WHERE entry.subject_id = payment.subject_id AND entry.facts ? 'to' ORDER BY entry.id DESC LIMIT 1
    ), 'unmatched') ORDER BY payment.id
"""


def take_stock(apps, schema_editor):
    at = timezone.now()
    for consortium in apps.get_model("parties", "Consortium").objects.order_by("pk"):
        with connection.cursor() as cursor:
            cursor.execute(UNTOLD, [consortium.pk])
            for subject, state in cursor.fetchall():
                _tell(apps, consortium, subject, {"to": state}, at)
            cursor.execute("SELECT journal_take_stock(%s)", [consortium.pk])
            (rows,) = cursor.fetchone()
        if rows:
            subjects = apps.get_model("journal", "Subject").objects.filter(consortium=consortium)
            founding = subjects.filter(kind="edition").order_by("number").first() or subjects.earliest("pk")
            _tell(apps, consortium, founding.pk, {"rows": rows}, at)


def _tell(apps, consortium, subject, facts, at):
    salt = secrets.token_hex(16)
    entry = apps.get_model("journal", "Entry").objects.create(
        consortium=consortium,
        subject_id=subject,
        verb="journal.take_stock",
        happened_at=at,
        recorded_at=at,
        facts=facts,
        personal_digest=personal_digest(None, None, {}, salt),
    )
    apps.get_model("journal", "Particulars").objects.create(consortium=consortium, entry=entry, salt=salt)


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0002_limits'),
        ('charter', '0002_fingerprints'),
        ('consortium', '0006_fingerprints'),
        ('duties', '0002_fingerprints'),
        ('files', '0002_fingerprints'),
        ('journal', '0003_fingerprints'),
        ('membership', '0002_fingerprints'),
        ('treasury', '0003_fingerprints'),
    ]

    operations = [
        migrations.RunPython(take_stock, migrations.RunPython.noop),
    ]
