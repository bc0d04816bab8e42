"""The doors through which a message leaves: one file for each."""

from herefor.duty.channels import browser, email, service, webhook
from herefor.duty.channels.base import Channel, NotSent, Outgoing
from herefor.duty.models import ContactWay, Page

CHANNELS: dict[str, Channel] = {
    ContactWay.Channel.EMAIL: email.Email(),
    ContactWay.Channel.WEBHOOK: webhook.Webhook(),
    ContactWay.Channel.SERVICE: service.Service(),
    ContactWay.Channel.BROWSER: browser.Browser(),
}

__all__ = ["CHANNELS", "NotSent", "Outgoing", "channel_of"]


def channel_of(page: Page) -> Channel:
    """E-mail for somebody who has confirmed no way."""
    return CHANNELS[page.way.channel if page.way else ContactWay.Channel.EMAIL]
