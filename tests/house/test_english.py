"""English sentences translate themselves, so that looking one up ends in the first catalog."""

from babel.messages.pofile import read_po

from config.extraction import LOCALES, ROOT, speak_for_itself

ENGLISH = LOCALES / "en/LC_MESSAGES/django.po"
BORROWED = ROOT / "desk/locale/en/LC_MESSAGES/django.po"


def catalog(path):
    with path.open("rb") as file:
        return {(message.id, message.context): message.string for message in read_po(file) if message.id}


def test_every_english_sentence_is_its_own_translation_save_those_worded_anew():
    worded_anew = {key for key, __ in catalog(BORROWED)}

    assert {key: said for (key, __), said in catalog(ENGLISH).items() if said != key and key not in worded_anew} == {}


def test_filling_in_changes_nothing_of_what_was_said(tmp_path):
    copy = tmp_path / "django.po"
    copy.write_bytes(ENGLISH.read_bytes())

    speak_for_itself(copy, BORROWED)

    assert catalog(copy) == catalog(ENGLISH)
