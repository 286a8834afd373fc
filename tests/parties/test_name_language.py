"""The language of a name, told by its letters."""

import pytest

from parties.name_language import language_of
from web.table_cells import native


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("東芝", "ja"),
        ("さくら精機", "ja"),
        ("朱莉华", "zh-Hans"),
        ("삼성", "ko"),
        ("佐藤 健", ""),
        ("Müller & Söhne", ""),
        ("", ""),
    ],
)
def test_letters_tell_the_language_of_a_name_where_only_one_has_them(name, language):
    assert language_of(name) == language


def test_a_name_in_its_own_script_is_marked_for_its_letters():
    assert native("東芝") == '<span class="native" lang="ja">東芝</span>'
    assert native("") == ""
    assert native("<b>") == '<span class="native" lang="">&lt;b&gt;</span>'
