"""The two items of the profile: answered, never scored. They supply the key factors. No database.

Titles are those of the Criteria, everything else is in our words.
"""

from django.utils.translation import gettext as _

from herefor.assess.frameworks import Area, Framework, Item

PROFILE = ("P.1", "P.2")


def profile_items() -> tuple[Item, ...]:
    return (
        Item(
            id="P.1",
            name=_("Organizational Description"),
            points=None,
            type="profile",
            headline=_("Who you are, and whom you work for and with"),
            areas=(
                Area(
                    "a",
                    _("Surroundings"),
                    (
                        _("What you offer, and how it reaches customers"),
                        _("Mission, vision, values, and what you do best"),
                        _("Who works for you: groups, what moves them, what keeps them safe"),
                        _("Sites, machines, systems"),
                        _("Laws and rules that bind you"),
                    ),
                ),
                Area(
                    "b",
                    _("Relations"),
                    (
                        _("How you are governed"),
                        _("Groups of customers, and what each requires"),
                        _("Suppliers and partners, and what they do in your work"),
                    ),
                ),
            ),
            checked="",
        ),
        Item(
            id="P.2",
            name=_("Organizational Situation"),
            points=None,
            type="profile",
            headline=_("Where you stand, and what makes it hard"),
            areas=(
                Area(
                    "a",
                    _("Competition"),
                    (
                        _("Your place among others, and how it changes"),
                        _("What decides between you and them"),
                        _("Where you find numbers to compare with, and what they leave out"),
                    ),
                ),
                Area("b", _("Strategy"), (_("Main advantages and main challenges"),)),
                Area("c", _("Getting better"), (_("How you improve, as a system"),)),
            ),
            checked="",
        ),
    )


def item_of(framework: Framework, number: str) -> Item:
    """An item of the framework or of the profile. Raises KeyError."""
    profile = {item.id: item for item in profile_items()}
    return profile.get(number) or framework.item(number)
