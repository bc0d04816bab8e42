"""Pages of this room: mailboxes, what goes out, the source of a letter, unsubscribing."""
