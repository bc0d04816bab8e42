"""Leaders say in public what they promised and what came of it."""

from collections.abc import Iterable

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from herefor.lead.models import Commitment
from herefor.lead.rules import commitments_visible_to
from herefor.lead.verbs import told_by_post
from herefor.people.models import Account, Customer, Unit
from herefor.speak.models import Post
from herefor.speak.ties import TieKind, may_be_tied
from herefor.story.models import Event
from herefor.story.verbs import hear


@hear("post published")
def who_raised_it_was_told(event: Event) -> None:
    """The post goes by mail to everyone who raised it, so nobody has to tell them again."""
    post = event.about
    if not isinstance(post, Post) or event.by is None:
        return
    for tie in post.ties.select_related("about_type"):
        if isinstance(tie.about, Commitment):
            told_by_post(tie.about, words=event.payload.get("title", ""), by=event.by)


def _commitments(user: Account, unit: Unit, typed: str) -> QuerySet[Commitment]:
    made = commitments_visible_to(user).filter(unit__trail__startswith=unit.trail)
    if typed:
        made = made.filter(promise__icontains=typed)
    return made.order_by("-made_at", "-pk")


def _words(commitment: Model) -> str:
    if not isinstance(commitment, Commitment):
        return ""
    return _("%(name)s promised: %(promise)s") % {
        "name": commitment.owner,
        "promise": commitment.promise,
    }


def _public(commitments: list[Model]) -> str:
    """The promises in the leader's own words, each with whether it is kept."""
    said = []
    for one in commitments:
        if isinstance(one, Commitment):
            state = _("kept") if one.is_kept else _("on its way")
            said.append(f"“{one.promise}” ({state})")
    return _("What we promised: %(promises)s.") % {"promises": "; ".join(said)}


def _raised_by(commitment: Model) -> Iterable[Customer]:
    if not isinstance(commitment, Commitment):
        return []
    cases = commitment.raised_in.filter(customer__isnull=False).select_related("customer")
    return [case.customer for case in cases if case.customer]


may_be_tied(
    TieKind(
        model=Commitment,
        title=gettext_lazy("Promises of leaders"),
        choices=_commitments,
        words=_words,
        public=_public,
        raised_by=_raised_by,
    )
)
