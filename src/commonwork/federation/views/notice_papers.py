"""The papers members get: notice, statement, the copy of Form 1099-PATR, as PDF in the member's language."""

from datetime import date
from fractions import Fraction

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonwork.books.papers.files import frame_of
from commonwork.federation.models import Notice
from commonwork.federation.queries.hours import as_hours
from commonwork.federation.queries.tax_paths import path_of, said
from commonwork.federation.queries.year_end_papers import PatrRow, redeemed_of
from commonwork.registry.models import Organisation, Person
from commonwork.rules.money import round_half_even
from commonwork.rules.patronage_notice import filing
from commonwork.ui import pdf
from commonwork.ui.dates import day
from commonwork.ui.money import amount, money, percent


def language_of(person: Person) -> str:
    """The language a member's papers are in."""
    return (
        person.language
        if person.language in dict(settings.LANGUAGES)
        else settings.LANGUAGE_CODE.split("-")[0]
    )


def notice_pdf(notice: Notice) -> bytes:
    """A member's notice of allocation (or statement) as PDF."""
    with override(language_of(notice.allocation.person)):
        one = notice.allocation
        coop, year = one.year_end.organisation, one.year_end.year
        title = (
            _("Notice of allocation") if notice.kind != Notice.Kind.STATEMENT else _("Your share of the year")
        )
        table = pdf.Table(
            subject=coop.name,
            span=_("Year %(year)s, issued on %(day)s") % {"year": year, "day": day(notice.issued_on)},
            columns=[
                pdf.TableColumn(
                    _("For %(person)s") % {"person": one.person.name}, is_number=False, grows=True
                ),
                pdf.TableColumn(_("Dollars")),
            ],
            rows=_rows(notice),
            reading=_reading(notice),
            notes=_notes(notice),
        )
        return pdf.of_table(frame_of(title, f"{coop.name}, {year}"), table)


def _rows(notice: Notice) -> list[pdf.TableRow]:
    one, sums = notice.allocation, notice.allocation.year_end
    redeemed = redeemed_of(one)
    work = {"part": as_hours(one.minutes), "whole": as_hours(sums.member_minutes)}
    rows = [
        pdf.TableRow("group", [_("The co-op's year"), ""]),
        pdf.TableRow("row", [_("Surplus of the year"), amount(sums.result_minor)]),
        pdf.TableRow("row", [_("Earned by members' work"), amount(sums.patronage_sourced_minor)]),
        pdf.TableRow(
            "row",
            [
                _of(_("All members' shares"), sums.individual_minor, sums.result_minor),
                amount(sums.individual_minor),
            ],
        ),
        pdf.TableRow("group", [_("Your share"), ""]),
        pdf.TableRow("row", [_("Your paid hours: %(part)s of %(whole)s") % work, ""]),
        pdf.TableRow("total", [_("Your share"), amount(one.total_minor)]),
        pdf.TableRow(
            "row", [_of(_("Paid in cash"), one.cash_minor, one.total_minor), amount(one.cash_minor)]
        ),
        pdf.TableRow(
            "row",
            [
                _of(_("Kept in your capital account"), one.retained_minor, one.total_minor),
                amount(one.retained_minor),
            ],
        ),
        pdf.TableRow("group", [_("Your capital account"), ""]),
        pdf.TableRow("row", [_("Before"), amount(one.opening_minor)]),
        pdf.TableRow("row", [_("Interest"), amount(one.interest_minor)]),
        pdf.TableRow("row", [_("Kept of this share"), amount(one.retained_minor)]),
    ]
    if redeemed:
        rows.append(pdf.TableRow("row", [_("Paid out of it since"), amount(-redeemed)]))
    return [*rows, pdf.TableRow("result", [_("After"), amount(one.closing_minor - redeemed)])]


def _of(name: str, part_minor: int, whole_minor: int) -> str:
    if not whole_minor:
        return name
    return f"{name} ({percent(round_half_even(Fraction(1000 * part_minor, whole_minor)) * 10)})"


def _reading(notice: Notice) -> list[str]:
    one = notice.allocation
    figures = {
        "share": money(one.total_minor),
        "cash": money(one.cash_minor),
        "kept": money(one.retained_minor),
    }
    return [
        _("Your share of the surplus is %(share)s: %(cash)s in cash, %(kept)s kept in your capital account.")
        % figures
    ]


def _notes(notice: Notice) -> list[str]:
    one, sums = notice.allocation, notice.allocation.year_end
    coop = sums.organisation
    years = said("redemption_years", on=sums.last_day, organisation=coop)
    planned = (
        _("Planned to be paid out in %(year)s.") % {"year": sums.year + int(years.value)}
        if years
        else _("When it is paid out is decided by the members; no day is set.")
    )
    figures = {
        "share": money(one.total_minor),
        "cash": money(one.cash_minor),
        "kept": money(one.retained_minor),
    }
    tax: dict[str, str] = {
        Notice.Kind.QUALIFIED: _(
            "This is a qualified written notice of allocation under section "
            "1388 of the Internal Revenue Code. The whole "
            "%(share)s counts as your income in the year you get it, also the part that is kept."
        ),
        Notice.Kind.NONQUALIFIED: _(
            "This is a nonqualified written notice of allocation under section "
            "1388 of the Internal Revenue Code. Only the cash, "
            "%(cash)s, counts as your income now; what is kept counts when it is paid out to you."
        ),
        Notice.Kind.STATEMENT: _(
            "This statement is for your records. What of it is taxed depends on the law your co-op is under."
        ),
    }
    notes = [planned, tax[notice.kind] % figures]
    if path_of(coop, sums).has_k1:
        notes.append(
            _(
                "In a partnership your whole part of the year's income is "
                "taxed, paid or not; Schedule K-1 has the figures."
            )
        )
    return [*notes, _("Something wrong? Tell your treasurer. This is not tax advice.")]


def patr_pdf(coop: Organisation, form_year: int, row: PatrRow) -> bytes:
    """The member's copy of the figures of Form 1099-PATR."""
    with override(language_of(row.person)):
        days = filing(paid_on=date(form_year, 12, 31))
        boxes: list[tuple[str, int]] = [
            (_("Box 1: patronage dividends"), row.boxes.dividends_minor),
            (_("Box 4: federal income tax withheld"), row.boxes.withheld_minor),
            (_("Box 5: redeemed nonqualified notices"), row.boxes.redeemed_minor),
        ]
        table = pdf.Table(
            subject=coop.name,
            span=_("Calendar year %(year)s") % {"year": form_year},
            columns=[
                pdf.TableColumn(
                    _("For %(person)s") % {"person": row.person.name}, is_number=False, grows=True
                ),
                pdf.TableColumn(_("Dollars")),
            ],
            rows=[pdf.TableRow("row", [name, amount(minor)]) for name, minor in boxes],
            reading=[_("What %(coop)s reports for you on Form 1099-PATR.") % {"coop": coop.name}],
            notes=[
                _("To be with you by %(day)s.") % {"day": day(days.copy_by)},
                _(
                    "Payer's and recipient's tax numbers are added where the form is filed; they are not kept here."
                ),
                _("This is information from the co-op's books, not the official form and not tax advice."),
            ],
        )
        return pdf.of_table(frame_of(_("Form 1099-PATR: your figures"), f"{coop.name}, {form_year}"), table)
