"""Every text people see has a Spanish form that keeps its placeholders."""

import re

from babel.messages.pofile import read_po

from commonwork.site import messages

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def test_every_text_has_a_spanish_form_with_the_same_placeholders() -> None:
    gathered = messages.gather()  # read once: it takes seconds
    _demand_all_sources(
        {message.id if isinstance(message.id, str) else message.id[0] for message in gathered}
    )
    with (messages.LOCALE / "es" / "LC_MESSAGES" / "django.po").open("rb") as stream:
        spanish = read_po(stream, locale="es")
    lacking, broken = [], []
    for message in gathered:
        if not message.id:
            continue
        key = message.id if isinstance(message.id, str) else message.id[0]
        found = spanish.get(key, message.context)
        if found is None or not messages._is_whole(found.string):
            lacking.append(key)
        elif isinstance(message.id, str) and sorted(PLACEHOLDER.findall(key)) != sorted(
            PLACEHOLDER.findall(str(found.string))
        ):
            broken.append(key)
    assert (lacking, broken) == ([], [])


def _demand_all_sources(found: set[str]) -> None:
    assert "What needs me" in found  # a template
    assert "The season has been played in this network already." in found  # a refusal
    assert "Treasurer" in found  # Python
