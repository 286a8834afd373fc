import pytest
from django.core.management import CommandError, call_command

from parties.models import Consortium


@pytest.mark.django_db
def test_nothing_is_played_into_somebodys_own_data(settings):
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="fills a demonstration alone"):
        call_command("simulate", years=1)

    assert not Consortium.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"years": 0}, "From one to 50 years can be played, not 0"),
        ({"charter": "nope"}, "There is no preset “nope”"),
        ({"charter": "eureka", "years": 1}, "cannot take effect yet: identity.currency"),
        ({"until": "tomorrow"}, "“tomorrow” is no day such as 2026-04-01"),
    ],
)
def test_what_cannot_be_played_is_said_in_one_line(settings, options, said):
    settings.DEMONSTRATION = True

    with pytest.raises(CommandError, match=said):
        call_command("simulate", *(f"--{key}={value}" for key, value in options.items()))

    assert not Consortium.objects.exists()
