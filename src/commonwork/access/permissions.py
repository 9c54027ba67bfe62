"""Every permission there is. A permission is one act or one kind of reading; roles bundle them."""

from enum import StrEnum


class Permission(StrEnum):
    # network
    NETWORK_KEEP = "network.keep"
    RECORD_SEE = "record.see"
    PEOPLE_SEE = "people.see"
    PEOPLE_KEEP = "people.keep"
    # organisation
    ORGANISATION_SEE = "organisation.see"
    ORGANISATION_KEEP = "organisation.keep"
    # books
    BOOKS_SEE = "books.see"
    BOOKS_KEEP = "books.keep"
    BOOKS_CLOSE = "books.close"
    CLAIM_DECIDE = "books.claim.decide"
    BUDGET_ADOPT = "books.budget.adopt"
    BOOKS_OPEN = "books.open"
    # charter
    POLICY_ADOPT = "charter.adopt"
    # federation
    HOURS_ENTER = "federation.hours.enter"
    HOURS_APPROVE = "federation.hours.approve"
    YEAR_END_RUN = "federation.year_end.run"
    AFFILIATION_APPLY = "federation.affiliation.apply"
    AFFILIATION_DECIDE = "federation.affiliation.decide"
    DUES_CHARGE = "federation.dues.charge"
    FEDERATION_KEEP = "federation.keep"
    MEMBERS_KEEP = "federation.members.keep"
    # incubator
    TEAM_SEE = "incubator.team.see"
    TEAM_KEEP = "incubator.team.keep"
    MENTORING_LOG = "incubator.mentoring.log"
    # school
    COURSE_KEEP = "school.course.keep"
    ROLL_TAKE = "school.roll.take"
    BADGE_AWARD = "school.badge.award"
    # bank
    LOAN_SEE = "bank.loan.see"
    LOAN_APPLY = "bank.loan.apply"
    LOAN_DECIDE = "bank.loan.decide"
    LOAN_DISBURSE = "bank.loan.disburse"
    LOAN_RECEIVE = "bank.loan.receive"
    PRODUCT_KEEP = "bank.product.keep"
    HOLDING_KEEP = "bank.holding.keep"
    SUPPORTER_SEE = "bank.supporter.see"
    SUPPORTER_KEEP = "bank.supporter.keep"
    PAYOUT_MAKE = "bank.payout.make"
    PAYOUT_RELEASE = "bank.payout.release"
    # assembly
    PROPOSAL_MAKE = "assembly.proposal.make"
    ASSEMBLY_RUN = "assembly.run"
    BALLOT_ENTER = "assembly.ballot.enter"
    RESOLUTION_PAY = "assembly.resolution.pay"
    # gatherings and press
    GATHERING_KEEP = "gatherings.keep"
    PRESS_PUBLISH = "press.publish"
