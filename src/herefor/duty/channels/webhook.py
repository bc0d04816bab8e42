"""A signed webhook, as standardwebhooks.com describes it.

The receiver checks the signature and drops what it has seen: `webhook-id` is the same whenever the
same message is sent again. So a webhook may be repeated after a crash.
"""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

from herefor.duty.channels.base import Outgoing
from herefor.duty.channels.outside import post


class Webhook:
    may_repeat = True

    def hand_over(self, message: Outgoing) -> None:
        sent_at = datetime.now(UTC)
        body = json.dumps(
            {
                "type": "call" if message.is_urgent else "notice",
                "timestamp": sent_at.isoformat(),
                "data": {
                    "subject": message.subject,
                    "text": message.text,
                    "link": message.link,
                    "to": message.to_name,
                },
            }
        ).encode()
        post(message.address, body, headers=signed(message, body, at=int(sent_at.timestamp())))


def signed(message: Outgoing, body: bytes, *, at: int) -> dict[str, str]:
    key = base64.b64decode(message.secret.removeprefix("whsec_"))
    content = f"{message.once}.{at}.".encode() + body
    signature = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return {
        "Content-Type": "application/json",
        "webhook-id": message.once,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{signature}",
    }
