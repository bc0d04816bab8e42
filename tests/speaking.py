"""A column with a post, and what a reader's browser sends with a comment."""

import hashlib
from datetime import timedelta

from herefor.people.models import Account, Role
from herefor.people.verbs import give_role
from herefor.speak import guard
from herefor.speak.guard import Sent, new_form, nonce_of
from herefor.speak.models import Column
from herefor.speak.verbs import about_of, keep_draft, open_column, publish_post, start_post
from herefor.story.clock import acting_at, now
from worlds import PASSWORD

TITLE = "Nobody waits for a visit that was moved"


def column_at(world, *, moderation=Column.Moderation.BEFORE, unit=None):
    unit = unit or world.company
    return open_column(unit, title="Here for you", moderation=moderation, by=world.alice)


def drafted(
    world, column, *, title=TITLE, text="We *ring* the day before.", language="en", lead=""
):
    post = start_post(column, author=world.alice, by=world.alice)
    keep_draft(post, language=language, title=title, lead=lead, text=text, by=world.alice)
    return post


def published(world, *, moderation=Column.Moderation.BEFORE, unit=None, **words):
    column = column_at(world, moderation=moderation, unit=unit)
    return publish_post(drafted(world, column, **words), by=world.alice)


def moderator(world, *, unit=None):
    nora = Account.objects.create_user("nora@example.org", PASSWORD, name="Nora Vance")
    give_role(nora, kind=Role.Kind.MODERATOR, unit=unit or world.company, by=world.adam)
    return nora


def proof_of(nonce):
    """The number a reader's browser looks for."""
    return next(
        str(n)
        for n in range(1_000_000)
        if int.from_bytes(hashlib.sha256(f"{nonce}:{n}".encode()).digest()[:4], "big")
        >> (32 - guard.ZERO_BITS)
        == 0
    )


def in_order(post, *, seconds=30, address="somebody"):
    """A form that was opened a while ago, with the calculation done."""
    with acting_at(now() - timedelta(seconds=seconds)):
        form = new_form(about_of(post))
    return Sent(form=form, proof=proof_of(nonce_of(form, about=about_of(post))), address=address)
