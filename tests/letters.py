"""Letters for tests, and what real servers do with them."""

import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from herefor.mail.verbs import set_up_mailbox
from programs import free_port

PASSWORD = "a password for mail"
SINK = Path(__file__).parent / "sink.py"
PATIENCE_SECONDS = 20


def letter(text="Nobody came.", *, sender="Carla Reyes <carla@example.com>", **headers):
    """A plain letter as bytes; underscores in names of header lines become hyphens."""
    message = EmailMessage()
    said = {
        "From": sender,
        "To": "care@example.org",
        "Subject": "My heating",
        "Date": "Mon, 02 Mar 2026 08:00:00 +0000",
        "Message-ID": f"<{abs(hash((text, sender, str(headers))))}@example.com>",
    }
    for name, value in (said | {k.replace("_", "-"): v for k, v in headers.items()}).items():
        if value is not None:
            message[name] = value
    message.set_content(text)
    return message.as_bytes()


def make_mailbox(world, **said):
    values = {"address": "care@example.org", "name": "Harbour Care", "unit": world.harbour}
    return set_up_mailbox(**(values | said), by=world.adam)


@dataclass
class Sink:
    """A real SMTP server in its own process; it keeps each letter as a file by recipient."""

    folder: Path
    port: int
    process: subprocess.Popen

    def accepted(self):
        """(recipient, content) of every letter that was answered with 250."""
        files = sorted(self.folder.glob("*.eml"))
        return [(one.name.partition("--")[2][:-4], one.read_bytes()) for one in files]

    def recipients(self):
        return [recipient for recipient, _ in self.accepted()]


def start_sink(folder, *arguments):
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, str(SINK), str(port), str(folder), *map(str, arguments)]
    process = subprocess.Popen(command)
    wait_for(port)
    return Sink(folder, port, process)


@dataclass
class ImapServer:
    """Dovecot with a configuration of its own; letters are put into its folder as a server does."""

    folder: Path
    port: int
    process: subprocess.Popen
    delivered: int = 0

    @property
    def inbox(self):
        return self.folder / "mail" / "care"

    def deliver(self, raw):
        self.delivered += 1
        name = f"{time.time():.6f}.{self.delivered}.test"
        (self.inbox / "tmp" / name).write_bytes(raw)
        (self.inbox / "tmp" / name).rename(self.inbox / "new" / name)

    def said(self, **more):
        """What a mailbox is told to read here."""
        return {
            "imap_host": "127.0.0.1",
            "imap_port": self.port,
            "imap_security": "none",
            "imap_user": "care",
            "imap_password": PASSWORD,
        } | more

    def renumber(self):
        """What a restore from a backup does: every letter gets another number."""
        for path in self.inbox.glob("dovecot*"):
            path.unlink()
        (self.inbox / "dovecot-uidlist").write_text("3 V1999999999 N1\n")


def start_imap(folder):
    """Dovecot as a child. As root it gives its rights up, so the folder must be open to others."""
    program = shutil.which("dovecot") or "/usr/sbin/dovecot"
    server = ImapServer(folder, free_port(), None)
    for name in ("cur", "new", "tmp"):
        (server.inbox / name).mkdir(parents=True)
    for name in ("run", "home"):
        (folder / name).mkdir()
    (folder / "users").write_text(f"care:{{PLAIN}}{PASSWORD}::::::\n")
    configuration = folder / "dovecot.conf"
    is_root = os.geteuid() == 0
    me = pwd.getpwuid(os.geteuid())
    owner = pwd.getpwnam("nobody") if is_root else me
    configuration.write_text(
        DOVECOT.format(
            folder=folder,
            port=server.port,
            internal="dovecot" if is_root else me.pw_name,
            login="dovenull" if is_root else me.pw_name,
            uid=owner.pw_uid,
            gid=owner.pw_gid,
        )
    )
    if is_root:
        for path in (folder / "mail", folder / "home", *(folder / "mail").rglob("*")):
            os.chown(path, owner.pw_uid, owner.pw_gid)
        folder.chmod(0o755)
    server.process = subprocess.Popen([program, "-F", "-c", str(configuration)])
    wait_for(server.port)
    return server


def put_over_smtp(port, raw, *, sender, to, lmtp=False):
    kind = smtplib.LMTP if lmtp else smtplib.SMTP
    with kind("127.0.0.1", port, timeout=PATIENCE_SECONDS) as server:
        server.sendmail(sender, to, raw)


def wait_for(port):
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing answers at {port}")


def end(process):
    process.terminate()
    process.wait(PATIENCE_SECONDS)


DOVECOT = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
default_internal_user = {internal}
default_login_user = {login}
first_valid_uid = 1
first_valid_gid = 0
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%u
mail_uid = {uid}
mail_gid = {gid}
mailbox_idle_check_interval = 1s
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
"""
