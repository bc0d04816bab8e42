import pytest
from django.db import connection

from herefor.story.models import Event
from herefor.story.queries import check_chain, story_of
from herefor.story.sentences import sentence_of
from herefor.story.verbs import tell


def test_a_story_reads_as_sentences(world):
    told = [sentence_of(event).text for event in story_of(world.harbour)]

    assert told == ["Adam Day opened the unit Harbour."]


def test_what_happened_is_not_changed_afterwards(world):
    event = Event.objects.earliest("pk")

    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
    with pytest.raises(TypeError):
        Event.objects.update(what="nothing")
    with pytest.raises(TypeError):
        Event.objects.all().delete()


def test_the_chain_holds_while_nobody_touches_it(world):
    report = check_chain()

    assert report.holds
    assert report.length == Event.objects.count()


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE story_event SET what = 'praise' WHERE id = (SELECT MIN(id) + 2 FROM story_event)",
        "DELETE FROM story_event WHERE id = (SELECT MIN(id) + 2 FROM story_event)",
        "DELETE FROM story_event WHERE id = (SELECT MAX(id) FROM story_event)",
    ],
)
def test_the_chain_shows_what_was_changed_or_lost(world, tampering):
    with connection.cursor() as cursor:
        cursor.execute(tampering)

    assert not check_chain().holds


def test_an_event_is_not_told_when_the_act_fails(world):
    before = Event.objects.count()

    with pytest.raises(TypeError):
        tell("something", about=world.harbour, by=world.bob, unserialisable=object())

    assert Event.objects.count() == before
