"""The public story of a loan, put together from what its co-op agreed to show."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.bank.models import Application, Loan, LoanReview, StoryField
from commonwork.bank.queries.position import Position, position, positions
from commonwork.registry.models import Person
from commonwork.ui.money import dollars, money

MOST_SHOWN = 100


@dataclass(frozen=True)
class Story:
    """What anyone may read. Empty where no consent stands; `latest`: when the last of them was given."""

    loan: Loan
    name: str
    purpose: str
    quote: str
    speaker: str
    amount: str
    back: str
    jobs: str
    href: str

    @property
    def title(self) -> str:
        """The co-op where it may be named, else what it is."""
        return self.name or _("A worker co-op")

    @property
    def figures(self) -> list[str]:
        return [one for one in (self.amount, self.back, self.jobs) if one]


def standing(loan: Loan) -> dict[str, StoryField]:
    """{code: the consent that stands}."""
    return {row.code: row for row in StoryField.objects.filter(loan=loan, taken_back_on=None)}


def story(loan: Loan) -> Story | None:
    """The story of one loan; None while nothing is shown."""
    fields = standing(loan)
    application = Application.objects.filter(loan=loan).first()
    return _told(loan, fields, application, position(loan)) if fields else None


def stories() -> list[Story]:
    """All stories that are told, the newest consent first; four queries and those of the positions."""
    fields: dict[int, dict[str, StoryField]] = defaultdict(dict)
    for row in StoryField.objects.filter(taken_back_on=None).order_by("-consented_on", "-pk"):
        fields[row.loan_id][row.code] = row
    loans = {loan.pk: loan for loan in Loan.objects.filter(pk__in=list(fields)[:MOST_SHOWN])}
    applications = {row.loan_id: row for row in Application.objects.filter(loan__in=loans)}
    stands = positions(list(loans.values()))
    return [
        _told(loans[pk], fields[pk], applications.get(pk), stands[pk])
        for pk in list(fields)[:MOST_SHOWN]
        if pk in loans
    ]


def previews(loan: Loan, application: Application | None) -> dict[str, str]:
    """What each field without words of its own would say."""
    stands = position(loan)
    return {
        StoryField.Code.NAME: loan.borrower.name,
        StoryField.Code.AMOUNT: _amount(loan, stands),
        StoryField.Code.BACK: _back(loan, stands),
        StoryField.Code.JOBS: _jobs(application),
    }


def _told(
    loan: Loan, fields: dict[str, StoryField], application: Application | None, stands: Position
) -> Story:
    def text(code: str) -> str:
        return fields[code].text if code in fields else ""

    code = StoryField.Code
    speaker = fields[code.SPEAKER].consented_by if code.SPEAKER in fields and code.QUOTE in fields else None
    return Story(
        loan=loan,
        name=loan.borrower.name if code.NAME in fields else "",
        purpose=text(code.PURPOSE),
        quote=text(code.QUOTE),
        speaker=speaker.name if speaker and not speaker.is_forgotten else "",
        amount=_amount(loan, stands) if code.AMOUNT in fields else "",
        back=_back(loan, stands) if code.BACK in fields else "",
        jobs=_jobs(application) if code.JOBS in fields else "",
        href=loan.get_absolute_url() if loan.is_public and code.NAME in fields else "",
    )


def _amount(loan: Loan, stands: Position) -> str:
    return _("%(amount)s lent") % {"amount": dollars(stands.drawn_minor, loan.unit)}


def _back(loan: Loan, stands: Position) -> str:
    back = stands.drawn_minor - stands.principal_minor
    return _("%(amount)s of it has come back") % {"amount": money(back, loan.unit)}


def _jobs(application: Application | None) -> str:
    if application is None or application.jobs_kept_count is None:
        return ""
    made = application.jobs_made_count or 0
    kept = ngettext("%(count)s job kept", "%(count)s jobs kept", application.jobs_kept_count)
    said = [kept % {"count": application.jobs_kept_count}] if application.jobs_kept_count else []
    if made > 0:
        words = ngettext("%(count)s more job planned", "%(count)s more jobs planned", made)
        said.append(words % {"count": made})
    return ", ".join(said)


def has_words_of(person: Person) -> bool:
    """Has this person written words of a review, or agreed to show something of themselves?"""
    fields = StoryField.objects.filter(
        consented_by=person, code__in=StoryField.OF_ONE_PERSON, taken_back_on=None
    )
    return fields.exists() or LoanReview.objects.filter(reviewer=person).exclude(words="").exists()
