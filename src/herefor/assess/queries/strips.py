"""Marks as dots on a line."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from herefor.assess.queries.marks import SeenMark
from herefor.ui.charts import Strip


def strips_of(marks: Sequence[SeenMark]) -> list[Strip]:
    """Given alone, and given again where anybody's may be seen."""
    alone = tuple(float(one.first.percent) for one in marks if one.first)
    again = tuple(float(one.last.percent) for one in marks if one.last)
    strips = [Strip(_("alone"), alone)] if alone else []
    return [*strips, Strip(_("again"), again)] if again else strips
