"""Names of companies as banks write them: legal forms are no part of a name, however they are written."""

import pytest

from treasury.matching import words_of

SAME = {
    "Hokuto Media": "Hokuto Media K.K.|HOKUTO MEDIA KK|hokuto media k.k|Hokuto Media Co., Ltd.|株式会社Hokuto Media",
    "Moss Halden": "Moss Halden S.A.|MOSS HALDEN B.V.|Moss Halden S.p.A.|Moss-Halden GmbH|Moss Halden Sp. z o.o.",
}


@pytest.mark.parametrize("name", SAME)
def test_a_legal_form_is_no_part_of_a_name(name):
    assert {words_of(each) for each in SAME[name].split("|")} == {words_of(name)}


def test_single_letters_of_a_name_stay():
    assert words_of("A. B. Wright & Sons") == words_of("A B Wright & Sons") != words_of("Wright & Sons")
