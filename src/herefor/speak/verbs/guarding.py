"""Who sends a form is looked at, and what that leaves behind is forgotten within a day."""

import re
from datetime import datetime

from django.db import IntegrityError, transaction

from herefor.mail.text import compared
from herefor.people.models import Account
from herefor.speak import guard
from herefor.speak.guard import Sent
from herefor.speak.models import Attempt, Comment, UsedForm
from herefor.story.clock import now

LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


def look_at(sent: Sent, *, about: str, asks_proof: bool) -> list[str]:
    """What is doubtful about how a form came, as marks; uses the form up."""
    moment = now()
    doubts = [guard.FILLED] if sent.filled else []
    shown = guard.opened(sent.form, about=about)
    if shown is None:
        doubts.append(guard.FORGED)
    else:
        doubts += _age(shown[0], moment)
        if not _use(shown[1], moment):
            doubts.append(guard.USED)
        if asks_proof and not guard.proves(shown[1], sent.proof):
            doubts.append(guard.NO_PROOF)
    return doubts + _rate(sent.address, moment)


def look_into(*, name: str, text: str) -> list[str]:
    """What is doubtful about the words themselves."""
    doubts = []
    if len(LINK.findall(text)) > guard.MOST_LINKS or LINK.search(name):
        doubts.append(guard.LINKS)
    if is_name_of_a_colleague(name):
        doubts.append(guard.NAME)
    if Comment.objects.filter(text=text, said_at__gt=now() - guard.FORGOTTEN_AFTER).exists():
        doubts.append(guard.SAME)
    return doubts


def is_name_of_a_colleague(name: str) -> bool:
    """Whether the name holds the name of somebody here, however it is written or adorned."""
    letters = _letters(name)
    ours = Account.objects.filter(is_active=True).values_list("name", flat=True)
    return any((own := _letters(one)) and own in letters for one in ours)


def forget() -> bool:
    """What is only for the guard does not stay; True if there was something."""
    before = now() - guard.FORGOTTEN_AFTER
    gone = Attempt.objects.filter(at__lt=before).delete()[0]
    return bool(gone + UsedForm.objects.filter(used_at__lt=before).delete()[0])


def _age(shown_at: float, moment: datetime) -> list[str]:
    seconds = moment.timestamp() - shown_at
    if seconds < guard.LEAST_SECONDS:
        return [guard.QUICK]
    return [guard.OLD] if seconds > guard.LONGEST_OPEN.total_seconds() else []


def _use(nonce: str, moment: datetime) -> bool:
    try:
        with transaction.atomic():
            UsedForm.objects.create(nonce=nonce, used_at=moment)
    except IntegrityError:
        return False
    return True


def _rate(address: str, moment: datetime) -> list[str]:
    lately = Attempt.objects.filter(at__gt=moment - guard.WITHIN)
    doubts = (
        [guard.MANY] if lately.filter(address_hash=address).count() >= guard.MOST_OF_ONE else []
    )
    doubts += [guard.FLOOD] if lately.count() >= guard.MOST_OF_ALL else []
    Attempt.objects.create(address_hash=address, at=moment)
    return doubts


ALIKE = str.maketrans("аеорсухіјѕԁԛԝһ0135ıɡ", "aeopcyxijsdqwholesig")


def _letters(name: str) -> str:
    """The letters alone, signs of other scripts that look the same taken for them."""
    return "".join(sign for sign in compared(name).translate(ALIKE) if sign.isalpha())
