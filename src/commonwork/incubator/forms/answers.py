"""Forms of a business plan in words: the questions of one chapter."""

from collections.abc import Mapping
from typing import Any

from django import forms

from commonwork.incubator.chapters import MOST_SIGNS, Chapter
from commonwork.ui.forms import ActForm


class ChapterForm(ActForm):
    """The questions of a chapter, each in a box of some lines. kept: {code of the question: text}."""

    def __init__(self, *args: Any, asked: Chapter, kept: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.kept = asked, kept
        for question in asked.questions:
            self.fields[question.code] = forms.CharField(
                label=question.label,
                help_text=question.help,
                required=False,
                max_length=MOST_SIGNS,
                initial=kept.get(question.code, ""),
                widget=forms.Textarea(attrs={"rows": 5}),
            )

    @property
    def texts(self) -> dict[str, str]:
        """{code: what was typed}; the form must be valid."""
        typed = ((question.code, self.cleaned_data[question.code]) for question in self.asked.questions)
        return {code: text.replace("\r\n", "\n").strip() for code, text in typed}

    @property
    def is_changed(self) -> bool:
        """Whether anything differs from what is kept."""
        return any(text != self.kept.get(code, "") for code, text in self.texts.items())
