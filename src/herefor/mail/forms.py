from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from herefor.mail.models import Mailbox
from herefor.people.models import Account
from herefor.people.rules import ADMINISTRATOR, units_where

KEPT = _("Leave it empty to keep the one that is stored. It is never shown.")


class MailboxForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    imap_password = forms.CharField(
        label=_("Password for reading"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    smtp_password = forms.CharField(
        label=_("Password for sending"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    WHO = ("address", "name", "unit")
    READING = (
        "imap_host",
        "imap_port",
        "imap_security",
        "imap_user",
        "imap_password",
        "folder",
        "takes_old_mail",
    )
    SENDING = (
        "smtp_host",
        "smtp_port",
        "smtp_security",
        "smtp_user",
        "smtp_password",
        "ceiling",
    )
    CAREFUL = ("knows_plus", "keeps_sent_copy", "own_server")

    class Meta:
        model = Mailbox
        fields = [
            "address",
            "name",
            "unit",
            "imap_host",
            "imap_port",
            "imap_security",
            "imap_user",
            "folder",
            "takes_old_mail",
            "smtp_host",
            "smtp_port",
            "smtp_security",
            "smtp_user",
            "ceiling",
            "knows_plus",
            "keeps_sent_copy",
            "own_server",
        ]

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_where(by, ADMINISTRATOR)  # type: ignore[attr-defined]
        if self.instance.pk:
            for name in ("imap_password", "smtp_password"):
                self.fields[name].help_text = KEPT

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].lower()
        return address

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("keeps_sent_copy") and not said.get("knows_plus"):
            self.add_error(
                "keeps_sent_copy",
                _("The copy goes to name+anything@, so your server has to know such addresses."),
            )
        return said

    def group(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [
            (str(_("Who writes")), self.group(self.WHO)),
            (str(_("Reading")), self.group(self.READING)),
            (str(_("Sending")), self.group(self.SENDING)),
            (str(_("Being careful")), self.group(self.CAREFUL)),
        ]
