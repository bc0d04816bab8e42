"""How events are chained: each carries the hash of the one before it."""

import hashlib
import json

from herefor.story.models import Event

FIRST_HASH = "0" * 64


def fingerprint(event: Event) -> str:
    """SHA-256 over the event and the hash before it."""
    content = {
        "what": event.what,
        "about": [event.about_type_id, event.about_id],
        "by": event.by_id,
        "customer": event.customer_id,
        "by_customer": event.by_customer,
        "unit": event.unit_id,
        "payload": event.payload,
        "at": event.at.isoformat(),
        "previous": event.previous_hash,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
