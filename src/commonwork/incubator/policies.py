"""The policies the incubator asks for."""

from django.utils.translation import gettext_lazy as _

from commonwork.charter.kinds import PolicyKind, declare

GATE_COMPETENCE = "incubator.gate_competence"
GATE_MINIMUM_HOLDERS = "incubator.gate_minimum_holders"
REVIEW_COUNT = "incubator.review_count"
REVIEW_LEAST_BP = "incubator.review_least_bp"
LIVING_WAGE = "incubator.living_wage"
FULL_TIME_HOURS = "incubator.full_time_hours"
PLAN_PAYROLL_TAX_BP = "incubator.plan_payroll_tax_bp"
PLAN_TAX_BP = "incubator.plan_tax_bp"
MEMBER_EQUITY_CAP = "incubator.member_equity_cap"
SUGGESTIONS_A_DAY = "incubator.suggestions_a_day"
SUGGESTION_KEPT_DAYS = "incubator.suggestion_kept_days"

declare(
    PolicyKind(REVIEW_COUNT, _("How many reviews without a conflict of interest a team needs."), "count"),
    PolicyKind(REVIEW_LEAST_BP, _("The share of the full score that reviewers must give on average."), "bp"),
    PolicyKind(LIVING_WAGE, _("The wage by the hour that a grown person needs to live on here."), "amount"),
    PolicyKind(FULL_TIME_HOURS, _("How many hours a month count as one full job in a plan."), "count"),
    PolicyKind(
        PLAN_PAYROLL_TAX_BP, _("The share of wages that a plan sets aside for the employer's taxes."), "bp"
    ),
    PolicyKind(PLAN_TAX_BP, _("The share of a year's surplus that a plan sets aside for taxes."), "bp"),
    PolicyKind(
        MEMBER_EQUITY_CAP, _("The most that a plan may ask of one member as a share in the co-op."), "amount"
    ),
    PolicyKind(
        SUGGESTIONS_A_DAY,
        _("How many ideas the open form takes in a day from people without an account."),
        "count",
    ),
    PolicyKind(
        SUGGESTION_KEPT_DAYS,
        _("How long the words of a suggested idea are kept after it was not taken up."),
        "days",
    ),
    PolicyKind(
        GATE_COMPETENCE,
        _("The competence that members of a team need before their study circle counts as done."),
        "text",
    ),
    PolicyKind(
        GATE_MINIMUM_HOLDERS,
        _("How many members of a team must hold that competence; 0 means every member."),
        "count",
    ),
)
