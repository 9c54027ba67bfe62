"""What the pages of the federation share: the day they show, the words of an act, exports and pages of lists."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.acting import Ask
from commonwork.access.queries import as_of
from commonwork.federation.forms import PeriodForm
from commonwork.registry.clock import today
from commonwork.registry.models import Organisation
from commonwork.registry.queries import network
from commonwork.ui.dates import day
from commonwork.ui.exports import respond
from commonwork.ui.listing import A_PAGE, Listing


def day_shown(request: HttpRequest) -> date:
    """The day whose figures are shown: today, an auditor's own day, or an earlier one asked for by ?on=."""
    latest = as_of(request.user) or today()
    try:
        asked = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return latest
    return min(asked, latest)


def shown(name: str) -> Callable[[Any], str]:
    """Says a day of a row as people write it, for a column; empty where there is none."""
    return lambda row: day(getattr(row, name), "short") if getattr(row, name) else ""


def asked(
    *, title: str, lede: str, submit: str, coop: Organisation | None = None, back: str = "", **more: Any
) -> Ask:
    """The words of an act of the federation, or of one of its co-ops."""
    way = [(reverse("federation"), _("Federation"))]
    if coop is not None:
        way.append((reverse("federation_coop", args=[coop.key]), coop.name))
    return Ask(title, lede, submit, back or way[-1][0], way, **more)


def as_file(listing: Listing) -> Any:
    """The whole list as a file when the address asks for one, else None."""
    return listing.export()


def demo_note() -> str:
    """What every exported file of a demo network says."""
    here = network()
    return _("Demo: people and figures are invented.") if here and here.is_demo else ""


def major(minor: int) -> Decimal:
    """An amount as files hold it."""
    return Decimal(minor).scaleb(-2)


def exported(
    request: HttpRequest,
    name: str,
    columns: Sequence[tuple[str, Any, Callable[[Any], Any]]],
    rows: Sequence[Any],
) -> Any:
    """The rows as a file when the address asks for one; columns: (key, heading, value of a row)."""
    asked = request.GET.get("format")
    if not asked:
        return None
    heads = [(key, heading) for key, heading, _value in columns]
    cells = ([value(row) for _key, _heading, value in columns] for row in rows)
    return respond(name, heads, cells, asked, note=demo_note())


def page_of(request: HttpRequest, rows: Sequence[Any]) -> Page[Any]:
    """The page of a list that is reckoned, not read: 25 rows."""
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


def period(request: HttpRequest, usual: tuple[date, date]) -> tuple[PeriodForm, date, date]:
    """The form of a period and the period [starts_on, ends_on) it asks for, or the usual one."""
    form = PeriodForm(
        request.GET if "from" in request.GET or "to" in request.GET else None,
        initial={"from": usual[0], "to": usual[1]},
    )
    starts_on, ends_on = form.period if form.is_bound and form.is_valid() else usual
    return form, starts_on, ends_on
