"""What a payment file is made of: who pays, when, whom, how much. Account numbers are plain here, in memory only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from commonwork.rules.refusal import Refusal, sentence


class RoutingWrong(Refusal):
    sentence = sentence("{routing} is not a routing number: its check digit does not fit.")
    field = "routing"


class AccountNumberWrong(Refusal):
    sentence = sentence("This account number does not fit. Check it against the bank's paper.")
    field = "number"


@dataclass(frozen=True)
class Account:
    """An account at a bank. routing: the ABA routing number, or the BIC; number: the account number, or the IBAN."""

    name: str
    number: str = field(repr=False)
    routing: str = ""
    is_savings: bool = False


@dataclass(frozen=True)
class Instruction:
    """One payment. reference: what both sides find it by, a key and no name."""

    to: Account
    amount_minor: int
    reference: str


@dataclass(frozen=True)
class Order:
    """One file's worth of payments. payer_id: what the bank knows the payer by (NACHA: company identification).
    bank_name: the payer's bank. modifier: tells the files of one day apart, A to Z, then 0 to 9."""

    key: str
    payer: Account
    payer_id: str
    pays_on: date
    made_at: datetime
    instructions: Sequence[Instruction]
    bank_name: str = ""
    modifier: str = "A"
    currency: str = "USD"

    @property
    def total_minor(self) -> int:
        return sum(one.amount_minor for one in self.instructions)


@dataclass(frozen=True)
class PaymentFile:
    """A file ready for the bank."""

    name: str
    content_type: str
    content: bytes


def routing_number(text: str) -> str:
    """A nine-digit ABA routing number whose check digit fits. Raises RoutingWrong.

    The digits times 3, 7, 1, 3, 7, 1, 3, 7, 1 add up to a multiple of ten.

    >>> routing_number("121042882")
    '121042882'
    """
    digits = "".join(text.split())
    fits = len(digits) == 9 and digits.isascii() and digits.isdigit()
    if not fits or sum(int(digit) * (3, 7, 1)[place % 3] for place, digit in enumerate(digits)) % 10:
        raise RoutingWrong(routing=text[:12])
    return digits


def iban(text: str) -> str:
    """An IBAN without blanks whose check digits fit (ISO 13616: mod 97 is 1). Raises AccountNumberWrong.

    >>> iban("DE89 3704 0044 0532 0130 00")
    'DE89370400440532013000'
    """
    plain = "".join(text.split()).upper()
    if not (15 <= len(plain) <= 34 and plain.isascii() and plain.isalnum() and plain[:2].isalpha()):
        raise AccountNumberWrong()
    moved = plain[4:] + plain[:4]
    if int("".join(str(int(letter, 36)) for letter in moved)) % 97 != 1:
        raise AccountNumberWrong()
    return plain
