"""A real SMTP server with a certificate it made itself, and a password."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from programs import free_port

USER, PASSWORD = "care", "the right word"


class Keep:
    """Keeps what it accepts; refuses whoever has not signed in."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        is_encrypted = server.transport.get_extra_info("cipher") is not None
        self.letters.append((envelope.rcpt_tos, envelope.content, is_encrypted))
        return "250 OK"


class SecuredServer:
    """STARTTLS, or TLS from the start; within it a login is demanded."""

    def __init__(self, folder, *, tls_at_once=False, name="127.0.0.1"):
        self.authority = folder / "certificate.pem"
        make_certificate(folder, name)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.authority, folder / "key.pem")
        self.kept, self.port, self.tried = Keep(), free_port(), []
        how = {"ssl_context": context, "auth_require_tls": False}
        if not tls_at_once:
            how = {"tls_context": context, "require_starttls": True}
        self.controller = Controller(
            self.kept,
            hostname="127.0.0.1",
            port=self.port,
            auth_required=True,
            authenticator=self.is_right,
            **how,
        )

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *_ended):
        self.controller.stop()

    def is_right(self, server, session, envelope, mechanism, said):
        right = (said.login, said.password) == (USER.encode(), PASSWORD.encode())
        self.tried.append(right)
        return AuthResult(success=right, handled=False)


def make_certificate(folder, name):
    """Signed by nobody but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a test")])
    known = x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([known]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(private)
