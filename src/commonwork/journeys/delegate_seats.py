"""Who sits in a body for which co-op: the federation knows its delegates, the assembly's rolls ask for them."""

from collections.abc import Mapping
from datetime import date

from commonwork.assembly.queries.electorates import SITS_FOR
from commonwork.federation.queries.delegates import sitting
from commonwork.registry.models import Body, Organisation


def sits_for(body: Body, on: date) -> Mapping[int, Organisation]:
    """{pk of the person: the co-op she or he is a delegate of} in a body on a day."""
    return {term.person_id: term.organisation for term in sitting(body, on=on)}


if sits_for not in SITS_FOR:
    SITS_FOR.append(sits_for)
