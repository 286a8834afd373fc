"""What letters are to the rooms below."""

from django.utils.translation import gettext_lazy as _

from duties.models import Letter
from journal.titles import TitleSource
from registry.subjects import SUBJECTS, SubjectKind

SUBJECTS.add("letter", SubjectKind(_("Letter"), "letters/{number}/", TitleSource(Letter, "title")))
