"""A practice from a draft to a post."""

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model

from herefor.assess.models import Practice, PracticeEvidence, PracticePost, PracticeReview
from herefor.assess.queries.practices import proof_words
from herefor.assess.verbs.assessment import NotNow
from herefor.lead.models import Commitment
from herefor.people.models import Account, Unit
from herefor.speak.models import Column
from herefor.speak.verbs import keep_draft, start_post, tie
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell


def write_practice(
    unit: Unit, *, title: str, worked: str, advice: str, topic_ids: Sequence[str], by: Account
) -> Practice:
    with transaction.atomic():
        written = Practice.objects.create(
            unit=unit,
            title=title,
            worked=worked,
            advice=advice,
            topic_ids=list(topic_ids),
            by=by,
            made_at=now(),
        )
        tell("practice written", about=written, by=by, unit=unit)
    return written


def change_practice(
    practice: Practice, *, title: str, worked: str, advice: str, topic_ids: Sequence[str]
) -> Practice:
    """Raises NotNow when it is reviewed."""
    with transaction.atomic():
        take_the_pen()
        _refuse_reviewed(practice)
        practice.title, practice.worked, practice.advice = title, worked, advice
        practice.topic_ids = list(topic_ids)
        practice.save(update_fields=["title", "worked", "advice", "topic_ids"])
    return practice


def name_proof(practice: Practice, *, about: Model, by: Account) -> PracticeEvidence:
    """What it says today is kept; naming it again changes nothing. Raises NotNow."""
    with transaction.atomic():
        take_the_pen()
        _refuse_reviewed(practice)
        named, made = practice.evidence.get_or_create(
            about_type=ContentType.objects.get_for_model(about),
            about_id=about.pk,
            defaults={"words": proof_words(by, about), "by": by, "at": now()},
        )
        if made:
            tell("proof named", about=practice, by=by, unit=practice.unit)
    return named


def review_practice(practice: Practice, *, words: str, by: Account) -> PracticeReview:
    """By somebody else than who wrote it, and not without evidence. Raises NotNow."""
    with transaction.atomic():
        take_the_pen()
        _refuse_reviewed(practice)
        if practice.by_id == by.pk:
            raise NotNow("one's own is not reviewed")
        if not practice.evidence.exists():
            raise NotNow("it has no evidence")
        review = PracticeReview.objects.create(practice=practice, words=words, by=by, at=now())
        tell("practice reviewed", about=practice, by=by, unit=practice.unit)
    return review


def begin_post(practice: Practice, *, column: Column, by: Account) -> PracticePost:
    """A draft with its words and evidence, tied to the commitments; what is published is decided
    where posts are written. Raises NotNow while nobody has reviewed it."""
    with transaction.atomic():
        take_the_pen()
        if not PracticeReview.objects.filter(practice=practice).exists():
            raise NotNow("it is not reviewed")
        if begun := PracticePost.objects.filter(practice=practice).first():
            return begun
        post = start_post(column, author=by, by=by)
        evidence = list(practice.evidence.all())
        proof = "\n".join(f"- {one.words}" for one in evidence)
        text = "\n\n".join(part for part in (practice.worked, practice.advice, proof) if part)
        keep_draft(post, language=column.language, title=practice.title, text=text, by=by)
        for one in evidence:
            if isinstance(one.about, Commitment):
                tie(post, about=one.about, by=by)
        begun = PracticePost.objects.create(practice=practice, post=post, at=now())
        tell("post begun on practice", about=practice, by=by, unit=practice.unit)
    return begun


def _refuse_reviewed(practice: Practice) -> None:
    if PracticeReview.objects.filter(practice=practice).exists():
        raise NotNow("the practice is reviewed")
