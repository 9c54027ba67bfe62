"""Form of the page that counts a file. It checks what was typed; nothing of it is stored."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonwork.ui.fields import Choice, File

ELECTION_RULES = ("scottish", "meek", "irv", "schulze", "approval")
BUDGET_RULES = ("equal-shares", "greedy", "greedy-no-skip", "greedy-threshold")
PAGE, FIGURES, JSON = "page", "figures", "json"


class CountFileForm(forms.Form):
    """`complaints`: what is wrong with the file, line by line, after a refusal."""

    file = File(
        label=_("The file with the ballots"),
        kinds=("text",),
        most_mb=10,
        help_text=_("BLT or CSV for an election, Pabulib .pb for a budget. At most 10 MB."),
    )
    rule = forms.ChoiceField(
        label=_("Rule"),
        required=False,
        choices=[
            ("", _("the usual one (Scottish rules; what a .pb file says)")),
            (
                _("Elections"),
                [
                    ("scottish", _("single transferable vote, Scottish rules")),
                    ("meek", _("single transferable vote, Meek's rules")),
                    ("irv", _("instant run-off, one person")),
                    ("schulze", _("Schulze's rule, one person")),
                    ("approval", _("most approvals")),
                ],
            ),
            (
                _("Budgets"),
                [
                    ("equal-shares", _("equal shares")),
                    ("greedy", _("most votes first")),
                    ("greedy-no-skip", _("most votes first, stop at the first that does not fit")),
                    ("greedy-threshold", _("most votes first, above the file's threshold")),
                ],
            ),
        ],
    )
    seats = forms.IntegerField(
        label=_("Seats"),
        required=False,
        min_value=1,
        max_value=200,
        help_text=_("For an election. Leave it empty to take the number in the file."),
    )
    seed = forms.CharField(
        label=_("Public words for drawing lots"),
        required=False,
        max_length=120,
        help_text=_(
            "Such as dice thrown in front of everybody. Without them the order of the paper decides."
        ),
    )
    answer = Choice(
        label=_("What would you like?"),
        initial=PAGE,
        choices=[
            (PAGE, _("step through the count on a page")),
            (FIGURES, _("every figure of every stage, as CSV")),
            (JSON, _("the count as JSON")),
            ("blt", _("the ballots as BLT")),
            ("csv", _("the ballots as CSV")),
            ("pb", _("the ballots as .pb")),
        ],
    )
    complaints: Sequence[tuple[int, str]] = ()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("rule") in ("irv", "schulze") and (data.get("seats") or 1) > 1:
            self.add_error("seats", _("This rule elects one person."))
        return data
