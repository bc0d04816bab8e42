"""Signatures are checked with real keys; a key that is not found proves nothing either way."""

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from herefor.mail.addresses import NotAKey, signed, unsigned, without_plus
from herefor.mail.authentication import checked_signature, own_server
from herefor.mail.parsing import _message
from letters import letter


@pytest.fixture(scope="module")
def signing():
    """A letter signed for example.com, and the DNS that holds its key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    line = b"".join(public.splitlines()[1:-1])
    raw = letter()
    return dkim.sign(raw, b"x", b"example.com", private) + raw, b"v=DKIM1; k=rsa; p=" + line


def check(raw, found):
    return checked_signature(raw, _message(raw), dns=lambda name, timeout=5: found)


def test_a_signature_is_good_until_the_letter_is_changed(signing):
    raw, key = signing

    assert check(raw, key) == "pass"
    assert check(raw.replace(b"Nobody", b"Somebody"), key) == "fail"
    assert check(raw, None) == "unknown"
    assert check(letter(), key) == "none"


def test_only_our_own_server_is_believed():
    trusted = own_server("", address="care@example.org", host="imap.provider.example")

    assert [trusted(name) for name in ("mx.example.org", "example.org", "x.provider.example")] == [
        True
    ] * 3
    assert not trusted("evilexample.org")
    assert not trusted("mx.evil.example")
    assert not own_server("mx.example.org", address="care@example.org", host="")("example.org")


def test_a_signed_address_survives_another_case_and_nothing_else():
    address = signed("care@example.org", "case-7")

    found = unsigned(f" <{address.upper()}> ")

    assert (found.mailbox, found.purpose, found.key) == ("care@example.org", "answer", "case-7")
    assert unsigned(address.replace("case-7", "case-8")) is None
    assert unsigned(address.replace("care", "help")) is None
    assert len(address.partition("@")[0]) <= 64
    assert without_plus(address) == "care@example.org"
    with pytest.raises(NotAKey):
        signed("care@example.org", "case 7")
