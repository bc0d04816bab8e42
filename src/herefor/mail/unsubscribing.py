"""The signed link by which somebody gets no more letters on a topic."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

_topics: dict[str, str | Promise] = {}
SALT = "herefor.mail.unsubscribe"


def name_topic(topic: str, words: str | Promise) -> None:
    """Say to customers what the letters on a topic are."""
    _topics[topic] = words


def topic_in_words(topic: str) -> str:
    return str(_topics.get(topic, _("letters like this one")))


def unsubscribe_url(address: str, topic: str) -> str:
    """The link for one recipient and one topic; `send_letter(may_stop=topic)` uses it."""
    key = signing.dumps([address.lower(), topic], salt=SALT)
    return settings.PUBLIC_ADDRESS + reverse("mail:unsubscribe", args=[key])


def unsubscribe_key(url: str) -> tuple[str, str] | None:
    """Recipient and topic of one of our links, or of the key alone; nothing for any other."""
    try:
        address, topic = signing.loads(url.rstrip("/").rpartition("/")[2], salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return address, topic
