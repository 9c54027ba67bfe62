"""What a badge keeps: who taught its holder, session by session."""

from django.utils.translation import gettext, ngettext

from commonwork.registry.models import Person
from commonwork.school.models import Badge
from commonwork.school.queries.figures import shown_name


def taught_by(badge: Badge, *, by_name: bool) -> str:
    """Who led the sessions the holder attended, in the order they first did: “Uma: sessions 1, 2 · Max: session 3”.

    by_name: on the certificate people are named; elsewhere only who agreed to it. Where one person led them all, the
    numbers are left out. Whoever was forgotten is “a trainer of the school”.
    """
    led: dict[str, list[str]] = {}
    for number, key in sorted(badge.led_by.items(), key=lambda pair: int(pair[0])):
        led.setdefault(key, []).append(number)
    if not led:
        led = {badge.trainer_key: []}
    people = {person.key: person for person in Person.objects.filter(key__in=led, is_forgotten=False)}
    said = [(_name(people.get(key), by_name=by_name), numbers) for key, numbers in led.items()]
    if len(said) == 1:
        return said[0][0]
    return " · ".join(_with_numbers(name, numbers) for name, numbers in said)


def _name(person: Person | None, *, by_name: bool) -> str:
    nobody = gettext("a trainer of the school")
    if person is not None and by_name:
        return person.name
    return shown_name(person, nobody)


def _with_numbers(name: str, numbers: list[str]) -> str:
    said = ngettext("%(name)s: session %(numbers)s", "%(name)s: sessions %(numbers)s", len(numbers))
    return said % {"name": name, "numbers": ", ".join(numbers)}
