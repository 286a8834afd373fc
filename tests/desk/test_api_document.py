"""The API's document says what the API does: OpenAPI 3.1, without a doubt left about any call."""

from django.core.management import call_command
from drf_spectacular.drainage import GENERATOR_STATS

from desk.api_views import coded


def test_the_document_is_valid_and_leaves_nothing_to_guess(tmp_path):
    GENERATOR_STATS.reset()

    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "api.yaml"))


def test_names_of_fields_are_set_as_code_and_everything_is_escaped():
    assert coded("Pages have `count` & `next`.") == "Pages have <code>count</code> &amp; <code>next</code>."
