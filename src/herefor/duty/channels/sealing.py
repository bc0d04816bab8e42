"""Encryption of a push message for one browser (RFC 8291, over RFC 8188 with one record)."""

import base64
import os
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
RECORD_SIZE = 4096
LAST_RECORD = b"\x02"


def seal(
    content: bytes,
    *,
    receiver: bytes,
    shared: bytes,
    sender: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """Only the browser with the private key of `receiver` reads it.

    `sender` and `salt` are made anew for every message; a test gives those of the standard.
    """
    sender, salt = sender or ec.generate_private_key(CURVE), salt or os.urandom(16)
    agreed = sender.exchange(
        ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, receiver)
    )
    ours = point(sender.public_key())
    info = b"WebPush: info\x00" + receiver + ours
    secret = derive(agreed, salt=shared, info=info, length=32)
    key = derive(secret, salt=salt, info=b"Content-Encoding: aes128gcm\x00", length=16)
    nonce = derive(secret, salt=salt, info=b"Content-Encoding: nonce\x00", length=12)
    header = salt + struct.pack("!IB", RECORD_SIZE, len(ours)) + ours
    return header + AESGCM(key).encrypt(nonce, content + LAST_RECORD, None)


def derive(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def to_text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def from_text(value: str) -> bytes:
    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
