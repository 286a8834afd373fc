"""Days, moments and amounts in the formats of each language."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.conf import settings
from django.utils import formats, translation

LANGUAGES = [code for code, _name in settings.LANGUAGES]
DAY = date(2026, 4, 5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_amounts_have_their_thousands_apart_by_three(language):
    with translation.override(language):
        written = formats.number_format(Decimal("1234567.5"), decimal_pos=2, use_l10n=True, force_grouping=True)

    assert written == "1,234,567.50"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_field_is_filled_as_browsers_read_it(language):
    with translation.override(language):
        field = forms.DateInput(attrs={"type": "date"}).format_value(DAY)

    assert field == "2026-04-05"


@pytest.mark.parametrize(
    ("language", "day", "month", "month_and_day", "moment"),
    [
        ("en", "5 Apr 2026", "April 2026", "5 Apr", "5 Apr 2026, 09:30"),
        ("ja", "2026年4月5日", "2026年4月", "4月5日", "2026年4月5日 09:30"),
        ("zh-hans", "2026年4月5日", "2026年4月", "4月5日", "2026年4月5日 09:30"),
    ],
)
def test_days_read_as_their_readers_write_them(language, day, month, month_and_day, moment):
    with translation.override(language):
        said = [formats.date_format(DAY, each) for each in ("DATE_FORMAT", "YEAR_MONTH_FORMAT", "MONTH_DAY_FORMAT")]
        at = formats.date_format(datetime(2026, 4, 5, 9, 30), "SHORT_DATETIME_FORMAT")

    assert (*said, at) == (day, month, month_and_day, moment)
