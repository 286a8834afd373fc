from django.db import migrations

from parties.triggers import AddFingerprints

PLACE = ['id', 'consortium_id']


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0003_fingerprints'),
        ('membership', '0001_initial'),
    ]

    operations = [
        AddFingerprints({
            'affiliation': [*PLACE, 'called'],
            'assistance': PLACE,
            'declaration': PLACE,
            'mandate': PLACE,
            'member': PLACE,
            'prospect': PLACE,
            'regrading': PLACE,
            'regradingline': PLACE,
            'tiering': PLACE,
            'withdrawal': PLACE,
        }),
    ]
