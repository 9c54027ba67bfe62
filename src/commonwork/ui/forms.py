"""Forms of acts: a token that makes a second press harmless, and refusals shown where they belong."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext

from commonwork.rules.refusal import Refusal
from commonwork.ui.refusals import said

BLANK = "---------"  # what Django says for nothing chosen: no words for eyes or ears


class ActForm(forms.Form):
    """A form that ends in one act. Renders with `{% form form %}`; `once` is its token.

    if request.method == "POST" and form.attempt(lambda once: payments.record(..., once=once)):
        return redirect(receipts.address(form.token))
    """

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = uuid.uuid4().hex
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == BLANK:
                field.empty_label = gettext("Choose one") if field.required else gettext("none")

    @property
    def token(self) -> str:
        """The token of this sending of the form."""
        return str(self.cleaned_data.get("once") or self.fields["once"].initial)

    def attempt(self, act: Callable[[str], Any]) -> bool:
        """Run the act when the form is valid; a refusal becomes an error at its field. True when it was done."""
        if not self.is_valid():
            return False
        try:
            act(self.token)
        except Refusal as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, said(refusal))
            return False
        return True
