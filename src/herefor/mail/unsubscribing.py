"""The signed link by which somebody gets no more letters on a topic."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "herefor.mail.unsubscribe"


def unsubscribe_url(address: str, topic: str) -> str:
    """The link for one recipient and one topic; `send_letter` takes it and obeys it."""
    key = signing.dumps([address.lower(), topic], salt=SALT)
    return settings.PUBLIC_ADDRESS + reverse("mail:unsubscribe", args=[key])


def unsubscribe_key(url: str) -> tuple[str, str] | None:
    """Recipient and topic of one of our links, or of the key alone; nothing for any other."""
    try:
        address, topic = signing.loads(url.rstrip("/").rpartition("/")[2], salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return address, topic
