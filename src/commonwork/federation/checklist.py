"""What the federation asks of a co-op that wants to belong. The answers are kept with each application.

Source: membership classes of NYC NOWC and the membership test of the USFWC, as read in the domain notes.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

MEMBER, START_UP = "member", "start-up"


@dataclass(frozen=True)
class Item:
    """One thing asked; `classes`: of whom it is asked before they can be admitted."""

    code: str
    sentence: object  # lazy translation
    classes: tuple[str, ...] = (MEMBER, START_UP)


ITEMS: tuple[Item, ...] = (
    Item("a_year_of_paid_work", _("It has paid at least two workers for a year or longer."), (MEMBER,)),
    Item("one_equal_share", _("Each worker-owner owns one share, and all shares have the same price.")),
    Item("one_member_one_vote", _("Each worker-owner has one vote.")),
    Item("owners_in_the_majority", _("More than half of its workers are worker-owners or on the way there.")),
    Item("bylaws", _("It is a legal body, and its members have adopted by-laws.")),
    Item(
        "open_path",
        _(
            "Every worker can become an owner, and it is written down how: who may, what it costs, how work is counted."
        ),
        (MEMBER,),
    ),
    Item("principles", _("It works by the principles of the network.")),
)


def missing(class_code: str, checklist: dict[str, bool]) -> list[Item]:
    """The items this class needs that are not answered with yes."""
    return [item for item in ITEMS if class_code in item.classes and not checklist.get(item.code)]
