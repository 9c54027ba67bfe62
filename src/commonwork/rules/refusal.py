"""Expected refusals: the one error family that people are meant to read.

An act or a rule that says no raises a subclass of `Refusal`, named as the sentence a member would hear
(`FundTooLow`). One place turns it into a form error, a problem+json answer or exit status 2; this module
leaves that, and the translation of the sentence, to others. A
broken invariant is an assertion, never a refusal.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Self


def sentence(text: str) -> str:
    """Return `text` unchanged: a mark by which the translation extractor finds the sentence.

    >>> sentence("The fund holds {fund}.")
    'The fund holds {fund}.'
    """
    return text


def _unchanged(text: str) -> str:
    return text


class Refusal(Exception):
    """Something asked for cannot be done, for a reason a member can read.

    Subclasses override `sentence` (a template naming its figures in braces), `status` (409 when the refusal
    comes from what has already happened, else 422) and `field` (the form field it belongs to). A figure
    called `field` sets the field of this one refusal.

    >>> class FundTooLow(Refusal):
    ...     sentence = "The fund holds {fund}; the loan asks for {asked}."
    >>> str(FundTooLow(fund="900.00", asked="1000.00"))
    'The fund holds 900.00; the loan asks for 1000.00.'
    """

    sentence: str = sentence("This cannot be done.")
    status: int = 422
    field: str | None = None

    def __init__(self, **figures: object) -> None:
        super().__init__()
        self.figures: dict[str, object] = figures
        if isinstance(figures.get("field"), str):
            self.field = str(figures["field"])

    @classmethod
    def because(cls, text: str, /, **figures: object) -> Self:
        """Return a refusal with a sentence of its own, for reasons that need no class.

        >>> str(Refusal.because("The year {year} is closed.", year=2016))
        'The year 2016 is closed.'
        """
        refusal = cls(**figures)
        refusal.sentence = text
        return refusal

    def in_words(self, translate: Callable[[str], str] = _unchanged) -> str:
        """Return the sentence with its figures, the template translated first (pass gettext)."""
        template = translate(self.sentence)
        return template.format(**self.figures) if self.figures else template

    def __str__(self) -> str:
        return self.in_words()


@dataclass(frozen=True, order=True)
class Complaint:
    """One thing wrong with one line of an import; `line` counts from 1, 0 means the file as a whole.

    `template` and `figures` are the sentence before its figures were put in, where a reader may want it in
    another language.

    >>> str(Complaint(4, "wage", "A wage cannot be negative."))
    'Line 4, wage: A wage cannot be negative.'
    """

    line: int
    field: str
    sentence: str
    template: str = dataclasses.field(default="", compare=False)
    figures: Mapping[str, object] = dataclasses.field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, line: int, template: str, /, **figures: object) -> Self:
        """Return a complaint whose sentence names its figures in braces, as those of refusals do.

        A figure called `column` is also the field it belongs to.

        >>> str(Complaint.of(3, "There is no candidate {number}.", number=9))
        'Line 3: There is no candidate 9.'
        """
        said = template.format(**figures) if figures else template
        return cls(line, str(figures.get("column", "")), said, template, figures)

    def in_words(self, translate: Callable[[str], str] = _unchanged) -> str:
        """Return the sentence without its place, the template translated first (pass gettext)."""
        if not self.template:
            return self.sentence
        said = translate(self.template)
        return said.format(**self.figures) if self.figures else said

    def __str__(self) -> str:
        place = ", ".join(part for part in (f"Line {self.line}" if self.line else "", self.field) if part)
        return f"{place}: {self.sentence}" if place else self.sentence


class Complaints(Refusal):
    """An import was refused as a whole; `complaints` says everything that is wrong, in order of the lines.

    >>> refusal = Complaints([Complaint(4, "wage", "A wage cannot be negative.")])
    >>> str(refusal)
    'Nothing was changed; 1 complaint. Line 4, wage: A wage cannot be negative.'
    """

    sentence: str = sentence("Nothing was changed; {count} complaints. {first}")

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints: list[Complaint] = sorted(complaints)
        assert self.complaints, "a list of complaints needs at least one"
        super().__init__(count=len(self.complaints), first=str(self.complaints[0]))
        if len(self.complaints) == 1:
            self.sentence = sentence("Nothing was changed; {count} complaint. {first}")

    def __reduce__(self) -> tuple[type[Self], tuple[list[Complaint]]]:
        return type(self), (self.complaints,)
