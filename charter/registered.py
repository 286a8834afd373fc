"""What editions of the charter are to the rooms below."""

from django.utils.translation import gettext_lazy as _

from charter import titles
from registry.subjects import SUBJECTS, SubjectKind

SUBJECTS.add("edition", SubjectKind(_("Edition of the charter"), "charter/editions/{number}/", titles.of_editions))
