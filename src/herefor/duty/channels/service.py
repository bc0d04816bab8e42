"""Text messages, voice, chat and push by the services that Apprise knows."""

from herefor.duty.channels.base import NotSent, Outgoing

ON_THIS_MACHINE = frozenset({"dbus", "glib", "gnome", "kde", "macosx", "qt", "syslog", "windows"})
OUR_OWN_DOORS = frozenset({"json", "jsons", "xml", "xmls", "form", "forms", "mailto", "mailtos"})
"""Generic requests are what the webhook is for: it is signed and kept out of our network."""


class Service:
    """Not repeated after a crash: a telephone that rang does not know what for."""

    may_repeat = False

    def hand_over(self, message: Outgoing) -> None:
        # Large and optional: the extra `notify` brings it.
        import apprise  # noqa: PLC0415

        sender = apprise.Apprise()
        if not is_allowed(message.address) or not sender.add(message.address):
            raise NotSent("This is no address of a service that we know.")
        if not sender.notify(body=message.text_with_link, title=message.subject):
            raise NotSent("The service did not take it.")


def is_allowed(address: str) -> bool:
    scheme = address.partition("://")[0].strip().lower()
    return bool(scheme) and scheme not in ON_THIS_MACHINE | OUR_OWN_DOORS


def is_known(address: str) -> bool:
    """Whether the address means a service; False as well while Apprise is not installed."""
    try:
        import apprise  # noqa: PLC0415  large and optional
    except ImportError:
        return False
    return is_allowed(address) and bool(apprise.Apprise().add(address))
