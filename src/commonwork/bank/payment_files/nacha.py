"""A NACHA file that credits people (PPD) or organisations (CCD) and debits the payer's own account for the sum, so that
debits equal credits: a balanced file, one batch.

Source: Nacha Operating Rules, Appendix Three; entry hash: the sum of the receivers' eight-digit routing numbers, its last
ten digits; blocks of ten lines, filled with nines.
"""

import unicodedata
from collections.abc import Sequence

from commonwork.bank.payment_files import nacha_records as records
from commonwork.bank.payment_files.nacha_records import Record, new
from commonwork.bank.payment_files.orders import Account, Order, routing_number
from commonwork.rules.refusal import Refusal, sentence

MOST_MINOR = 10**10 - 1
MOST_TOGETHER_MINOR = 10**12 - 1
CREDIT, DEBIT = {False: "22", True: "32"}, {False: "27", True: "37"}
BLOCK = 10


class TooLargeForTheFile(Refusal):
    sentence = sentence("One payment, or all together, is too large for a payment file.")


class NothingToPay(Refusal):
    sentence = sentence("A payment file needs at least one payment above zero.")


def plain(text: str, width: int) -> str:
    """Text as a NACHA file may hold it: letters without accents, in capitals, at most so many characters.

    >>> plain("Nubia’s Café", 22)
    'NUBIAS CAFE'
    """
    bare = unicodedata.normalize("NFKD", text.replace("’", "").replace("'", ""))
    kept = "".join(letter for letter in bare if " " <= letter <= "~")
    return " ".join(kept.upper().split())[:width]


def made(order: Order, *, sec: str) -> bytes:
    """The file. sec: PPD or CCD. Raises NothingToPay, TooLargeForTheFile, RoutingWrong."""
    amounts = [one.amount_minor for one in order.instructions]
    if not amounts or min(amounts) <= 0:
        raise NothingToPay()
    if max(amounts) > MOST_MINOR or order.total_minor > min(MOST_TOGETHER_MINOR, MOST_MINOR):
        raise TooLargeForTheFile()
    odfi = routing_number(order.payer.routing)
    details = [
        _detail(number, one.to, one.amount_minor, one.reference, odfi, CREDIT)
        for number, one in enumerate(order.instructions, start=1)
    ]
    details.append(_detail(len(details) + 1, order.payer, order.total_minor, order.key, odfi, DEBIT))
    lines = [_header(order, odfi), *_batch(order, sec, odfi, details), _control(details, order.total_minor)]
    filler = new("filler", records.FILLER, text="9" * records.WIDTH)
    return records.written([*lines, *[filler] * (-len(lines) % BLOCK)])


def _header(order: Order, odfi: str) -> Record:
    return new(
        "header", records.FILE_HEADER, record="1", priority="01", destination=f" {odfi}",
        origin=order.payer_id[:10].rjust(10), made_on=order.made_at.strftime("%y%m%d"),
        made_at=order.made_at.strftime("%H%M"), modifier=order.modifier, record_size="094", blocking="10",
        format="1", destination_name=plain(order.bank_name, 23), origin_name=plain(order.payer.name, 23),
        reference="",
    )  # fmt: skip


def _batch(order: Order, sec: str, odfi: str, details: Sequence[Record]) -> list[Record]:
    company_id = order.payer_id[:10]
    head = new(
        "batch", records.BATCH_HEADER, record="5", service_class="200", company=plain(order.payer.name, 16),
        company_id=company_id, sec=sec, description="PAYMENT", descriptive_date=order.pays_on.strftime("%y%m%d"),
        effective_on=order.pays_on.strftime("%y%m%d"), settlement="", status="1", odfi=odfi[:8], number=1,
    )  # fmt: skip
    foot = new(
        "batch-control", records.BATCH_CONTROL, record="8", service_class="200", count=len(details),
        hash=entry_hash(details), debit=order.total_minor, credit=order.total_minor, company_id=company_id,
        odfi=odfi[:8], number=1,
    )  # fmt: skip
    return [head, *details, foot]


def _detail(
    number: int, account: Account, amount_minor: int, reference: str, odfi: str, codes: dict[bool, str]
) -> Record:
    routing = routing_number(account.routing)
    return new(
        "detail", records.DETAIL, record="6", transaction=codes[account.is_savings], rdfi=routing[:8],
        check_digit=routing[8], account=account.number, amount=amount_minor, individual_id=plain(reference, 15),
        name=plain(account.name, 22), addenda="0", trace=f"{odfi[:8]}{number:07d}",
    )  # fmt: skip


def _control(details: Sequence[Record], total_minor: int) -> Record:
    lines = len(details) + 4
    return new(
        "control", records.FILE_CONTROL, record="9", batches=1, blocks=-(-lines // BLOCK), count=len(details),
        hash=entry_hash(details), debit=total_minor, credit=total_minor,
    )  # fmt: skip


def entry_hash(details: Sequence[Record]) -> int:
    """The last ten digits of the sum of the receivers' routing numbers without their check digits."""
    return sum(detail.number("rdfi") for detail in details) % 10**10
