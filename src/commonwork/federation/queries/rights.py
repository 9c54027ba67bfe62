"""What a person may do in a co-op on a day, by the class of membership that ran then."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from commonwork.federation.models import MemberExit
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.registry.queries import memberships

OWNS = ("vote", "share", "patronage", "stand", "books")


@dataclass(frozen=True)
class MemberRights:
    """`codes`: vote, share, patronage, stand, books, hours; empty for people who do not belong that day."""

    class_code: str
    since: date | None
    codes: tuple[str, ...]

    @property
    def sentences(self) -> list[str]:
        """The rights as people read them."""
        words = {
            "vote": _("one vote in the co-op"),
            "share": _("one share, and a capital account"),
            "patronage": _("a part of the surplus by work"),
            "stand": _("may be sent as a delegate"),
            "books": _("sees the books"),
            "path": _("on the way to a share and a vote"),
            "hours": _("enters hours and sees them"),
        }
        return [words[code] for code in self.codes]


def member_rights(organisation: Organisation, person: Person, *, on: date) -> MemberRights:
    """The rights of a person in a co-op on a day."""
    row = memberships(on=on, organisation=organisation).filter(person=person).first()
    if row is None:
        return MemberRights("", None, ())
    codes = {
        Membership.Class.MEMBER: (*OWNS, "hours"),
        Membership.Class.CANDIDATE: ("path", "hours"),
        Membership.Class.WORKER: ("hours",),
    }[Membership.Class(row.class_code)]
    return MemberRights(row.class_code, row.starts_on, codes)


@dataclass(frozen=True)
class Step:
    """One dated step of a membership."""

    on: date
    until: date | None
    what: str


def steps(organisation: Organisation, person: Person) -> list[Step]:
    """A person's way through a co-op, the newest first."""
    rows = Membership.objects.filter(organisation=organisation, person=person)
    left = MemberExit.objects.filter(organisation=organisation, person=person)
    found = [Step(row.starts_on, row.ends_on, str(row.get_class_code_display())) for row in rows]
    found += [Step(row.left_on, None, _("left: %(why)s") % {"why": row.get_reason_display()}) for row in left]
    return sorted(found, key=lambda step: step.on, reverse=True)
