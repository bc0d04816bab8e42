"""An SMTP server that keeps what it accepts. Run as a program: PORT FOLDER [MAILDIR].

A letter to one of our signed copy addresses goes into the maildir as well, as a real server does.
"""

import asyncio
import sys
import time
from pathlib import Path

from aiosmtpd.controller import Controller

TEMPORARY, FINAL, ONCE = "busy", "unknown", "later"


class Keep:
    def __init__(self, folder, maildir):
        self.folder, self.maildir, self.seen = folder, maildir, set()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.startswith(FINAL):
            return "550 5.1.1 No such user"
        if address.startswith(TEMPORARY) or (address.startswith(ONCE) and self.is_new(address)):
            return "451 4.7.1 Come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def is_new(self, address):
        new = address not in self.seen
        self.seen.add(address)
        return new

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        for number, recipient in enumerate(envelope.rcpt_tos):
            name = f"{time.time_ns()}-{number}--{recipient}.eml"
            content = envelope.original_content or envelope.content
            if "+sent-" in recipient and self.maildir:
                lines = f"Delivered-To: {recipient}\r\n".encode() + content
                (self.maildir / "tmp" / name).write_bytes(lines)
                (self.maildir / "tmp" / name).rename(self.maildir / "new" / name)
            else:
                (self.folder / name).write_bytes(content)
        return "250 OK"


def main(port, folder, maildir=""):
    handler = Keep(Path(folder), Path(maildir) if maildir else None)
    controller = Controller(
        handler, hostname="127.0.0.1", port=int(port), data_size_limit=64 * 1024 * 1024
    )
    controller.start()
    asyncio.new_event_loop().run_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
