"""Papers for supporters and holders: each one table with a reading in words. The caller sets the language first."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.bank import links
from commonwork.bank.models import Gift, Holding, HoldingMovement, Supporter
from commonwork.bank.queries import capital, reserves, whereabouts
from commonwork.bank.queries.gauges import standings
from commonwork.bank.queries.lending import fund_position
from commonwork.bank.queries.reports import holdings, impact
from commonwork.registry.models import Organisation
from commonwork.registry.queries import network
from commonwork.ui import pdf
from commonwork.ui.dates import day
from commonwork.ui.money import amount, money, percent

Reader = Supporter | capital.Holder


def receipt(bank: Organisation, one: Supporter, gift: Gift) -> bytes:
    """The receipt of a gift: who gave what, when, for what, and what the giver got in return."""
    if gift.return_minor:
        back = _("In return you got something worth %(worth)s. Your gift beyond that is %(rest)s.") % {
            "worth": money(gift.return_minor),
            "rest": money(gift.amount_minor - gift.return_minor),
        }
    else:
        back = _("No goods or services were given in return.")
    reading = [
        _("Thank you. On %(day)s you gave %(amount)s for “%(fund)s”.")
        % {"day": day(gift.on), "amount": money(gift.amount_minor), "fund": gift.fund.name},
        back,
    ]
    if gift.taken_back_on:
        reading.append(
            _("This gift did not hold and was taken back on %(day)s.") % {"day": day(gift.taken_back_on)}
        )
    rows = [
        _row(_("Receipt"), gift.fact.number),
        _row(_("Given by"), one.name),
        *([_row(_("Address"), one.address)] if one.address else []),
        _row(_("Received by"), bank.name),
        _row(_("Day"), day(gift.on)),
        _row(_("How it came"), str(gift.get_way_display())),
        _row(_("Fund"), gift.fund.name),
        pdf.TableRow("result", (_("Amount"), money(gift.amount_minor))),
    ]
    notes = [_where(one), _("This paper is no tax advice.")]
    return _made(bank, one, _("Receipt for a gift"), day(gift.on), ("", ""), rows, reading, notes)


def letter(bank: Organisation, one: Supporter, year: int, until: date) -> bytes:
    """The letter of a year: every gift of it, and where all gifts are by its end."""
    found = [gift for gift in whereabouts.gifts_of(one, on=until) if gift.on.year == year]
    whole = sum(gift.amount_minor for gift in found)
    given = whereabouts.given(one, on=until)
    reading = [
        _("In %(year)s you gave %(amount)s. Thank you.") % {"year": year, "amount": money(whole)},
        _("Of all you ever gave, %(work)s is at work in co-ops, %(ready)s lies ready and %(lost)s was lost.")
        % {
            "work": money(given.at_work_minor),
            "ready": money(given.ready_minor),
            "lost": money(given.lost_minor),
        },
    ]
    if given.loans:
        reading.append(
            ngettext(
                "It helped to make %(count)s loan; %(back)s came back from it.",
                "It helped to make %(count)s loans; %(back)s came back from them.",
                len(given.loans),
            )
            % {"count": len(given.loans), "back": money(given.back_minor)}
        )
    rows = [
        pdf.TableRow("row", (day(gift.on), gift.fund.name, gift.fact.number, amount(gift.amount_minor)))
        for gift in reversed(found)
    ]
    rows.append(pdf.TableRow("result", (_("Together"), "", "", amount(whole))))
    heads = (_("Day"), _("Fund"), _("Receipt"), _("Dollars"))
    notes = [
        _where(one),
        _("No goods or services were given in return, unless a receipt says so."),
        _("This paper is no tax advice."),
    ]
    return _made(
        bank, one, _("Your gifts in %(year)s") % {"year": year}, _until(until), heads, rows, reading, notes
    )


def statement(bank: Organisation, one: Reader, year: int, until: date) -> bytes:
    """The statement of a member or lender: shares, savings and notes, opened, moved and closed in a year."""
    before = date(year - 1, 12, 31)
    rows: list[pdf.TableRow] = []
    now = capital.held(one, on=until)
    for held in now:
        rows += _account_rows(held, before, until)
    whole = sum(held.held_minor for held in now)
    reading = [
        _("On %(day)s the bank holds %(amount)s of yours.") % {"day": day(until), "amount": money(whole)}
    ]
    heads = (_("Day"), _("What"), _("Dollars"))
    title = _("Statement of %(year)s") % {"year": year}
    return _made(bank, one, title, _until(until), heads, rows, reading, [_where(one)])


def _account_rows(held: capital.Held, before: date, until: date) -> list[pdf.TableRow]:
    holding = held.holding
    rows = [pdf.TableRow("group", (_account(holding),))]
    rows.append(_sum(_("At the start"), capital.held_by([holding], on=before)[holding.pk]))
    for movement in holding.movements.filter(on__gt=before, on__lte=until).order_by("on", "pk"):
        rows.append(
            pdf.TableRow(
                "row", (day(movement.on), str(movement.get_kind_display()), amount(movement.amount_minor))
            )
        )
    rows.append(_total(_("At the end"), held.held_minor))
    return rows


def _account(holding: Holding) -> str:
    kind = str(holding.get_kind_display())
    if not holding.ends_on:
        return kind
    return _("%(kind)s at %(rate)s, until %(day)s") % {
        "kind": kind,
        "rate": percent(holding.annual_rate_bp),
        "day": day(holding.ends_on),
    }


def lender_report(bank: Organisation, one: Reader, year: int, until: date) -> bytes:
    """The report to who has money with the bank: theirs, and what the whole fund does. Borrowers that do not show their
    loan are not named."""
    standing = list(standings(bank, on=until))
    fund = fund_position(until, lender=bank)
    shown = {row.loan.borrower_id for row in standing if row.loan.is_public}
    own = capital.held(one, on=until)
    added = HoldingMovement.objects.filter(
        holding__in=[held.holding.pk for held in own], kind="interest", on__year=year, on__lte=until
    )
    interest = sum(movement.amount_minor for movement in added)
    rows = [pdf.TableRow("group", (_("Yours"),))]
    rows += [_sum(_account(held.holding), held.held_minor) for held in own]
    rows.append(_total(_("Owed to you"), sum(held.held_minor for held in own)))
    rows.append(pdf.TableRow("group", (_("Where the money of the fund is"),)))
    for holding in holdings(standing):
        name = holding.borrower.name if holding.borrower.pk in shown else _("a co-op")
        rows.append(_sum(name, holding.principal_minor))
    rows.append(_total(_("At work in co-ops"), fund.lent_minor))
    if aside := reserves.posted(bank, on=until):
        rows.append(_sum(_("Set aside for loans that may not come back"), -aside))
    rows.append(_sum(_("Promised and not drawn yet"), fund.promised_minor))
    rows.append(_sum(_("Ready to lend"), fund.available_minor))
    jobs = impact(standing, on=until)
    late = sum(row.position.principal_minor for row in standing if row.days_past_due >= 30)
    reading = [
        _("In %(year)s the bank added %(interest)s of interest for you.")
        % {"year": year, "interest": money(interest)},
        _("At the co-ops it lent to, %(kept)s jobs were kept and %(made)s were made.")
        % {"kept": sum(job.kept_count for job in jobs), "made": sum(job.made_count for job in jobs)},
        _("Loans with an amount due for 30 days or more: %(late)s.") % {"late": money(late)},
    ]
    title = _("Report to lenders, %(year)s") % {"year": year}
    return _made(bank, one, title, _until(until), ("", "", _("Dollars")), rows, reading, [_where(one)])


def _row(name: str, said: str) -> pdf.TableRow:
    return pdf.TableRow("row", (name, said))


def _sum(name: str, minor: int) -> pdf.TableRow:
    return pdf.TableRow("row", (name, "", amount(minor)))


def _total(name: str, minor: int) -> pdf.TableRow:
    return pdf.TableRow("total", (name, "", amount(minor)))


def _until(until: date) -> str:
    return _("as of %(day)s") % {"day": day(until)}


def _where(one: Reader) -> str:
    """Where the reader finds this and more; nothing for who was forgotten."""
    if isinstance(one, capital.Holder):
        page = f"{settings.ORIGIN}{reverse('bank_my_accounts')}"
        return _("See your accounts at any time, signed in: %(address)s") % {"address": page}
    if one.is_forgotten:
        return ""
    return _("See where your money is at any time: %(address)s") % {
        "address": f"{settings.ORIGIN}{links.address(one)}"
    }


def _made(
    bank: Organisation,
    one: Reader,
    title: str,
    span: str,
    heads: tuple[str, ...],
    rows: list[pdf.TableRow],
    reading: list[str],
    notes: list[str],
) -> bytes:
    here = network()
    mark = _("Demo: invented data") if here and here.is_demo else ""
    frame = pdf.Frame(title=title, network=here.name if here else "", mark=mark, about=bank.name)
    last = len(heads) - 1
    columns = [
        pdf.TableColumn(head, is_number=number == last, grows=number == min(1, last))
        for number, head in enumerate(heads)
    ]
    table = pdf.Table(
        subject=one.name,
        span=span,
        columns=columns,
        rows=rows,
        reading=reading,
        notes=[note for note in notes if note],
    )
    return pdf.of_table(frame, table)
