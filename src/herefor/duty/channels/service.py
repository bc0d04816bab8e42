"""Text messages, voice, chat and push by the services that Apprise knows."""

from typing import Any

from django.utils.translation import gettext as _

from herefor.duty.channels.base import NotSent, Outgoing
from herefor.duty.channels.inside import hosts_inside, kept_outside

ON_THIS_MACHINE = frozenset({"dbus", "glib", "gnome", "kde", "macosx", "qt", "syslog", "windows"})
OUR_OWN_DOORS = frozenset({"json", "jsons", "xml", "xmls", "form", "forms", "mailto", "mailtos"})
"""Generic requests are what the webhook is for: it is signed and kept out of our network."""


class Service:
    """Not repeated after a crash: a telephone that rang does not know what for."""

    may_repeat = False

    def hand_over(self, message: Outgoing) -> None:
        """An address may hold several, parted by commas: each is looked at before any is used."""
        if why := why_not(message.address):
            raise NotSent(why)
        taken = []
        for service in _services(message.address):
            with kept_outside():  # in this thread, so not by Apprise itself, which starts others
                taken.append(service.notify(body=message.text_with_link, title=message.subject))
        if not all(taken):
            raise NotSent("The service did not take it.")


def why_not(address: str) -> str:
    """Why we do not send to the address, in words; empty when we do."""
    try:
        services = _services(address)
    except ImportError:
        services = []
    if not services or any(_schemes(one) & (ON_THIS_MACHINE | OUR_OWN_DOORS) for one in services):
        return _("This is no address of a service that we know.")
    if hosts_inside([_host(one) for one in services], address):
        return _("The address lies inside our own network.")
    return ""


def _services(address: str) -> list[Any]:
    """Everything the address means; nothing when a part of it means nothing."""
    import apprise  # noqa: PLC0415  large and optional: the extra `notify` brings it

    several = apprise.Apprise()
    return list(several) if several.add(address) else []


def _schemes(service: Any) -> set[str]:
    named: set[str] = set()
    for said in (service.protocol, service.secure_protocol):
        named.update([said] if isinstance(said, str) else said or [])
    return named


def _host(service: Any) -> str:
    """The host it talks to, where the address names one; most services have one of their own."""
    names_a_host = any("{host}" in template for template in service.templates)
    return str(service.host or "") if names_a_host else ""
