"""Roles: each a class with a sentence a lay person understands, and the permissions it carries.

A role is held by a person in an organisation for a period. Held without an organisation it counts network-wide.
"""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from commonwork.access.permissions import Permission as P


class Role:
    """One role. `reads_only` roles may be tied to a day: they see the network as it was then."""

    code: ClassVar[str]
    name: ClassVar[object]
    sentence: ClassVar[object]
    permissions: ClassVar[frozenset[P]]
    reads_only: ClassVar[bool] = False


ROLES: dict[str, type[Role]] = {}


def _role(cls: type[Role]) -> type[Role]:
    ROLES[cls.code] = cls
    return cls


@_role
class WorkerOwner(Role):
    code = "worker-owner"
    name = _("Worker-owner")
    sentence = _(
        "Owns and runs the co-op with the other members: one share, one vote, and a view of its books."
    )
    permissions = frozenset({P.ORGANISATION_SEE, P.BOOKS_SEE, P.HOURS_ENTER, P.LOAN_SEE, P.PROPOSAL_MAKE})


@_role
class Treasurer(Role):
    code = "treasurer"
    name = _("Treasurer")
    sentence = _("Keeps the books of the co-op, closes the year, and applies for loans in its name.")
    permissions = WorkerOwner.permissions | {
        P.BOOKS_KEEP,
        P.BOOKS_CLOSE,
        P.CLAIM_DECIDE,
        P.BUDGET_ADOPT,
        P.BOOKS_OPEN,
        P.HOURS_APPROVE,
        P.YEAR_END_RUN,
        P.AFFILIATION_APPLY,
        P.MEMBERS_KEEP,
        P.LOAN_APPLY,
        P.RECORD_SEE,
    }


@_role
class LoanOfficer(Role):
    code = "loan-officer"
    name = _("Loan officer")
    sentence = _("Walks with borrowers, pays out loans and records what comes back, in the bank's books.")
    permissions = frozenset(
        {
            P.ORGANISATION_SEE,
            P.BOOKS_SEE,
            P.BOOKS_KEEP,
            P.CLAIM_DECIDE,
            P.LOAN_SEE,
            P.LOAN_DISBURSE,
            P.LOAN_RECEIVE,
            P.PRODUCT_KEEP,
            P.HOLDING_KEEP,
            P.SUPPORTER_SEE,
            P.SUPPORTER_KEEP,
            P.PAYOUT_MAKE,
            P.PAYOUT_RELEASE,
            P.RECORD_SEE,
        }
    )


@_role
class CommitteeMember(Role):
    code = "committee-member"
    name = _("Loan committee member")
    sentence = _("Reads loan applications and votes on them.")
    permissions = frozenset({P.ORGANISATION_SEE, P.LOAN_SEE, P.LOAN_DECIDE, P.PAYOUT_RELEASE})


@_role
class Trainer(Role):
    code = "trainer"
    name = _("Trainer")
    sentence = _("Teaches courses, takes the roll, and awards badges.")
    permissions = frozenset(
        {P.ORGANISATION_SEE, P.COURSE_KEEP, P.ROLL_TAKE, P.BADGE_AWARD, P.GATHERING_KEEP, P.PEOPLE_SEE}
    )


@_role
class IncubatorCoordinator(Role):
    code = "incubator-coordinator"
    name = _("Incubator coordinator")
    sentence = _("Walks with teams from the first idea to the opening, and opens the gates on the way.")
    permissions = frozenset(
        {
            P.ORGANISATION_SEE,
            P.TEAM_SEE,
            P.TEAM_KEEP,
            P.MENTORING_LOG,
            P.LOAN_APPLY,
            P.LOAN_SEE,
            P.PEOPLE_SEE,
            P.BOOKS_SEE,
        }
    )


@_role
class AssemblyFacilitator(Role):
    code = "assembly-facilitator"
    name = _("Assembly facilitator")
    sentence = _("Prepares the assembly, enters its ballots, and sees its resolutions through.")
    permissions = frozenset(
        {P.ASSEMBLY_RUN, P.BALLOT_ENTER, P.PROPOSAL_MAKE, P.GATHERING_KEEP, P.ROLL_TAKE, P.PEOPLE_SEE}
    )


@_role
class Communications(Role):
    code = "communications"
    name = _("Communications")
    sentence = _("Writes the news, the story and the announcements of the public site.")
    permissions = frozenset({P.PRESS_PUBLISH, P.GATHERING_KEEP})


@_role
class Delegate(Role):
    code = "delegate"
    name = _("Delegate")
    sentence = _("Speaks and votes for the co-op in the federation, and reports back.")
    permissions = frozenset({P.AFFILIATION_DECIDE, P.ORGANISATION_SEE, P.PROPOSAL_MAKE})


@_role
class Auditor(Role):
    code = "auditor"
    name = _("Auditor")
    sentence = _("Reads all books and the whole record as of a day, and changes nothing.")
    reads_only = True
    permissions = frozenset(
        {
            P.ORGANISATION_SEE,
            P.BOOKS_SEE,
            P.RECORD_SEE,
            P.LOAN_SEE,
            P.SUPPORTER_SEE,
            P.TEAM_SEE,
            P.PEOPLE_SEE,
        }
    )


@_role
class Steward(Role):
    code = "steward"
    name = _("Steward of the network")
    sentence = _(
        "Looks after the network itself: its people, organisations, roles and policies, on the assembly's behalf."
    )
    permissions = frozenset(
        {
            P.NETWORK_KEEP,
            P.PRODUCT_KEEP,
            P.RECORD_SEE,
            P.PEOPLE_SEE,
            P.PEOPLE_KEEP,
            P.ORGANISATION_SEE,
            P.ORGANISATION_KEEP,
            P.POLICY_ADOPT,
            P.BOOKS_SEE,
            P.BOOKS_KEEP,
            P.BOOKS_CLOSE,
            P.CLAIM_DECIDE,
            P.BUDGET_ADOPT,
            P.BOOKS_OPEN,
            P.DUES_CHARGE,
            P.FEDERATION_KEEP,
            P.AFFILIATION_DECIDE,
            P.RESOLUTION_PAY,
            P.TEAM_SEE,
            P.LOAN_SEE,
            P.GATHERING_KEEP,
        }
    )
