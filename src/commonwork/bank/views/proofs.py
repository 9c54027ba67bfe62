"""The proof of non-extraction as figures: once against good quarters, once with losses counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from commonwork.bank import queries
from commonwork.bank.models import Loan
from commonwork.rules.loans import due as rules
from commonwork.ui import parts
from commonwork.ui.money import money, percent


@dataclass(frozen=True)
class Shown:
    """One proof: what the design system draws, and whether the rule holds for interest and for all payments."""

    drawn: parts.Proof
    is_interest_within: bool
    is_all_within: bool


def of(loan: Loan, schedule: Sequence[queries.Row]) -> list[Shown]:
    """Both proofs, the contract's first; none before the first settled quarter."""
    proof = queries.proof(loan, schedule)
    if proof is None or loan.share_bp is None:
        return []
    share = _("half") if loan.share_bp == 5000 else percent(loan.share_bp)
    made = money(proof.positive.cumulative_surplus_minor)
    net = proof.net.cumulative_surplus_minor
    of_net = (
        _("%(share)s of the %(net)s left after losses") if net > 0 else _("losses so far outweigh surpluses")
    )
    return [
        _shown(
            proof.positive,
            _("%(share)s of the %(made)s made in good times") % {"share": share, "made": made},
            _contract(proof.positive),
        ),
        _shown(
            proof.net, of_net % {"share": share, "net": money(net)} if net > 0 else of_net, _honest(proof.net)
        ),
    ]


def _shown(proof: rules.Proof, limit_words: str, sentence: str) -> Shown:
    room = proof.limit_minor - proof.cumulative_interest_minor
    room_words = _("room left before interest must stop") if room >= 0 else _("more interest than this limit")
    used_bp = proof.cumulative_interest_minor * 10_000 // proof.limit_minor if proof.limit_minor else 10_000
    return Shown(
        drawn=parts.Proof(
            figures=(
                (money(proof.cumulative_interest_minor), _("interest paid since the start")),
                (money(proof.limit_minor), limit_words),
                (money(abs(room)), room_words),
            ),
            used_bp=min(used_bp, 10_000) if proof.cumulative_interest_minor else 0,
            sentence=sentence,
            signs=("≤" if proof.is_interest_within else ">", "→"),
            tone="green" if proof.is_interest_within else "clay",
        ),
        is_interest_within=proof.is_interest_within,
        is_all_within=proof.is_all_within,
    )


def _contract(proof: rules.Proof) -> str:
    figures = {"paid": money(proof.cumulative_paid_minor), "limit": money(proof.limit_minor)}
    return _("Interest and loan together: %(paid)s paid of at most %(limit)s.") % figures


def _honest(proof: rules.Proof) -> str:
    figures = {"paid": money(proof.cumulative_paid_minor), "limit": money(proof.limit_minor)}
    if proof.is_all_within:
        return _("Interest and loan together: %(paid)s paid, within this limit too.") % figures
    return (
        _(
            "Interest and loan together: %(paid)s paid, more than this limit. Early losses are not made good first."
        )
        % figures
    )
