"""What this room hears of itself: somebody is asked for something, and is told by letter.

Letters to judges name neither the applicant nor whoever asks: judges do not read who it is.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from herefor.assess.access import EXAMINER, JUDGE, LEAD, MONITOR, WRITER
from herefor.assess.models import Assessment, Seat, Stage
from herefor.assess.queries.team import members
from herefor.mail.verbs import write_to_account
from herefor.story.models import Event
from herefor.story.verbs import hear

Words = str | Promise

INVITED: Mapping[str, Words] = {
    WRITER: _("%(by)s asks you to write for “%(title)s”: answers, evidence and key factors."),
    EXAMINER: _(
        "%(by)s asks you to examine “%(title)s”. Before anything is shown you are asked whether "
        "you have a tie to who is judged."
    ),
    LEAD: _(
        "%(by)s hands the lead of “%(title)s” over to you. Before anything is shown you are asked "
        "whether you have a tie to who is judged."
    ),
    JUDGE: _(
        "You are asked to judge an applicant whose name you do not read. You are told when the "
        "team has agreed."
    ),
    MONITOR: _("%(by)s asks you to watch how “%(title)s” is judged."),
}
AWAITED: Mapping[str, Mapping[str, Words]] = {
    Stage.INDEPENDENT: {
        EXAMINER: _("The answers of “%(title)s” are in. Mark each item alone, and hand it in."),
        LEAD: _("The answers of “%(title)s” are in, and examiners mark alone."),
    },
    Stage.CONSENSUS: {
        EXAMINER: _("All may read the marks of “%(title)s”. See where they are far apart."),
    },
    Stage.SITE_VISIT: {
        EXAMINER: _("The visit of “%(title)s” begins. Write down what is found on each issue."),
    },
    Stage.JUDGES: {
        JUDGE: _("The team has agreed on an applicant. Read it and say what you recommend."),
    },
    Stage.REPORTED: {
        WRITER: _("The feedback report on “%(title)s” is there."),
    },
}


@hear("seat given")
@hear("lead handed over")
def tell_who_is_asked(event: Event) -> None:
    seat = Seat.objects.select_related("assessment", "account").get(pk=event.payload["seat"])
    _write(seat, INVITED[seat.role], event, once=f"seat-{seat.pk}")


@hear("stage entered")
def tell_who_is_awaited(event: Event) -> None:
    """Whoever has something to do from now on, apart from who moved it on."""
    assessment = event.about
    if not isinstance(assessment, Assessment):
        return
    words = AWAITED.get(event.payload["stage"], {})
    for member in members(assessment):
        seat = member.seat
        if member.is_free and seat.role in words and seat.account_id != event.by_id:
            _write(seat, words[seat.role], event, once=f"{event.payload['stage']}-{assessment.pk}")


def _write(seat: Seat, words: Words, event: Event, *, once: str) -> None:
    assessment, is_blind = seat.assessment, seat.role == JUDGE
    subject = _("“%(title)s” asks for you")
    if is_blind:
        subject = _("An applicant waits for your judgement")
    said = {"by": event.by, "title": assessment}
    write_to_account(
        seat.account,
        assessment,
        at=assessment.get_absolute_url(),
        subject=str(subject) % said,
        text=str(words) % said,
        once=f"assess-{once}",
        unit=None if is_blind else assessment.unit,
    )
