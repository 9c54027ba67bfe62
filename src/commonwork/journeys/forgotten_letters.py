"""Join: whoever is forgotten gets no more letters, and what they answered when registering is erased."""

from commonwork.gatherings.actions import letters
from commonwork.record.models import Fact
from commonwork.record.refs import resolve
from commonwork.registry.models import Person


def erase_letters(fact: Fact) -> None:
    """Erase what gatherings keep about a forgotten person."""
    person = resolve(fact.subject)
    if isinstance(person, Person):
        letters.forget(person)
