"""A leader writes: drafts, pictures, and what the post answers. Nothing of it is public yet."""

import uuid
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from herefor.files.pictures import keep_picture
from herefor.mail.text import clean, one_line
from herefor.people.models import Account
from herefor.speak.models import Column, Picture, Post, PostDraft, Tie
from herefor.speak.verbs.announcing import prepare_announcements
from herefor.story.clock import now


def start_post(
    column: Column, *, author: Account, by: Account, once: uuid.UUID | None = None
) -> Post:
    """An empty post nobody sees; the same form sent twice starts it once."""
    post, _made = Post.objects.get_or_create(
        once=once or uuid.uuid4(),
        defaults={"column": column, "author": author, "made_at": now()},
    )
    return post


def keep_draft(
    post: Post, *, language: str, title: str, text: str, by: Account, lead: str = ""
) -> PostDraft:
    """Keep what is written in one language, whole or not."""
    words: dict[str, Any] = {
        "title": one_line(title, limit=140),
        "lead": one_line(lead, limit=300),
        "text": clean(text),
    }
    draft, _made = PostDraft.objects.update_or_create(
        post=post, language=language, defaults=words | {"by": by, "kept_at": now()}
    )
    return draft


def drop_draft(post: Post, *, language: str) -> None:
    """What was written and not published is not wanted."""
    post.drafts.filter(language=language).delete()


def add_picture(post: Post, *, name: str, content: bytes, alt: str, by: Account) -> Picture:
    """Keep a picture for the post. Raises NotKept, in words for the writer."""
    drawn = keep_picture(name, content)
    with transaction.atomic():
        picture, _made = Picture.objects.get_or_create(
            post=post,
            file__sha256=drawn.file.sha256,
            defaults={
                "file": drawn.file,
                "alt": one_line(alt, limit=300),
                "width": drawn.width,
                "height": drawn.height,
                "by": by,
                "kept_at": now(),
            },
        )
    return picture


def tie(post: Post, *, about: models.Model, by: Account) -> Tie:
    """The post answers this. When it is public already, who raised it is told now."""
    with transaction.atomic():
        made, is_new = Tie.objects.get_or_create(
            post=post,
            about_type=ContentType.objects.get_for_model(about),
            about_id=about.pk,
            defaults={"by": by, "tied_at": now()},
        )
        if is_new and post.is_public:
            prepare_announcements(post)
    return made


def untie(post: Post, *, about: models.Model) -> None:
    """It does not answer this after all; who was told of it stays told."""
    post.ties.filter(
        about_type=ContentType.objects.get_for_model(about), about_id=about.pk
    ).delete()
