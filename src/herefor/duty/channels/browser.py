"""Push to a browser: the subscription is the address, the message is sealed for it."""

import json

from django.conf import settings

from herefor.duty.channels.base import Outgoing
from herefor.duty.channels.outside import post
from herefor.duty.channels.push_keys import authorisation
from herefor.duty.channels.sealing import from_text, seal

KEPT_SECONDS = 3600
LONGEST_TEXT = 600
"""A push service takes 4096 bytes, sealed; a character takes at most four."""


class Browser:
    """Not repeated after a crash: it could ring twice."""

    may_repeat = False

    def hand_over(self, message: Outgoing) -> None:
        """The secret of the way holds the browser's public key and its shared secret."""
        keys = json.loads(message.secret)
        text = message.text[:LONGEST_TEXT]
        said = {"title": message.subject[:100], "body": text, "link": message.link}
        content = json.dumps(said, ensure_ascii=False).encode()
        sealed = seal(content, receiver=from_text(keys["p256dh"]), shared=from_text(keys["auth"]))
        headers = {
            "Authorization": authorisation(message.address, folder=settings.DATA),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(KEPT_SECONDS),
            "Urgency": "high" if message.is_urgent else "normal",
        }
        post(message.address, sealed, headers=headers)
