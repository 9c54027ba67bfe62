"""Join: an organisation's members choose open books; the charter keeps the choice, the books follow it."""

from datetime import date, datetime

from commonwork.charter.actions import policies
from commonwork.charter.models import Policy
from commonwork.journeys.policies import OPEN_BOOKS
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence


class NotYetDecided(Refusal):
    sentence = sentence("The members decide first; this day has not come yet.")
    field = "decided_on"


@act
def choose(
    *,
    organisation: Organisation,
    is_open: bool,
    decided_on: date,
    source: str,
    by: Who,
    at: datetime,
    on: date,
) -> Organisation:
    """Open an organisation's books to everyone, or close them again, as its members decided; counts from `on`, today.

    source: where the decision stands (minutes). Adopts the policy books.open_books. Raises NotYetDecided.
    """
    if decided_on > on:
        raise NotYetDecided()
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    policies.adopt(
        code=OPEN_BOOKS,
        value="yes" if is_open else "no",
        starts_on=on,
        adopted_on=decided_on,
        adopted_by=organisation,
        source=source,
        organisation=organisation,
        by=by,
        at=at,
    )
    organisation.has_open_books = is_open
    organisation.save(update_fields=["has_open_books"])
    state(
        "journeys.books.opened" if is_open else "journeys.books.closed",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        data={"on": on.isoformat(), "decided_on": decided_on.isoformat()},
    )
    return organisation


def choice(organisation: Organisation, *, on: date) -> Policy | None:
    """The policy by which an organisation chose open books, or None where it did not (or chose not to).

    Only its own choice counts: the network cannot choose for it.
    """
    rows = Policy.objects.filter(code=OPEN_BOOKS, organisation=organisation, starts_on__lte=on)
    latest = rows.order_by("-starts_on").first()
    return latest if latest and latest.value == "yes" else None
