"""What leaves the house, checked from the other side."""

import base64
import hashlib
import hmac
import json
import socket
import struct
from urllib.parse import urlsplit

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from herefor.duty.channels import CHANNELS, NotSent, Outgoing
from herefor.duty.channels.inside import lies_inside
from herefor.duty.channels.outside import reachable
from herefor.duty.channels.push_keys import authorisation, public_push_key, push_key
from herefor.duty.channels.sealing import from_text, point, seal, to_text
from herefor.duty.channels.service import why_not
from herefor.duty.channels.webhook import signed
from herefor.mail.models import Delivery, Letter
from letters import make_mailbox
from sinks import Sinks

SECRET = "whsec_" + base64.b64encode(b"a secret of both sides").decode()


@pytest.fixture
def sinks(settings):
    settings.WEBHOOKS_INSIDE = True
    with Sinks() as running:
        yield running


def outgoing(address, *, secret=SECRET, **changed):
    said = {"subject": "HV-1001 waits", "text": "Åke waits.", "link": "https://x.example/duty/"}
    return Outgoing(
        once="6f1c", to_name="Bob", address=address, secret=secret, is_urgent=True, **said | changed
    )


def read_by_browser(sealed, *, private, shared):
    """The receiver's side of RFC 8291, written from the standard with nothing but HMAC."""

    def hkdf(salt, secret, info, length):
        extracted = hmac.new(salt, secret, hashlib.sha256).digest()
        return hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()[:length]

    salt, (size, length) = sealed[:16], struct.unpack("!IB", sealed[16:21])
    sender, record = sealed[21 : 21 + length], sealed[21 + length :]
    assert len(record) <= size
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
    agreed = private.exchange(ec.ECDH(), theirs)
    info = b"WebPush: info\x00" + point(private.public_key()) + sender
    secret = hkdf(shared, agreed, info, 32)
    key = hkdf(salt, secret, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = hkdf(salt, secret, b"Content-Encoding: nonce\x00", 12)
    padded = AESGCM(key).decrypt(nonce, record, None).rstrip(b"\x00")
    assert padded[-1:] == b"\x02"
    return padded[:-1]


def test_a_browser_reads_what_was_sealed_for_it():
    private, shared = ec.generate_private_key(ec.SECP256R1()), b"sixteen bytes ok"

    sealed = seal("Åke wartet".encode(), receiver=point(private.public_key()), shared=shared)

    assert read_by_browser(sealed, private=private, shared=shared).decode() == "Åke wartet"


def test_sealing_gives_the_example_of_the_standard():
    """RFC 8291, section 5."""
    receiver = from_text(
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    )
    number = int.from_bytes(from_text("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")

    sealed = seal(
        b"When I grow up, I want to be a watermelon",
        receiver=receiver,
        shared=from_text("BTBZMqHH6r4Tts7J_aSIgg"),
        sender=ec.derive_private_key(number, ec.SECP256R1()),
        salt=from_text("DGv6ra1nlYgDCS1FRnbzlw"),
    )

    assert to_text(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_the_push_service_can_check_that_it_is_us(tmp_path, settings):
    settings.PUBLIC_ADDRESS = "https://voice.example.org"

    header = authorisation("https://push.example.net/send/1", folder=tmp_path)

    token, key = (part.split("=", 1)[1] for part in header.removeprefix("vapid ").split(", "))
    head, claims, signature = token.split(".")
    assert json.loads(from_text(head)) == {"typ": "JWT", "alg": "ES256"}
    said = json.loads(from_text(claims))
    assert (said["aud"], said["sub"]) == ("https://push.example.net", "https://voice.example.org")
    assert key == public_push_key(tmp_path)
    raw = from_text(signature)
    asn1 = encode_dss_signature(*(int.from_bytes(raw[n : n + 32], "big") for n in (0, 32)))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_text(key))
    public.verify(asn1, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    with pytest.raises(InvalidSignature):
        public.verify(asn1, f"{head}.{claims}x".encode(), ec.ECDSA(hashes.SHA256()))


def test_the_push_key_is_made_once_and_kept_for_us_alone(tmp_path):
    first = push_key(tmp_path).private_numbers()

    assert push_key(tmp_path).private_numbers() == first
    assert [path.name for path in tmp_path.iterdir()] == ["push-key.pem"]
    assert (tmp_path / "push-key.pem").stat().st_mode & 0o777 == 0o600


def test_a_push_arrives_sealed(sinks, settings, tmp_path):
    settings.DATA = tmp_path
    private, shared = ec.generate_private_key(ec.SECP256R1()), b"sixteen bytes ok"
    keys = {"p256dh": to_text(point(private.public_key())), "auth": to_text(shared)}

    CHANNELS["browser"].hand_over(outgoing(sinks.hook, secret=json.dumps(keys), text="å" * 4000))

    [[headers, body]] = sinks.took()["hooks"]
    said = json.loads(read_by_browser(body.encode("latin-1"), private=private, shared=shared))
    assert said["title"] == "HV-1001 waits"
    assert said["link"] == "https://x.example/duty/"
    assert headers["Content-Encoding"] == "aes128gcm"
    assert headers["Urgency"] == "high"
    assert headers["Authorization"].startswith("vapid t=")


def test_a_webhook_carries_a_signature_that_its_receiver_can_check(sinks):
    CHANNELS["webhook"].hand_over(outgoing(sinks.hook))

    [[headers, body]] = sinks.took()["hooks"]
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode("latin-1")
    expected = hmac.digest(b"a secret of both sides", content, "sha256")
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(expected).decode()}"
    assert headers["webhook-id"] == "6f1c"
    assert json.loads(body)["data"]["text"] == "Åke waits."


def test_the_signature_is_that_of_the_published_example():
    """The example of the Standard Webhooks libraries."""
    message = Outgoing(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "",
        "",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "",
        "",
        "",
        True,
    )

    headers = signed(message, b'{"test": 2432232314}', at=1614265330)

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("path", ["broken", None])
def test_a_refusal_and_a_dead_address_are_told(sinks, path):
    address = f"http://127.0.0.1:{sinks.http}/broken" if path else "http://127.0.0.1:9/"

    with pytest.raises(NotSent, match="500" if path else "refused"):
        CHANNELS["webhook"].hand_over(outgoing(address))


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://[::1]/", "http://10.1.2.3/", "http://169.254.169.254/", "x:y"],
)
def test_nothing_goes_into_our_own_network(address):
    with pytest.raises(NotSent):
        reachable(urlsplit(address))


@pytest.mark.django_db
def test_a_letter_is_queued_once_however_often_it_is_handed_over(world):
    make_mailbox(world, smtp_host="127.0.0.1", unit=world.company)

    for _ in range(2):
        CHANNELS["email"].hand_over(outgoing("bob@example.org"))

    letter = Letter.objects.get()
    assert (letter.to_address, letter.is_automatic) == ("bob@example.org", True)
    assert letter.is_urgent
    assert letter.text == "Åke waits.\nhttps://x.example/duty/"
    assert letter.delivery.state == Delivery.State.WAITING


@pytest.mark.django_db
def test_without_a_mailbox_that_sends_the_next_way_is_tried():
    with pytest.raises(NotSent, match="No mailbox"):
        CHANNELS["email"].hand_over(outgoing("bob@example.org"))


def test_a_service_on_this_machine_is_refused():
    with pytest.raises(NotSent, match="no address of a service"):
        CHANNELS["service"].hand_over(outgoing("syslog://"))


def test_a_service_that_does_not_take_it_is_told(settings):
    """Nobody listens at this gateway."""
    settings.WEBHOOKS_INSIDE = True

    with pytest.raises(NotSent, match="did not take it"):
        CHANNELS["service"].hand_over(outgoing("gotify://127.0.0.1:9/Aaaaaaaaaaaaaaa/"))


def test_a_service_takes_what_is_sent_to_each_of_its_addresses(sinks):
    both = f"ntfy://127.0.0.1:{sinks.http}/one, ntfy://localhost:{sinks.http}/two"

    CHANNELS["service"].hand_over(outgoing(both))

    assert len(sinks.took()["hooks"]) == 2


OUTSIDE = "ntfy://93.184.215.14/topic"
INSIDE = {
    "an address": "ntfy://10.0.0.1/topic",
    "this machine": "gotify://127.0.0.1/Aaaaaaaaaaaaaaa",
    "a name": "ntfy://localhost/topic/more",
    "another notation": "ntfy://0x7f.1:80/topic/more",
    "as IPv6": "ntfy://[::ffff:10.0.0.1]/topic",
    "the second of a list": f"{OUTSIDE}, ntfy://192.168.1.1/topic",
    "without a blank": f"{OUTSIDE},ntfy://169.254.169.254/topic",
    "by a semicolon": f"{OUTSIDE};ntfy://10.0.0.1/topic",
    "behind the question mark": f"{OUTSIDE}?avatar_url=http://10.1.1.1/x.png",
    "quoted": f"{OUTSIDE}?attach=http%3A%2F%2F127.0.0.1%2Fx",
}


@pytest.mark.parametrize("address", INSIDE.values(), ids=INSIDE)
def test_no_service_is_looked_for_in_our_own_network(address):
    assert why_not(address) == "The address lies inside our own network."
    with pytest.raises(NotSent, match="inside our own network"):
        CHANNELS["service"].hand_over(outgoing(address))


@pytest.mark.parametrize("second", ["json://93.184.215.14/", "syslog://", "nothing://x"])
def test_one_address_of_a_list_that_is_refused_refuses_all(second):
    assert why_not(OUTSIDE) == ""
    assert "no address of a service" in why_not(f"{OUTSIDE}, {second}")


def test_a_number_that_only_names_an_account_is_no_host():
    assert why_not("tgram://167772161:abcdefghijklmnopqrstuvwxyz012345678/12315544") == ""


def test_a_name_that_changes_its_meaning_in_between_leads_nowhere(sinks, settings, monkeypatch):
    settings.WEBHOOKS_INSIDE = False
    meant, real = iter(["93.184.215.14"]), socket.getaddrinfo

    def changing(host, *more, **named):
        known = host == "changing.example"
        return real(next(meant, "127.0.0.1") if known else host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    with pytest.raises(NotSent, match="inside our own network"):
        CHANNELS["service"].hand_over(outgoing(f"ntfy://changing.example:{sinks.http}/topic"))

    assert not sinks.took()["hooks"]
    assert next(meant, None) is None


@pytest.mark.parametrize(
    ("ip", "inside"),
    [
        ("8.8.8.8", False),
        ("2606:4700::1111", False),
        ("10.0.0.1", True),
        ("100.64.0.1", True),
        ("224.0.0.1", True),
        ("0.0.0.0", True),
        ("::1", True),
        ("fe80::1%eth0", True),
        ("::ffff:192.168.0.1", True),
        ("::ffff:8.8.8.8", False),
        ("2002:7f00:1::", True),
        ("64:ff9b::a00:1", True),
        ("64:ff9b::808:808", False),
    ],
)
def test_what_lies_inside(ip, inside):
    assert lies_inside(ip) == inside
