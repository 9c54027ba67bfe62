"""Bodies: found one, say anew what area it speaks for."""

from datetime import datetime

from commonwork.record.acts import Who, act, state
from commonwork.registry.keys import key_from, new_key
from commonwork.registry.models import Body, Organisation
from commonwork.rules.refusal import Refusal, sentence


class BodyNameTaken(Refusal):
    sentence = sentence("There is already a body called {name}.")
    field = "name"
    status = 409


class SourceNeeded(Refusal):
    sentence = sentence("Say where the number of people comes from, and of which year it is.")
    field = "population_source"


@act
def found(
    *, name: str, kind: str, by: Who, at: datetime, organisation: Organisation | None = None, key: str = ""
) -> Body:
    """Found a body: of an organisation, or of the network where none is given. Raises BodyNameTaken."""
    name = " ".join(name.split())
    if Body.objects.filter(name__iexact=name, organisation=organisation).exists():
        raise BodyNameTaken(name=name)
    key = key or key_from(name)
    if not key or Body.objects.filter(key=key).exists():
        key = new_key("body")
    body = Body.objects.create(key=key, name=name, kind=Body.Kind(kind), organisation=organisation)
    state("registry.body.founded", subject=body, by=by, at=at, organisation=organisation or "")
    return body


@act
def describe(
    *,
    body: Body,
    population: int | None,
    population_source: str,
    population_year: int | None,
    engagement_mark_bp: int | None,
    by: Who,
    at: datetime,
) -> Body:
    """Say anew for how many people a body speaks, by which source of which year, and its engagement mark.

    Raises SourceNeeded where a number has no source or no year.
    """
    body = Body.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=body.pk)
    source = " ".join(population_source.split())
    if population is not None and (not source or population_year is None):
        raise SourceNeeded()
    body.population, body.population_source, body.population_year = population, source, population_year
    body.engagement_mark_bp = engagement_mark_bp
    body.save()
    data = {"population": population or 0, "year": population_year or 0, "mark_bp": engagement_mark_bp or 0}
    state(
        "registry.body.described",
        subject=body,
        by=by,
        at=at,
        organisation=body.organisation or "",
        data=data,
    )
    return body
