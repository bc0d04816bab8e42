"""Whatever people do, in whatever order: a case has somebody, its state is legal, nothing owed is
forgotten."""

import random
from datetime import timedelta

import pytest

from herefor.answer import verbs
from herefor.answer.models import Case, Clock, ClockRule, Handover, Promise
from herefor.answer.queries import front_of, standing_settlement, told_within
from herefor.answer.queries.brief import Brief
from herefor.answer.queries.cases import is_over
from herefor.answer.queries.clocks import OWED, RUNNING
from herefor.answer.tasks import ask_customers_again, look_at_clocks, wake_what_was_put_aside
from herefor.people.models import Role
from herefor.people.verbs import give_role
from herefor.story.clock import acting_at, now
from herefor.story.queries import check_chain

STEPS = 900
LOOKED_AT_EVERY = 8
BRIEF = Brief(wants="A date.", next_step="Call.")
REFUSALS = (
    verbs.AlreadyOffered,
    verbs.AlreadySettled,
    verbs.NotMerged,
    verbs.NotSettled,
    verbs.OfferOver,
    verbs.PromiseOver,
)


class Walk:
    """A customer's cases, the people who answer, and what an onlooker knows to be unanswered."""

    def __init__(self, world, seed):
        self.world, self.rng = world, random.Random(seed)
        self.people = [world.bob, world.alice, world.charlie]
        self.unheard: set[int] = set()
        self.done: list[str] = []
        for _ in range(4):
            self.open()

    def step(self):
        acts = [name for name in dir(self) if name.startswith("do_")]
        name = self.rng.choice(acts)
        self.done.append(name)
        try:
            getattr(self, name)(self.case(), self.rng.choice(self.people))
        except REFUSALS:
            self.done[-1] += " refused"

    def case(self):
        return Case.objects.get(pk=self.rng.choice(Case.objects.values_list("pk", flat=True)))

    def open(self):
        case = verbs.open_case("Hm", unit=self.world.harbour, customer=self.world.carla, words="?")
        self.unheard.add(case.pk)

    def answered(self, case):
        self.unheard -= {told.pk for told in told_within(case)}

    def do_open(self, case, by):
        if Case.objects.count() < 12:
            self.open()

    def do_hear(self, case, by):
        self.unheard.add(verbs.hear_customer(case, text="And?").case_id)

    def do_answer(self, case, by):
        turn = self.rng.random() < 0.5
        said = verbs.answer_case(case, text="We look.", by=by, customers_turn=turn)
        self.answered(said.case)

    def do_note(self, case, by):
        verbs.note_on_case(case, text="@Alice look", by=by)

    def do_settle(self, case, by):
        settled = verbs.settle_case(case, words="Done.", by=by)
        self.answered(settled.case)

    def do_confirm(self, case, by):
        verbs.confirm_settlement(case)

    def do_reopen(self, case, by):
        if settlement := standing_settlement(case):
            verbs.reopen_case(settlement, reason="No.")
            self.unheard.add(case.pk)

    def do_withdraw(self, case, by):
        self.answered(verbs.withdraw_case(case).case)

    def do_take(self, case, by):
        verbs.take_case(case, by=by)

    def do_give(self, case, by):
        verbs.give_case(case, owner=self.rng.choice(self.people), by=by)

    def do_offer(self, case, by):
        verbs.offer_case(case, to=self.rng.choice(self.people), brief=BRIEF, by=by)

    def do_accept(self, case, by):
        if offer := Handover.objects.filter(case=case).last():
            verbs.accept_case(offer, by=offer.receiver)

    def do_decline(self, case, by):
        if offer := Handover.objects.filter(case=case).last():
            verbs.decline_case(offer, because="Away.", by=offer.receiver)

    def do_ask_for_leader(self, case, by):
        verbs.ask_for_leader(case)

    def do_promise(self, case, by):
        due = now() + timedelta(hours=self.rng.randint(1, 60))
        verbs.make_promise(case, what="A call", due_at=due, by=by)

    def do_keep(self, case, by):
        if promise := Promise.objects.filter(case=case).last():
            verbs.keep_promise(promise, by=by)

    def do_break(self, case, by):
        if promise := Promise.objects.filter(case=case).last():
            verbs.withdraw_promise(promise, because="No.", by=by)

    def do_merge(self, case, by):
        verbs.merge_cases(self.case(), merged=case, by=by)

    def do_part(self, case, by):
        if merge := case.merged_by.filter(undone_at=None).first():
            verbs.part_cases(merge, by=by)

    def do_spam(self, case, by):
        verbs.call_spam(case, by=by)

    def do_genuine(self, case, by):
        verbs.call_genuine(case, by=by)

    def do_snooze(self, case, by):
        until = now() + timedelta(hours=self.rng.randint(1, 90))
        verbs.snooze_case(case, until=until, by=by)

    def do_worker(self, case, by):
        look_at_clocks()
        wake_what_was_put_aside()
        ask_customers_again()


def assert_legal(case, unheard):
    assert case.owner.is_active
    assert case.assignments.last().owner_id == case.owner_id
    running = Clock.objects.filter(RUNNING, case__in=told_within(case))
    owed = [clock.due_at for clock in running if clock.what in OWED]
    is_merged = front_of(case) != case
    assert case.due_at == (None if is_merged else min(owed, default=None))
    assert (case.closed_at is not None) == (is_merged or (not owed and is_over(case)))
    is_spam = case.spam.filter(undone_at=None).exists()
    is_held = is_spam or front_of(case) != case
    assert is_held or not case.clocks.filter(stopped_at=None, paused_at__isnull=False).exists()
    unstopped = set(case.clocks.filter(stopped_at=None).values_list("promise", flat=True)) - {None}
    kept = case.promises.filter(kept_at=None, withdrawn_at=None).values_list("pk", flat=True)
    assert unstopped == set(kept)
    if not is_held and any(told.pk in unheard for told in told_within(case)):
        assert owed, "the customer waits, and no clock knows it"


@pytest.mark.parametrize("seed", range(4))
def test_random_acts_never_lead_to_an_illegal_case(world, seed):
    give_role(world.charlie, kind=Role.Kind.RESPONDER, unit=world.harbour, by=world.adam)
    ClockRule.objects.create(
        unit=world.company, first_answer_minutes=600, update_minutes=900, settled_minutes=3000
    )
    walk, moment = Walk(world, seed), now()

    for step in range(STEPS):
        moment += timedelta(minutes=walk.rng.expovariate(1 / 90))
        with acting_at(moment):
            walk.step()
            if step % LOOKED_AT_EVERY == 0:
                for case in Case.objects.select_related("owner"):
                    try:
                        assert_legal(case, walk.unheard)
                    except AssertionError as wrong:
                        last = walk.done[-LOOKED_AT_EVERY:]
                        raise AssertionError(f"{case} after {last}") from wrong

    assert check_chain().holds
    done = {name for name in walk.done if not name.endswith("refused")}
    assert len(done) == sum(name.startswith("do_") for name in dir(Walk))
