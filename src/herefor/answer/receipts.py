"""What the receipt of an answer says about who will reply."""

from herefor.answer.models import Case
from herefor.listen.models import Response
from herefor.listen.receipt import Reply


def who_replies(response: Response) -> Reply | None:
    case = Case.objects.filter(response=response).select_related("owner", "unit").first()
    if case is None:
        return None
    return Reply(
        person=case.owner.name, unit=case.unit.name, by=case.promised_by, url=case.follow_url
    )
