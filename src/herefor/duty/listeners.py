"""What this room hears: a letter that called somebody did not arrive."""

from herefor.duty.channels.email import MARK
from herefor.duty.models import Page
from herefor.duty.verbs.sending import note_came_back
from herefor.mail.models import Letter
from herefor.story.models import Event
from herefor.story.verbs import hear


@hear("letter failed")
@hear("letter bounced")
@hear("letter in doubt")
def call_somebody_else(event: Event) -> None:
    letter = event.about
    if not isinstance(letter, Letter) or not (letter.once or "").startswith(MARK):
        return
    page = Page.objects.filter(once=(letter.once or "").removeprefix(MARK)).first()
    if page is not None:
        note_came_back(page, error=letter.delivery.reason or event.what)
