"""Push to a browser: the subscription is the address, the message is sealed for it."""

import json

from django.conf import settings

from herefor.duty.channels.base import Outgoing
from herefor.duty.channels.outside import post
from herefor.duty.channels.push_keys import authorisation
from herefor.duty.channels.sealing import from_text, seal

KEPT_SECONDS = 3600
LONGEST = 3000


class Browser:
    """Not repeated after a crash: it could ring twice."""

    may_repeat = False

    def hand_over(self, message: Outgoing) -> None:
        """The secret of the way holds the browser's public key and its shared secret."""
        keys = json.loads(message.secret)
        said = {"title": message.subject, "body": message.text, "link": message.link}
        content = json.dumps(said).encode()[:LONGEST]
        sealed = seal(content, receiver=from_text(keys["p256dh"]), shared=from_text(keys["auth"]))
        headers = {
            "Authorization": authorisation(message.address, folder=settings.DATA),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(KEPT_SECONDS),
            "Urgency": "high" if message.is_urgent else "normal",
        }
        post(message.address, sealed, headers=headers)
