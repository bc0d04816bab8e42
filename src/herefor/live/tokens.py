"""Signed, short-lived tokens: each names one channel and opens a stream of it."""

from datetime import timedelta

from django.core import signing

SALT = "herefor.live"
LIFE = timedelta(minutes=15)


def token_for(channel: str) -> str:
    return signing.TimestampSigner(salt=SALT).sign(channel)


def channel_of(token: str) -> str | None:
    """The channel that the token opens; nothing for a forged or an old one."""
    try:
        return signing.TimestampSigner(salt=SALT).unsign(token, max_age=LIFE)
    except signing.BadSignature:
        return None
