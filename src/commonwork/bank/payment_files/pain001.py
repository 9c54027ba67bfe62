"""A SEPA credit transfer: pain.001.001.09, or the older .03 that many banks still ask for; one payment block, charges
shared (SLEV). `pain001_check` reads a file again and says what is wrong with it.

Source: ISO 20022 pain.001.001.09; European Payments Council, SEPA Credit Transfer implementation guidelines (character
set, 70 characters a name, 35 a reference, 140 a text).
"""

import unicodedata
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from commonwork.bank.payment_files.accounts_abroad import bic, sepa_iban
from commonwork.bank.payment_files.nacha import NothingToPay
from commonwork.bank.payment_files.orders import Account, Order
from commonwork.rules.refusal import Refusal, sentence

SPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
OLDER = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"
MOST_MINOR = 99_999_999_999  # one payment, by the scheme
ALLOWED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-?:().,'+ ")


class NotInEuros(Refusal):
    sentence = sentence("A SEPA file pays in euros; this run is in {currency}.")


class NameMissing(Refusal):
    sentence = sentence(
        "A payee has no name that a bank of the area can read. Put the account on file again."
    )


class TooLargeForSepa(Refusal):
    sentence = sentence("One payment is above what a SEPA transfer takes, 999,999,999.99 euros.")


def reference_of(key: str) -> str:
    """A key as a reference both banks take: 35 letters, no slash at either end, none doubled.

    >>> reference_of("payout_7kq4t9x2mw")
    'payout-7kq4t9x2mw'
    """
    bare = plain(key.replace("_", "-"), 35).strip("/ ")
    while "//" in bare:
        bare = bare.replace("//", "/")
    return bare or "NOTPROVIDED"


def plain(text: str, width: int) -> str:
    """Text in the letters every bank of the area takes.

    >>> plain("Cooperativa Año & Más", 70)
    'Cooperativa Ano . Mas'
    """
    bare = unicodedata.normalize("NFKD", text)
    kept = "".join(
        letter if letter in ALLOWED else "" if unicodedata.combining(letter) else "." for letter in bare
    )
    return " ".join(kept.split())[:width].strip()


def made(order: Order, *, space: str = SPACE) -> bytes:
    """The file. Raises NothingToPay, TooLargeForSepa, NotInEuros, NameMissing, BicWrong, AccountNumberWrong,
    NotInTheArea, IbanLengthWrong."""
    if not order.instructions or min(one.amount_minor for one in order.instructions) <= 0:
        raise NothingToPay()
    if order.currency != "EUR":
        raise NotInEuros(currency=order.currency)
    if max(one.amount_minor for one in order.instructions) > MOST_MINOR:
        raise TooLargeForSepa()
    register_namespace("", space)
    document = Element(f"{{{space}}}Document")
    whole = _sub(document, "CstmrCdtTrfInitn")
    sums = (str(len(order.instructions)), _euros(order.total_minor))
    head = _sub(whole, "GrpHdr")
    _texts(head, MsgId=reference_of(order.key), CreDtTm=order.made_at.strftime("%Y-%m-%dT%H:%M:%S"))
    _texts(head, NbOfTxs=sums[0], CtrlSum=sums[1])
    _texts(_sub(head, "InitgPty"), Nm=_name(order.payer))
    block = _sub(whole, "PmtInf")
    _texts(
        block,
        PmtInfId=reference_of(order.key),
        PmtMtd="TRF",
        BtchBookg="true",
        NbOfTxs=sums[0],
        CtrlSum=sums[1],
    )
    _texts(_sub(_sub(block, "PmtTpInf"), "SvcLvl"), Cd="SEPA")
    if space == SPACE:
        _texts(_sub(block, "ReqdExctnDt"), Dt=order.pays_on.isoformat())
    else:
        _texts(block, ReqdExctnDt=order.pays_on.isoformat())
    _party(block, "Dbtr", "DbtrAcct", "DbtrAgt", order.payer, agent_first=False)
    _texts(block, ChrgBr="SLEV")
    for one in order.instructions:
        _transfer(block, one.to, one.amount_minor, one.reference, order.currency)
    indent(document)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(document, encoding="utf-8") + b"\n"


def _transfer(block: Element, to: Account, amount_minor: int, reference: str, currency: str) -> None:
    transfer = _sub(block, "CdtTrfTxInf")
    _texts(_sub(transfer, "PmtId"), EndToEndId=reference_of(reference))
    amount = _sub(_sub(transfer, "Amt"), "InstdAmt")
    amount.set("Ccy", currency)
    amount.text = _euros(amount_minor)
    _party(transfer, "Cdtr", "CdtrAcct", "CdtrAgt", to, agent_first=True)
    _texts(_sub(transfer, "RmtInf"), Ustrd=reference_of(reference))


def _party(above: Element, party: str, account: str, agent: str, of: Account, *, agent_first: bool) -> None:
    """Debtor: party, account, agent; creditor: agent, party, account. An agent without BIC is NOTPROVIDED for a debtor
    and left out for a creditor (the IBAN is enough)."""

    def add_agent() -> None:
        if of.routing or not agent_first:
            identification = _sub(_sub(above, agent), "FinInstnId")
            if code := bic(of.routing):
                _texts(identification, **{"BICFI" if above.tag.startswith(f"{{{SPACE}}}") else "BIC": code})
            else:
                _texts(_sub(identification, "Othr"), Id="NOTPROVIDED")

    if agent_first:
        add_agent()
    _texts(_sub(above, party), Nm=_name(of))
    _texts(_sub(_sub(above, account), "Id"), IBAN=sepa_iban(of.number))
    if not agent_first:
        add_agent()


def _name(of: Account) -> str:
    name = plain(of.name, 70)
    if not any(letter.isalnum() for letter in name):
        raise NameMissing()
    return name


def _sub(above: Element, tag: str) -> Element:
    space, _brace, _tag = above.tag.rpartition("}")
    return SubElement(above, f"{space}}}{tag}")


def _texts(above: Element, **texts: str) -> None:
    for tag, text in texts.items():
        _sub(above, tag).text = text


def _euros(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"
