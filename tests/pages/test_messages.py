"""Every text people see has a Spanish form that keeps its placeholders."""

import re

from babel.messages.pofile import read_po

from commonwork.site import messages

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def test_every_text_has_a_spanish_form_with_the_same_placeholders() -> None:
    with (messages.LOCALE / "es" / "LC_MESSAGES" / "django.po").open("rb") as stream:
        spanish = read_po(stream, locale="es")
    lacking, broken = [], []
    for message in messages.gather():
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


def test_the_extractor_reads_python_refusals_and_templates() -> None:
    found = {message.id if isinstance(message.id, str) else message.id[0] for message in messages.gather()}
    assert "What needs me" in found  # a template
    assert "The season has been played in this network already." in found  # a refusal
    assert "Treasurer" in found  # Python
