"""What was found is written down, what was done for the customer, and what should change."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from herefor.answer.models import Assessment, Case, Cause, Lesson, Need, Remedy
from herefor.answer.verbs._common import hold, tell_of
from herefor.answer.verbs.writing import write_to_colleague
from herefor.people.models import Account, Customer, Unit
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell


def usual_causes() -> list[str]:
    """A list to begin with; every organisation makes it its own."""
    return [
        _("Waited too long"),
        _("Told something wrong, or nothing"),
        _("Promise not kept"),
        _("Product or work faulty"),
        _("Wrong bill or payment"),
        _("How we behaved"),
        _("Our rules"),
        _("Hard to reach us"),
    ]


def keep_cause(name: str, *, unit: Unit, by: Account) -> Cause:
    """Add a cause to the list of a unit; one that is there stays as it is."""
    with transaction.atomic():
        take_the_pen()
        known = Cause.objects.filter(unit=unit, name__iexact=name, dropped_at=None).first()
        if known:
            return known
        cause = Cause.objects.create(unit=unit, name=name, by=by, kept_at=now())
        tell("cause kept", about=cause, unit=unit, by=by, name=name)
    return cause


def keep_usual_causes(*, unit: Unit, by: Account) -> list[Cause]:
    with transaction.atomic():
        return [keep_cause(name, unit=unit, by=by) for name in usual_causes()]


def drop_cause(cause: Cause, *, by: Account) -> Cause:
    """It is not offered any more; what was found with it stays."""
    with transaction.atomic():
        take_the_pen()
        if Cause.objects.filter(pk=cause.pk, dropped_at=None).update(dropped_at=now()):
            tell("cause dropped", about=cause, unit=cause.unit, by=by, name=cause.name)
    return cause


def assess_case(
    case: Case, *, whose: str, by: Account, cause: Cause | None = None, words: str = ""
) -> Assessment:
    """Say what was found. Said otherwise later, the later one counts; said again, it stays."""
    with transaction.atomic():
        hold(case)
        standing = case.assessments.filter(replaced_at=None)
        same = standing.filter(whose=whose, cause=cause, words=words).first()
        if same:
            return same
        moment = now()
        standing.update(replaced_at=moment)
        found = case.assessments.create(
            whose=whose, cause=cause, words=words, by=by, found_at=moment
        )
        label = str(Assessment.Whose(whose).label)
        tell_of("case assessed", case, by=by, cause=cause.name if cause else label)
    return found


def give_remedy(
    case: Case,
    *,
    kind: str,
    by: Account,
    words: str = "",
    amount: Decimal | None = None,
    currency: str = "",
) -> Remedy:
    with transaction.atomic():
        hold(case)
        remedy = case.remedies.create(
            kind=kind, words=words, amount=amount, currency=currency, by=by, given_at=now()
        )
        tell_of("remedy given", case, by=by, remedy=str(remedy.get_kind_display()))
    return remedy


def take_remedy_back(remedy: Remedy, *, by: Account) -> Remedy:
    """It was not done after all, or written down by mistake."""
    with transaction.atomic():
        hold(remedy.case)
        standing = Remedy.objects.filter(pk=remedy.pk, taken_back_at=None)
        if standing.update(taken_back_at=now()):
            name = str(remedy.get_kind_display())
            tell_of("remedy taken back", remedy.case, by=by, remedy=name)
    return remedy


def write_lesson(
    case: Case, *, what: str, unit: Unit, owner: Account, due_on: date, by: Account
) -> Lesson:
    """What should change, for which unit, and who sees to it by when."""
    with transaction.atomic():
        hold(case)
        lesson = case.lessons.create(
            what=what, unit=unit, owner=owner, due_on=due_on, by=by, written_at=now()
        )
        tell_of("lesson written", case, by=by, lesson=lesson.pk, owner=owner.name)
        if owner != by:
            _ask_to_see_to_it(lesson)
    return lesson


def _ask_to_see_to_it(lesson: Lesson) -> None:
    said = {"name": lesson.by, "due": date_format(lesson.due_on, "j F Y"), "what": lesson.what}
    write_to_colleague(
        lesson.owner,
        lesson.case,
        subject=_("Something should change, and you see to it"),
        text=_("%(name)s wrote: %(what)s\n\nBy %(due)s. Say what has changed when it is done.")
        % said,
        once=f"lesson-{lesson.pk}",
    )


def remind_of_lesson(lesson: Lesson) -> bool:
    """Its day has passed: who sees to it, and who wrote it down, are told once. False when it was
    done meanwhile, or somebody else reminds."""
    with transaction.atomic():
        late = Lesson.objects.filter(pk=lesson.pk, reminded_at=None, done_at=None)
        if not late.update(reminded_at=now()):
            return False
        tell_of("lesson late", lesson.case, lesson=lesson.pk, owner=lesson.owner.name)
        due = date_format(lesson.due_on, "j F Y")
        said = {"name": lesson.owner, "due": due, "what": lesson.what}
        words = _("By %(due)s %(name)s wanted to see to this: %(what)s\n\nSay what has changed.")
        for account in {lesson.owner, lesson.by}:
            write_to_colleague(
                account,
                lesson.case,
                subject=_("What should have changed by now"),
                text=words % said,
                once=f"lesson-late-{lesson.pk}",
            )
    return True


def lesson_is_done(lesson: Lesson, *, changed: str, by: Account) -> Lesson:
    """Something is different since; whoever said so first stays."""
    with transaction.atomic():
        hold(lesson.case)
        still_open = Lesson.objects.filter(pk=lesson.pk, done_at=None)
        if still_open.update(done_at=now(), done_by=by, changed=changed):
            tell_of("lesson done", lesson.case, by=by, lesson=lesson.pk)
    lesson.refresh_from_db()
    return lesson


def note_need(customer: Customer, *, kind: str, consent: str, by: Account, words: str = "") -> Need:
    """Be careful with something, because the customer agreed that it is noted. The story does not
    tell what it is: it can be taken away, and the story cannot."""
    with transaction.atomic():
        take_the_pen()
        need, made = Need.objects.get_or_create(
            customer=customer.front,
            kind=kind,
            words=words,
            ended_at=None,
            defaults={"consent": consent, "by": by, "noted_at": now()},
        )
        if made:
            tell("need noted", about=need, customer=customer, unit=customer.unit, by=by)
    return need


def need_is_over(need: Need, *, by: Account) -> Need:
    """It holds no more, or the customer wants it forgotten: its words go."""
    with transaction.atomic():
        take_the_pen()
        standing = Need.objects.filter(pk=need.pk, ended_at=None)
        if standing.update(ended_at=now(), ended_by=by, words=""):
            customer = need.customer
            tell("need ended", about=need, customer=customer, unit=customer.unit, by=by)
    return need
