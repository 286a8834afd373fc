from django.db import migrations

from parties.triggers import AddFingerprints

PLACE = ['id', 'consortium_id']


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0003_fingerprints'),
        ('treasury', '0002_bank_lines_known_again'),
    ]

    operations = [
        AddFingerprints({
            'account': PLACE,
            'allocation': PLACE,
            'bankfile': PLACE,
            'bankline': PLACE,
            'billingaddress': PLACE,
            'closing': PLACE,
            'creditnote': PLACE,
            'invoice': [*PLACE, 'paid'],
            'payment': [*PLACE, 'allocated', 'returned'],
            'posting': PLACE,
            'repayment': PLACE,
            'transaction': PLACE,
        }),
    ]
