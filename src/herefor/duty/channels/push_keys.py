"""Who we are to a push service: a key pair of this installation (RFC 8292, "VAPID")."""

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from herefor.duty.channels.sealing import CURVE, point, to_text

COUNTS_FOR_SECONDS = 12 * 3600


def authorisation(address: str, *, folder: Path) -> str:
    """The header by which the push service knows that it is us."""
    key = push_key(folder)
    parts = urlsplit(address)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + COUNTS_FOR_SECONDS,
        "sub": settings.PUBLIC_ADDRESS,
    }
    said = ".".join(_part(one) for one in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(key.sign(said.encode(), ec.ECDSA(hashes.SHA256())))
    signature = to_text(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={said}.{signature}, k={to_text(point(key.public_key()))}"


def public_push_key(folder: Path) -> str:
    """What a browser needs to subscribe to us."""
    return to_text(point(push_key(folder).public_key()))


def push_key(folder: Path) -> ec.EllipticCurvePrivateKey:
    """Made at first use and kept beside the data; of several processes, the first one makes it."""
    path = folder / "push-key.pem"
    if not path.exists():
        _make(path)
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path} holds no key for push messages.")
    return key


def _make(path: Path) -> None:
    """Written whole under another name first, so that nobody reads half a key."""
    key = ec.generate_private_key(CURVE)
    content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
        file.write(content)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _part(said: Mapping[str, object]) -> str:
    return to_text(json.dumps(said, separators=(",", ":")).encode())
