"""Passwords of mail servers, sealed with a key made from the secret key of the installation."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"herefor.mail.passwords"


class Unreadable(Exception):
    """The password was sealed under another secret key."""


def seal(password: str) -> str:
    return _box().encrypt(password.encode()).decode() if password else ""


def unseal(sealed: str) -> str:
    """The password. Raises Unreadable when the secret key is another one by now."""
    if not sealed:
        return ""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def _box() -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=PURPOSE).derive(
        settings.SECRET_KEY.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))
