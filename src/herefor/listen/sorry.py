"""What we say when a link does not lead to questions: what happened, what was kept, what to do."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from herefor.listen.models import Response, Wave


@dataclass(frozen=True)
class Sorry:
    status: int
    title: str
    happened: str
    kept: str
    next: str
    url: str = ""
    url_words: str = ""


def no_such_link() -> Sorry:
    return Sorry(
        404,
        _("We do not know this link"),
        _("A part of the address may be missing, as happens when it is copied or typed."),
        _("Nothing was stored."),
        _("Open the link again where you found it, or ask whoever gave it to you."),
    )


def link_of_another_wave() -> Sorry:
    return Sorry(
        404,
        _("This link belongs to another survey"),
        _("The address joins parts of two links."),
        _("Nothing was stored, and what you may have answered elsewhere is untouched."),
        _("Open the link again exactly as it was sent to you."),
    )


def not_open_yet(wave: Wave) -> Sorry:
    opens = date_format(wave.opens_on, "j F Y")
    return Sorry(
        409,
        _("This survey has not begun yet"),
        _("It opens on %(date)s.") % {"date": opens},
        _("Nothing was stored."),
        _("Please come back then: the same link will work."),
    )


def closed(wave: Wave) -> Sorry:
    closes = date_format(wave.closes_on, "j F Y")
    return Sorry(
        410,
        _("This survey has ended"),
        _("It was open until %(date)s.") % {"date": closes},
        _("Nothing was stored today. What was answered before then is kept."),
        _("If there is something we should hear, please tell us in any other way you reach us."),
    )


def already_answered(response: Response) -> Sorry:
    return Sorry(
        410,
        _("You have answered already"),
        _("This link is yours alone and takes one set of answers, so that each voice counts once."),
        _("What you sent is kept as you sent it."),
        _("You can read it again on your receipt."),
        response.receipt_url(),
        _("See my receipt"),
    )


def too_late(response: Response) -> Sorry:
    closes = date_format(response.wave.closes_on, "j F Y")
    return Sorry(
        410,
        _("This survey ended before your answers were sent"),
        _("It was open until %(date)s, and we waited one more day for answers already begun.")
        % {"date": closes},
        _(
            "What you answered up to then is kept as a draft. It is not counted, "
            "and what you just typed is not stored."
        ),
        _("If there is something we should hear, please tell us in any other way you reach us."),
    )


def no_such_response() -> Sorry:
    return Sorry(
        404,
        _("There are no answers at this address"),
        _("A part of the address may be missing."),
        _("Nothing was stored or lost."),
        _("Open the link you were given again, or the address on your receipt."),
    )


def nothing_answered() -> str:
    return _("You skipped every question. Answer at least one, or simply close this page.")
