"""Fields that people understand: money, days, choices, files. What is typed is never lost; paste is allowed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commonwork.rules.money import NotAnAmount, parse_minor, show_minor
from commonwork.rules.refusal import Refusal
from commonwork.ui.money import SYMBOLS, money
from commonwork.ui.refusals import said


class MoneyInput(forms.TextInput):
    """An amount with its unit in front."""

    template_name = "ui/widgets/money.html"

    def __init__(self, unit: str = "USD", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})
        self.unit = unit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"symbol": SYMBOLS.get(self.unit, self.unit)}


class MoneyField(forms.Field):
    """An amount; cleans to integer minor units. Takes "1,102.50"; refuses more decimals than the unit has.

    least_minor, most_minor: the smallest and the largest amount it takes.
    """

    def __init__(
        self, *, unit: str = "USD", least_minor: int = 1, most_minor: int | None = None, **kwargs: Any
    ) -> None:
        self.unit, self.least_minor, self.most_minor = unit, least_minor, most_minor
        super().__init__(widget=MoneyInput(unit), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return show_minor(value, self.unit) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip().lstrip("$").strip()
        if not text:
            return None
        try:
            return parse_minor(text, self.unit)
        except NotAnAmount as refusal:
            raise ValidationError(
                _("“%(text)s” is not an amount. Write it like 1,102.50."), params={"text": text}
            ) from refusal
        except Refusal as refusal:
            raise ValidationError(said(refusal)) from refusal

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if value < self.least_minor:
            raise ValidationError(_("This must be at least %s.") % money(self.least_minor, self.unit))
        if self.most_minor is not None and value > self.most_minor:
            raise ValidationError(_("This may be at most %s.") % money(self.most_minor, self.unit))


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day, in the browser's own date control; also takes 2026-05-12 typed by hand."""

    widget = DayInput


class Choice(forms.ChoiceField):
    """One of a few, all in view: radio buttons rather than a list that hides them."""

    widget = forms.RadioSelect


class Choices(forms.MultipleChoiceField):
    """Any of a few, all in view."""

    widget = forms.CheckboxSelectMultiple


class CodeField(forms.CharField):
    """A typed code: capitals or not, spaces or not. Cleans to plain capitals and digits."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        attributes = {"class": "of-code", "autocomplete": "one-time-code", "autocapitalize": "characters"}
        super().__init__(widget=forms.TextInput(attrs={**attributes, "spellcheck": "false"}), **kwargs)

    def to_python(self, value: Any) -> str:
        return "".join(letter for letter in str(value or "").upper() if letter.isalnum())


SIGNATURES: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpeg": (b"\xff\xd8\xff",),
    "xlsx": (b"PK\x03\x04",),
}


def kind_of(head: bytes) -> str:
    """The kind of a file by its first bytes: pdf, png, jpeg, xlsx; "text" for readable text; "" for anything else."""
    for kind, starts in SIGNATURES.items():
        if head.startswith(starts):
            return kind
    try:
        text = head.decode("utf-8", errors="strict") if head else ""
    except UnicodeDecodeError as fault:
        text = head[: fault.start].decode("utf-8") if fault.start > len(head) - 4 else "\0"
    return "text" if text and "\0" not in text else ""


class File(forms.FileField):
    """A file of certain kinds (by content, not by name) and of limited size. `kinds`: pdf, png, jpeg, xlsx, text."""

    def __init__(
        self, *, kinds: tuple[str, ...] = ("pdf", "png", "jpeg"), most_mb: int = 10, **kwargs: Any
    ) -> None:
        self.kinds, self.most_mb = kinds, most_mb
        super().__init__(widget=forms.FileInput, **kwargs)

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        if (file.size or 0) > self.most_mb * 1024 * 1024:
            raise ValidationError(
                ngettext("This file is larger than %d MB.", "This file is larger than %d MB.", self.most_mb)
                % self.most_mb
            )
        head = file.read(4096)
        file.seek(0)
        if kind_of(head) not in self.kinds:
            raise ValidationError(_("This file must be one of: %s.") % ", ".join(self.kinds))
        return file
