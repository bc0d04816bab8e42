"""Calls through a telephone provider. The rest of the room knows only what is in `base`."""

from django.conf import settings

from herefor.hall.phone.base import Provider
from herefor.hall.phone.twiml import Twiml


def is_set_up() -> bool:
    return bool(settings.PHONE_ACCOUNT and settings.PHONE_TOKEN and settings.PHONE_NUMBER)


def provider() -> Provider:
    return Twiml(
        address=settings.PHONE_ADDRESS,
        account=settings.PHONE_ACCOUNT,
        token=settings.PHONE_TOKEN,
        number=settings.PHONE_NUMBER,
    )
