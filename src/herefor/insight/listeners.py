"""What this room hears: answers came in, were brought in, or were taken back."""

from herefor.insight.verbs import note_change
from herefor.listen.models import Wave
from herefor.story.models import Event
from herefor.story.verbs import hear


@hear("answer submitted")
@hear("answers imported")
@hear("answers recorded")
@hear("import undone")
def measure_the_wave_again(event: Event) -> None:
    wave = Wave.objects.filter(pk=event.payload["wave"]).first()
    if wave is not None:
        note_change(wave)
