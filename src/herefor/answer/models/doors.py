"""What came in by a complaint form, and how much of it from one place."""

from django.db import models

from herefor.answer.models.case import Case, ComplaintForm


class FormEntry(models.Model):
    """One case that came in by a complaint form.

    The marks are hashes of where it came from and of the e-mail address given. They only serve to
    see that many come from one place within minutes, and are emptied soon after.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="form_entry")
    form = models.ForeignKey(ComplaintForm, on_delete=models.PROTECT, related_name="entries")
    came_at = models.DateTimeField()
    sender_mark = models.CharField(max_length=64, blank=True)
    email_mark = models.CharField(max_length=64, blank=True)
    receipt_held_at = models.DateTimeField(
        null=True, help_text="When the program decided to send no receipt by mail."
    )

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["sender_mark", "came_at"], name="entry_from"),
            models.Index(fields=["email_mark", "came_at"], name="entry_for"),
        ]

    def __str__(self) -> str:
        return f"{self.case.reference} by {self.form}"
