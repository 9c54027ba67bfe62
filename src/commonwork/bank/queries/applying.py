"""Reading an application: which parts are done, who holds the training asked for, what the co-op's own books say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from commonwork.bank import asks
from commonwork.bank.models import Application, Loan, calendar_quarter, period_name
from commonwork.bank.parts_of_application import PAPERS, PARTS, TRAINING, Part
from commonwork.bank.policies_requests import HOLDERS
from commonwork.bank.policies_requests import TRAINING as TRAINING_POLICY
from commonwork.books import queries as book_queries
from commonwork.charter.queries import in_force
from commonwork.record import documents
from commonwork.registry.models import Competence, Organisation, Person
from commonwork.registry.queries import holds, memberships

CASH = "1000"
QUARTERS_SHOWN = 4


@dataclass(frozen=True)
class Training:
    """One competence that is asked for: how many must hold it, who does and who does not."""

    name: str
    needed: int
    holders: list[Person]
    lacking: list[Person]

    @property
    def is_met(self) -> bool:
        return len(self.holders) >= self.needed

    @property
    def missing_count(self) -> int:
        return max(0, self.needed - len(self.holders))


@dataclass(frozen=True)
class OwnFigures:
    """What the co-op's books say: (quarter, surplus) of whole quarters, the oldest first, cash and loans owed; minor."""

    quarters: list[tuple[str, int]]
    cash_minor: int
    owed_minor: int


def texts_of(application: Application) -> dict[str, str]:
    """{code of a question: what was typed}."""
    return dict(application.answers.values_list("code", "text"))


def draft_of(borrower: Organisation) -> Application | None:
    """The application a co-op is writing, or None."""
    return Application.objects.filter(borrower=borrower, state=Application.State.DRAFT).first()


def people_of(borrower: Organisation, *, on: date) -> list[Person]:
    """Who belongs to a co-op, or will: its members, else the people of its team."""
    found = {row.person_id: row.person for row in memberships(on=on, organisation=borrower)}
    if not found:
        found = {person.pk: person for person in asks.people_of(borrower, on)}
    return sorted(found.values(), key=lambda person: person.name)


def training(borrower: Organisation, *, on: date, lender: Organisation) -> list[Training]:
    """Each competence the bank asks for, and who holds it; empty while no body has asked for any."""
    asked = in_force(TRAINING_POLICY, on=on, organisation=lender)
    if asked is None or not asked.value:
        return []
    least = in_force(HOLDERS, on=on, organisation=lender)
    people = people_of(borrower, on=on)
    names = dict(Competence.objects.filter(key__in=asked.value).values_list("key", "name"))
    found = []
    for key in asked.value:
        holders = [person for person in people if holds(person, key, on=on)]
        lacking = [person for person in people if person not in holders]
        needed = (least.value if least else 0) or max(1, len(people))
        found.append(Training(names.get(key, key), needed, holders, lacking))
    return found


def own_figures(borrower: Organisation, *, on: date) -> OwnFigures | None:
    """The last four whole quarters of the co-op's own books; None where they are not kept here or hold nothing."""
    if book_queries.book_of(borrower) is None:
        return None
    after, quarters = calendar_quarter(on)[0], []
    for _number in range(QUARTERS_SHOWN):
        starts_on, ends_on = calendar_quarter(after - timedelta(days=1))
        if book_queries.movements(borrower, starts_on=starts_on, ends_on=ends_on):
            surplus = book_queries.result(borrower, starts_on=starts_on, ends_on=ends_on)
            quarters.append((period_name(starts_on, ends_on), surplus))
        after = starts_on
    return OwnFigures(
        quarters=quarters[::-1],
        cash_minor=book_queries.balance(borrower, CASH, on=on),
        owed_minor=-sum(book_queries.balance(borrower, code, on=on) for code in ("2100", "2110", "2120")),
    )


def is_done(application: Application, part: Part, texts: Mapping[str, str], *, on: date) -> bool:
    """Whether all that a part asks for is there."""
    if part.key == TRAINING:
        found = training(application.borrower, on=on, lender=application.lender)
        return all(one.is_met for one in found)
    if part.key == PAPERS:
        return bool(documents.kept(application))
    filled = all(getattr(application, name) not in (None, "") for name in part.fields)
    return filled and all(texts.get(question.code, "") for question in part.questions)


def missing(application: Application, *, on: date) -> list[Part]:
    """The needed parts that are not done, in order."""
    texts = texts_of(application)
    return [part for part in PARTS if part.is_needed and not is_done(application, part, texts, on=on)]


def came_as(loan: Loan) -> Application | None:
    """The application a loan came of, or None where it was asked for without one."""
    return Application.objects.filter(loan=loan).first()
