"""Debtors and debts for tests."""

from datetime import timedelta

from duties import duties
from duties.duties import Owed
from duties.models import Duty
from journal import subjects
from tests.factories.parties import NOON, ConsortiumFactory


def subject(consortium=None, kind="motion"):
    """Open a subject."""
    return subjects.open(consortium or ConsortiumFactory(), kind)


def owed(debtor, about, *, kind="vote.cast", days=7, period=None) -> Owed:
    """Describe a debt that is due some days after noon."""
    return Owed(debtor.pk, about.pk, kind, NOON + timedelta(days=days), period)


def duty(about=None, **given) -> Duty:
    """Owe one duty."""
    about = about or subject()
    debtor = subject(about.consortium, "seat")
    duties.owe(about.consortium, [owed(debtor, about, **given)], at=NOON)
    return Duty.objects.get(debtor=debtor)
