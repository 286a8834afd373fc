from django.db import migrations

from parties.triggers import AddFingerprints

PLACE = ['id', 'consortium_id']


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0003_fingerprints'),
        ('charter', '0001_initial'),
    ]

    operations = [
        AddFingerprints({
            'edition': PLACE,
        }),
    ]
