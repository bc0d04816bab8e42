"""Who answered badly, who answered a call, what came by mail."""

from django.db.models import F
from django.utils.translation import gettext as _

from herefor.answer.models import Case, CaseMerge
from herefor.answer.queries import front_of
from herefor.answer.queries.standing import open_cases_in_words
from herefor.answer.rules import cases_visible_to, may_own
from herefor.answer.titles import title_of
from herefor.answer.verbs import leave_to_others, open_case, part_cases, take_case
from herefor.answer.verbs._common import tell_of
from herefor.answer.verbs.letters import hear_letter
from herefor.duty.briefs import add_brief
from herefor.listen.models import Response
from herefor.listen.queries import satisfaction_score
from herefor.mail.models import Letter
from herefor.people.models import Account, Unit
from herefor.people.queries import the_organisation
from herefor.story.models import Event
from herefor.story.verbs import hear


@add_brief
def say_what_is_open(unit: Unit, account: Account) -> str:
    """Whoever comes on duty reads what waits there."""
    return open_cases_in_words(account, unit=unit)


@hear("answer submitted")
def open_a_case_for_who_needs_one(event: Event) -> None:
    response = event.about
    if not isinstance(response, Response):
        return
    score = satisfaction_score(response)
    organisation = the_organisation()
    is_low = score is not None and organisation is not None and score <= organisation.low_score
    wishes_contact = bool(response.answer("CONTACT"))
    if not (is_low or wishes_contact):
        return
    words = str(response.answer("COMMENT") or "")
    open_case(
        title_of(
            words,
            otherwise=_("Not satisfied, no words left") if is_low else _("Asks to be contacted"),
        ),
        kind=Case.Kind.COMPLAINT if is_low else Case.Kind.QUESTION,
        unit=response.unit,
        customer=response.customer,
        response=response,
        words=words,
    )


@hear("alarm acknowledged")
def whoever_answers_the_call_has_it(event: Event) -> None:
    case = _called_about(event)
    by = event.by
    if case is None or by is None or case.owner == by:
        return
    if cases_visible_to(by).filter(pk=case.pk).exists():
        take_case(case, by=by)


@hear("alarm unanswered")
def nobody_picked_up(event: Event) -> None:
    if case := _called_about(event):
        tell_of("nobody picked up", case)


@hear("role withdrawn")
def cases_go_on_with_who_can_see_them(event: Event) -> None:
    """Whoever may not answer a case any more does not keep it: the next has it."""
    left = event.about
    if isinstance(left, Account):
        for case in Case.objects.filter(owner=left, closed_at=None).select_related("unit"):
            if not may_own(case).filter(pk=left.pk).exists():
                leave_to_others(case)


@hear("customers parted")
def cases_of_two_customers_are_two(event: Event) -> None:
    """Cases were merged because their customers were one; they are not, so neither are the cases.

    Nobody may read on what another customer writes.
    """
    merges = CaseMerge.objects.filter(undone_at=None, kept__customer__isnull=False)
    seldom = merges.exclude(kept__customer=F("merged__customer"))
    for merge in seldom.select_related("kept__customer", "merged__customer"):
        one, other = merge.kept.customer, merge.merged.customer
        if event.by and one and other and one.front != other.front:
            part_cases(merge, by=event.by)


@hear("letter received")
def a_customer_wrote_a_letter(event: Event) -> None:
    if isinstance(event.about, Letter):
        hear_letter(event.about)


@hear("letter bounced")
@hear("letter failed")
@hear("letter in doubt")
def a_letter_of_ours_did_not_arrive(event: Event) -> None:
    case = getattr(event.about, "about", None)
    if isinstance(case, Case):
        in_doubt = event.what == "letter in doubt"
        told = "letter to customer in doubt" if in_doubt else "letter came back"
        tell_of(told, case)


def _called_about(event: Event) -> Case | None:
    """The case somebody is called about, or what it is merged into by now; None in a drill."""
    about = getattr(event.about, "about", None)
    return front_of(about) if isinstance(about, Case) else None
