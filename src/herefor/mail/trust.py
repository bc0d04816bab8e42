"""Which certificates of mail servers are believed."""

import ssl

from django.conf import settings


def trusted() -> ssl.SSLContext:
    """Those of the public authorities, and of one of our own where it is named."""
    context = ssl.create_default_context()
    if settings.MAIL_CA:
        context.load_verify_locations(settings.MAIL_CA)
    return context
