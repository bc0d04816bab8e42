"""What this room does by itself when it is due."""

from datetime import timedelta

from herefor.assess.cases import limits
from herefor.assess.models import Certificate
from herefor.assess.verbs import remind_of_certificate
from herefor.story.clock import now

AT_ONCE = 20


def remind_of_certificates() -> bool:
    """Those that end soon; True when somebody was reminded."""
    soon = now() + timedelta(days=limits().remind_days)
    ending = Certificate.objects.filter(reminded_at=None, valid_until__lte=soon)
    certificates = ending.order_by("valid_until").select_related("exercise__account")
    return sum(remind_of_certificate(one) for one in certificates[:AT_ONCE]) > 0
