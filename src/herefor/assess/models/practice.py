"""What worked: written down with evidence, reviewed by somebody else, published as a post."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from herefor.assess.frameworks import Topic, topics
from herefor.people.models import Account, Unit
from herefor.speak.models import Post


class Practice(models.Model):
    """A draft until somebody else has reviewed it; from then on it stays as it was read."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="practices")
    title = models.CharField(_("title"), max_length=120)
    worked = models.TextField(_("what was done"), max_length=4000)
    advice = models.TextField(_("what others need to know"), max_length=2000, blank=True)
    topic_ids = models.JSONField(default=list)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assess:practice", args=[self.pk])

    @property
    def topics(self) -> list[Topic]:
        return [topic for topic in topics() if topic.id in self.topic_ids]

    @property
    def is_reviewed(self) -> bool:
        return getattr(self, "review", None) is not None


class PracticeEvidence(models.Model):
    """A commitment or a finding, with what it said on the day it was named."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="evidence")
    about_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    about_id = models.BigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    words = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "about_type", "about_id"], name="proof_named_once"
            )
        ]

    def __str__(self) -> str:
        return self.words


class PracticeReview(models.Model):
    """Somebody else read it, with its evidence."""

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, related_name="review")
    words = models.CharField(_("what you looked at"), max_length=600)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.words


class PracticePost(models.Model):
    """The post that tells of it in public."""

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, related_name="published")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.practice}: {self.post_id}"
