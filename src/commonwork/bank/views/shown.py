"""What the page of one act says, for the acts that share a template: title, lede, form, who sees it, what happens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from commonwork.bank.models import Loan
from commonwork.bank.views.acting import act_page
from commonwork.ui.forms import ActForm


@dataclass(frozen=True)
class Shown:
    """`rows`: (name, amounts in minor units) under `heads`; `nothing`: what is said when there is nothing to do here.
    `others`: (words, address) of what can be done instead."""

    title: str
    crumb: str
    back_url: str
    back_text: str
    submit: str
    seen: str
    lede: str = ""
    happens: str = ""
    nothing: str = ""
    form_title: str = ""
    rows_title: str = ""
    heads: Sequence[str] = ()
    rows: Sequence[tuple[str, Sequence[int]]] = ()
    others: Sequence[tuple[str, str]] = ()


def of_loan(loan: Loan, title: str, **said: Any) -> Shown:
    """The page of an act on a loan; only the bank's officers see it unless said otherwise."""
    usual: dict[str, Any] = {
        "title": title,
        "crumb": title,
        "back_url": loan.get_absolute_url(),
        "back_text": loan.full_name,
        "seen": _("Only loan officers of the bank see this page."),
        "nothing": _("There is nothing to do here now."),
        "form_title": _("What happened"),
    }
    return Shown(**{**usual, **said})


def page(request: HttpRequest, form: ActForm | None, act: Callable[[str], Any], shown: Shown) -> HttpResponse:
    """The page, or the act and its receipt."""
    return act_page(request, "bank/act.html", form, act, {"shown": shown})
