"""Who may chase, and who may send letters: the office, and for their own bodies those who lead them."""

from django.utils.translation import gettext as _

from duties.models import Letter
from parties.permissions import Answer, either
from parties.viewer import Viewer


def can_nudge(viewer: Viewer) -> Answer:
    """Answer whether the viewer may see who has not responded, and remind them."""
    return either(viewer.is_office, _("The office reminds those who have not responded."), "GOV-06")


def can_let_off(viewer: Viewer) -> Answer:
    """Answer whether the viewer may let somebody off a duty, with a reason that stays."""
    return either(viewer.is_office, _("The office lets off what was missed or is not needed."), "GOV-06")


def can_see_mail(viewer: Viewer) -> Answer:
    """Answer whether the viewer may see which mails were not taken, and why."""
    return either(viewer.is_office, _("The office looks after mail that was not taken."), "GOV-06")


def can_retry_mail(viewer: Viewer) -> Answer:
    """Answer whether the viewer may have mails tried again that were not taken."""
    return either(viewer.is_office, _("The office looks after mail that was not taken."), "GOV-06")


def can_edit_letter(viewer: Viewer, letter: Letter) -> Answer:
    """Answer whether the viewer may change the words of a letter."""
    return either(viewer.is_office, _("The office writes letters."), "GOV-06")


def can_release_letters(viewer: Viewer) -> Answer:
    """Answer whether the viewer may release letters from the outbox."""
    return either(viewer.is_office, _("The office releases letters."), "GOV-06")


def can_cancel_letter(viewer: Viewer, letter: Letter) -> Answer:
    """Answer whether the viewer may take a letter out of the outbox."""
    return either(viewer.is_office, _("The office cancels letters."), "GOV-06")
