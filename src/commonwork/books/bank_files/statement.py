"""What a bank statement file says, whatever its format."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from commonwork.rules.refusal import sentence


def _unchanged(text: str) -> str:
    return text


@dataclass(frozen=True)
class FileComplaint:
    """One thing wrong with a file. `stops`: the file must not be taken in as it is."""

    template: str
    figures: Mapping[str, object] = field(default_factory=dict, hash=False)
    stops: bool = True

    def in_words(self, translate: Callable[[str], str] = _unchanged) -> str:
        """The sentence with its figures, the template translated first (pass gettext)."""
        return translate(self.template).format(**self.figures)

    def __str__(self) -> str:
        return self.in_words()


@dataclass(frozen=True)
class FileLine:
    """One movement; amounts as the file writes them, money in positive. on: None where the file gives no real day."""

    on: date | None
    amount: Decimal
    payee: str = ""
    memo: str = ""
    ref: str = ""


@dataclass(frozen=True)
class FileAccount:
    """One statement of one account. A balance the file does not state is None; `closing_on` is its day."""

    id: str
    currency: str = ""
    opening: Decimal | None = None
    closing: Decimal | None = None
    closing_on: date | None = None
    lines: tuple[FileLine, ...] = ()

    @property
    def sum(self) -> Decimal:
        """What the lines add up to."""
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def closes(self) -> bool:
        """True when the opening balance and the lines make the closing balance, or one of the two is not stated."""
        if self.opening is None or self.closing is None:
            return True
        return self.opening + self.sum == self.closing


@dataclass(frozen=True)
class Statement:
    """Everything understood of a file: one entry for each statement of an account, in the order of the file."""

    accounts: tuple[FileAccount, ...] = ()
    complaints: tuple[FileComplaint, ...] = ()
    format: str = ""

    @property
    def is_usable(self) -> bool:
        """May it be taken in as it is?"""
        return bool(self.accounts) and not any(complaint.stops for complaint in self.complaints)

    def with_sums_checked(self) -> "Statement":
        """The same with a complaint for each account whose lines do not lead from its opening to its closing."""
        wrong = tuple(
            complaint(
                sentence(
                    "Account {account} opens at {opening}; its lines add {sum}, which makes {made}, but the file "
                    "says it closes at {closing}."
                ),
                account=account.id or "?",
                opening=plain(account.opening),
                sum=plain(account.sum),
                made=plain((account.opening or Decimal(0)) + account.sum),
                closing=plain(account.closing),
            )
            for account in self.accounts
            if not account.closes
        )
        return replace(self, complaints=self.complaints + wrong)

    def as_json(self) -> dict[str, object]:
        """The shape of INTERFACES: amounts as decimal strings, days as ISO 8601, what is not stated as null."""
        return {
            "accounts": [
                {
                    "id": account.id,
                    "currency": account.currency or None,
                    "opening": plain(account.opening),
                    "closing": plain(account.closing),
                    "lines": [
                        {
                            "on": line.on.isoformat() if line.on else None,
                            "amount": plain(line.amount),
                            "payee": line.payee,
                            "memo": line.memo,
                            "ref": line.ref,
                        }
                        for line in account.lines
                    ],
                }
                for account in self.accounts
            ],
            "complaints": [str(complaint) for complaint in self.complaints],
        }


def complaint(template: str, *, stops: bool = True, **figures: Any) -> FileComplaint:
    """A complaint with its figures; texts of the file are cut to a length people can read."""
    short = {name: shown(value) if isinstance(value, str) else value for name, value in figures.items()}
    return FileComplaint(template, short, stops)


def refused(template: str, **figures: Any) -> Statement:
    """A file of which nothing can be understood, and why."""
    return Statement(complaints=(complaint(template, **figures),))


def shown(text: str) -> str:
    """A text of the file as a complaint quotes it."""
    return text if len(text) <= 160 else f"{text[:160]}..."


def plain(amount: Decimal | None) -> str | None:
    """An amount as text without exponent: "-6.60"; None stays None."""
    return None if amount is None else format(amount, "f")


def one_line(texts: Iterable[str], between: str = " ") -> str:
    """Texts joined into one, with single spaces and without control characters; empty ones left out."""
    clean = ("".join(c if c.isprintable() else " " for c in text) for text in texts)
    parts = [" ".join(text.split()) for text in clean]
    return between.join(part for part in parts if part)
