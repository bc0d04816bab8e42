"""What is left when a town hall is over."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from herefor.hall.models import Holding, Owing, Question, TownHall
from herefor.hall.rules import held


def unanswered(hall: TownHall) -> QuerySet[Question]:
    """Everything that was asked and not answered: shown, not yet read, or held back because it
    is one person's own matter. Insults and advertisements are owed nothing."""
    personal = Holding.objects.filter(undone_at=None, reason=Holding.Reason.PERSON)
    wanted = ~held() | Q(pk__in=personal.values("question"))
    found = Question.objects.filter(wanted, hall=hall, answers=None)
    return found.select_related("hall__unit").order_by("number")


def owed_here(kind: ContentType, number: int) -> QuerySet[Owing]:
    """What is still owed in public for one record of a room above."""
    found = Owing.objects.filter(about_type=kind, about_id=number, question__answers=None)
    return found.select_related("question__hall__unit", "who")
