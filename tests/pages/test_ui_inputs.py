"""Plain inputs are written as Django's own templates write them."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from commonwork.ui.fields import CodeField, DayInput
from commonwork.ui.inputs import Renderer

ATTRS = {
    "id": 'a"b<',
    "required": True,
    "disabled": False,
    "maxlength": 40,
    "title": gettext_lazy("Yes"),
    "data-safe": mark_safe("&amp;"),
}


@pytest.mark.parametrize(
    "widget",
    [
        forms.TextInput(),
        forms.HiddenInput(),
        forms.NumberInput(),
        forms.EmailInput(),
        DayInput(),
        CodeField().widget,
    ],
)
@pytest.mark.parametrize("value", [None, "", 0, 7, "O'Neil & <b>", mark_safe("<i>")])
def test_an_input_is_written_as_django_writes_it(widget: forms.Widget, value: Any) -> None:
    ours, djangos = (
        widget.render('n"me', value, ATTRS, renderer=renderer()) for renderer in (Renderer, DjangoTemplates)
    )
    assert ours == djangos and "<b>" not in ours
