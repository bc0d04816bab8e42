"""A town hall for tests: Alice answers, everybody may come."""

from herefor.hall import verbs
from herefor.hall.models import Question, TownHall
from herefor.story.clock import now


def a_hall(world, *, live=True, **more) -> TownHall:
    hall = verbs.plan_hall(
        "Winter", unit=world.harbour, starts_at=now(), leaders=[world.alice], by=world.alice, **more
    )
    return verbs.begin_hall(hall, by=world.alice) if live else hall


def asked(hall, text="When is it warm again?", *, by=None, **more) -> Question:
    """A question; shown when somebody of ours let it through."""
    more.setdefault("once", f"{text}-{more}")
    question = verbs.ask(hall, text=text, **more)
    return verbs.show_question(question, by=by) if by else question
