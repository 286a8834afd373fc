"""Our words in other languages, as they stand in the files now, whatever was compiled before."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings


def catalogue(folder: str) -> Catalog:
    """Read a language's file."""
    path = Path(settings.BASE_DIR, "locale", folder, "LC_MESSAGES", "django.po")
    with path.open("rb") as source:
        return read_po(source, locale=folder)


def compiled(folder: str, into: Path) -> Path:
    """Compile a language's file; what is given goes into ``settings.LOCALE_PATHS``."""
    target = into / folder / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as words:
        write_mo(words, catalogue(folder))
    return into
