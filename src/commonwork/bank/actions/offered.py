"""What an agreement must stay within: the version of the product in force, where the bank has taken it up."""

from datetime import date

from commonwork.bank.models import Loan, ProductVersion
from commonwork.rules.loans.statement_periods import months_in
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.money import money


class NotOffered(Refusal):
    sentence = sentence(
        "This product is not offered with {what}. Choose another, or make a new version of the product."
    )


class TooLong(Refusal):
    sentence = sentence("This schedule lasts {months} months; the product allows {most}.")
    field = "count"


class LastsTooLong(Refusal):
    sentence = sentence("This loan lasts {months} months; the product allows {most}.")
    field = "ends_on"


class OutsideAmounts(Refusal):
    sentence = sentence("The product is for amounts from {least} to {most}.")
    status = 409


def demand_among(codes: tuple[tuple[str, list[str], str], ...]) -> None:
    """Refuse a code that is not offered; (asked, offered, field) each. Raises NotOffered."""
    for asked, offered, field in codes:
        if asked not in offered:
            raise NotOffered(what=asked, field=field)


def demand_amount(loan: Loan, version: ProductVersion) -> None:
    """Raises OutsideAmounts."""
    least, most = version.least_minor or 0, version.most_minor
    if loan.principal_minor < least or (most is not None and loan.principal_minor > most):
        raise OutsideAmounts(least=money(least), most=money(most) if most is not None else "∞")


def demand_surplus_share(loan: Loan, version: ProductVersion | None) -> None:
    """Refuse a loan paid from surplus that the version does not allow; without a version, only quarters are offered.

    Raises NotOffered, OutsideAmounts, LastsTooLong.
    """
    rhythms = version.rhythms if version else [Loan.StatedEvery.QUARTER.value]
    demand_among(((loan.stated_every, rhythms, "stated_every"),))
    if version is None:
        return
    if version.day_counts:
        demand_among(((loan.day_count, version.day_counts, "on"),))
    demand_amount(loan, version)
    assert loan.agreed_on is not None and loan.ends_on is not None
    months = _months(loan.agreed_on, loan.ends_on)
    if version.longest_months and months > version.longest_months:
        raise LastsTooLong(months=months, most=version.longest_months)


def _months(starts_on: date, ends_on: date) -> int:
    """How many months a loan lasts, the next whole number up."""
    return months_in(starts_on, ends_on) + (ends_on.day > starts_on.day)
