"""What this room hears: who ended their letters."""

from herefor.mail.models import Unsubscription
from herefor.speak.models import Column, Comment
from herefor.speak.verbs import end_subscription, follow_replies
from herefor.story.models import Event
from herefor.story.verbs import hear


@hear("unsubscribed")
def letters_were_ended(event: Event) -> None:
    ended = event.about
    if not isinstance(ended, Unsubscription):
        return
    kind, _dash, number = ended.topic.partition("-")
    if kind == "column" and number.isdigit():
        for column in Column.objects.filter(pk=number):
            end_subscription(column, email=ended.address)
    if kind == "comment" and number.isdigit():
        for comment in Comment.objects.filter(pk=number, email=ended.address):
            follow_replies(comment, wanted=False)
