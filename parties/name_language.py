"""Which language a name in its own script is of, as far as its letters tell: each draws what they share its own way."""

import re
from functools import lru_cache

KANA = re.compile("[\u3040-\u30ff]")
HANGUL = re.compile("[\uac00-\ud7af]")


@lru_cache(maxsize=4096)
def language_of(name: str) -> str:
    """Tell a name's language by its letters; empty where several languages have them all.

    >>> language_of("東芝"), language_of("朱莉华"), language_of("삼성"), language_of("Toshiba")
    ('ja', 'zh-Hans', 'ko', '')
    """
    if KANA.search(name):
        return "ja"
    if HANGUL.search(name):
        return "ko"
    in_japan, in_china = _is_written(name, "cp932"), _is_written(name, "gb2312")
    if in_japan == in_china:
        return ""
    return "ja" if in_japan else "zh-Hans"


def _is_written(name: str, charset: str) -> bool:
    try:
        name.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
