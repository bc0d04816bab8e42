"""How I am reached, and when I would rather not be."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from herefor.duty.channels.service import why_not
from herefor.duty.forms.fields import time_field, zone_field
from herefor.duty.models import ContactWay, QuietHours

BY_HAND = [
    choice for choice in ContactWay.Channel.choices if choice[0] != ContactWay.Channel.BROWSER
]


class WayForm(forms.Form):
    channel = forms.ChoiceField(label=gettext_lazy("How"), choices=BY_HAND)
    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=800,
        help_text=gettext_lazy(
            "An e-mail address, the https:// address of a webhook, or the address of a service as "
            "Apprise writes it."
        ),
        error_messages={"required": gettext_lazy("Write the address.")},
    )

    def clean(self) -> None:
        super().clean()
        address, channel = self.cleaned_data.get("address", ""), self.cleaned_data.get("channel")
        if not address:
            return
        if channel == ContactWay.Channel.EMAIL:
            self._check_email(address)
        elif channel == ContactWay.Channel.WEBHOOK:
            parts = urlsplit(address)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                self.add_error("address", _("A webhook begins with https:// and names a host."))
        elif channel == ContactWay.Channel.SERVICE and (why := why_not(address)):
            self.add_error("address", why)

    def _check_email(self, address: str) -> None:
        try:
            validate_email(address)
        except ValidationError as error:
            self.add_error("address", error)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("The code from the message"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": gettext_lazy("Write the six digits.")},
    )


class QuietForm(forms.Form):
    begins = time_field(label=gettext_lazy("Quiet from"), required=False)
    ends = time_field(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("Empty both to have no quiet hours."),
    )
    zone_name = zone_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone_name"].initial = settings.TIME_ZONE

    @classmethod
    def of(cls, quiet: QuietHours | None) -> "QuietForm":
        if quiet is None:
            return cls()
        fields = ("begins", "ends", "zone_name")
        return cls(initial={name: getattr(quiet, name) for name in fields})

    def clean(self) -> None:
        super().clean()
        begins, ends = self.cleaned_data.get("begins"), self.cleaned_data.get("ends")
        if not self.errors and (begins is None) != (ends is None):
            self.add_error("ends", _("Write both times, or neither."))
        elif begins and begins == ends:
            self.add_error("ends", _("The hours end when they begin, so they would never end."))


class BrowserForm(forms.Form):
    """What a browser says when it subscribes."""

    endpoint = forms.URLField(max_length=800, assume_scheme="https")
    p256dh = forms.RegexField(r"^[A-Za-z0-9_-]{87,88}=?$")
    auth = forms.RegexField(r"^[A-Za-z0-9_-]{22}=?=?$")

    def clean_endpoint(self) -> str:
        endpoint: str = self.cleaned_data["endpoint"]
        if not endpoint.startswith("https://"):
            raise ValidationError(_("A browser's address begins with https://."))
        return endpoint
