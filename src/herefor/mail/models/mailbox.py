"""A mailbox of ours: where letters are read, and through which server they are sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

CEILING = 30
IMAP_PORT, SMTP_PORT = 993, 587


class Security(models.TextChoices):
    TLS = "tls", _("TLS from the start")
    STARTTLS = "starttls", _("STARTTLS")
    NONE = "none", _("none, for a server on this machine")


class Mailbox(models.Model):
    """One address of ours. Passwords are kept sealed and are never shown again."""

    address = models.EmailField(_("address"), unique=True)
    name = models.CharField(
        _("name customers see as the sender"), max_length=120, help_text=_("As in Harbour Care.")
    )
    unit = models.ForeignKey(
        "people.Unit", on_delete=models.PROTECT, related_name="mailboxes", verbose_name=_("unit")
    )

    imap_host = models.CharField(_("server to read from (IMAP)"), max_length=253, blank=True)
    imap_port = models.PositiveIntegerField(_("its port"), default=IMAP_PORT)
    imap_security = models.CharField(
        _("its encryption"), max_length=8, choices=Security, default=Security.TLS
    )
    imap_user = models.CharField(_("user name for reading"), max_length=254, blank=True)
    imap_secret = models.TextField(blank=True, editable=False)
    folder = models.CharField(_("folder that is read"), max_length=200, default="INBOX")
    takes_old_mail = models.BooleanField(
        _("bring in the mail that is there already"),
        default=False,
        help_text=_("It is kept as history. Nobody is answered and no case is opened for it."),
    )

    smtp_host = models.CharField(_("server to send through (SMTP)"), max_length=253, blank=True)
    smtp_port = models.PositiveIntegerField(_("its port"), default=SMTP_PORT)
    smtp_security = models.CharField(
        _("its encryption"), max_length=8, choices=Security, default=Security.STARTTLS
    )
    smtp_user = models.CharField(_("user name for sending"), max_length=254, blank=True)
    smtp_secret = models.TextField(blank=True, editable=False)
    knows_plus = models.BooleanField(
        _("mail to name+anything@ comes here too"),
        default=True,
        help_text=_(
            "Answers then find their letter even when a mail program drops what connects them. "
            "Untick it if your mail server refuses such addresses."
        ),
    )
    keeps_sent_copy = models.BooleanField(
        _("send a hidden copy of every letter to ourselves"),
        default=False,
        help_text=_(
            "After a power cut in the middle of sending, the copy proves whether a letter went "
            "out. Without it such letters wait for somebody to decide."
        ),
    )
    ceiling = models.PositiveIntegerField(
        _("letters a minute at most"),
        default=CEILING,
        help_text=_("When more are due, sending stops until somebody lets it go on."),
    )
    own_server = models.CharField(
        _("name by which your mail server signs its checks"),
        max_length=253,
        blank=True,
        help_text=_(
            "The first word of its Authentication-Results lines. When empty, names under the "
            "domain of the address or of the server are believed."
        ),
    )

    uid_validity = models.BigIntegerField(null=True, editable=False)
    last_uid = models.BigIntegerField(default=0, editable=False)
    old_until_uid = models.BigIntegerField(default=0, editable=False)
    read_since = models.DateTimeField(null=True, editable=False)
    read_due_at = models.DateTimeField(null=True, editable=False, db_index=True)
    last_read_at = models.DateTimeField(null=True, editable=False)
    read_error = models.TextField(blank=True, editable=False)
    sending_rests_until = models.DateTimeField(null=True, editable=False)
    send_error = models.TextField(blank=True, editable=False)
    send_fails_since = models.DateTimeField(null=True, editable=False)
    send_failure_told_at = models.DateTimeField(null=True, editable=False)
    made_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["address"]
        constraints = [
            models.CheckConstraint(condition=Q(ceiling__gt=0), name="mailbox_ceiling_positive"),
            models.CheckConstraint(
                condition=Q(keeps_sent_copy=False) | Q(knows_plus=True),
                name="mailbox_copy_needs_plus",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def may_send(self) -> bool:
        return bool(self.smtp_host)

    @property
    def is_read(self) -> bool:
        return bool(self.imap_host)

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


class Pause(models.Model):
    """Nothing is sent from the mailbox until somebody lets it go on."""

    class Because(models.TextChoices):
        CEILING = "ceiling", _("more letters were due in a minute than allowed")
        PERSON = "person", _("somebody stopped it")

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="pauses")
    because = models.CharField(max_length=10, choices=Because)
    paused_at = models.DateTimeField()
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox"], condition=Q(released_at=None), name="pause_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mailbox}: {self.get_because_display()}"
