"""The servers a test of mail needs."""

from mail_servers import imap_server, mailbox, sink

__all__ = ["imap_server", "mailbox", "sink"]
