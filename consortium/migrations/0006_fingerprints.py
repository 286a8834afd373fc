from django.db import migrations

from parties.triggers import AddFingerprints

PLACE = ['id', 'consortium_id']


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0003_fingerprints'),
        ('consortium', '0005_introductions'),
    ]

    operations = [
        AddFingerprints({
            'admission': PLACE,
            'agendaitem': PLACE,
            'alternate': PLACE,
            'amendment': PLACE,
            'attendance': PLACE,
            'ballot': PLACE,
            'body': PLACE,
            'correction': PLACE,
            'exclusion': PLACE,
            'introduction': [*PLACE, 'answered_at', 'state'],
            'invitation': PLACE,
            'item': PLACE,
            'meeting': PLACE,
            'meetingbody': PLACE,
            'minutes': PLACE,
            'minutesresponse': PLACE,
            'minutesversion': PLACE,
            'motion': PLACE,
            'motionpaper': PLACE,
            'need': PLACE,
            'needlink': PLACE,
            'nomination': PLACE,
            'paper': PLACE,
            'paperversion': PLACE,
            'partner': PLACE,
            'recusal': PLACE,
            'registration': PLACE,
            'rollline': PLACE,
            'roomvote': PLACE,
            'roomvoter': PLACE,
            'seat': PLACE,
            'seatchoice': PLACE,
            'statement': PLACE,
        }),
    ]
