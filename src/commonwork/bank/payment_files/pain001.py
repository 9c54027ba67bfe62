"""A SEPA credit transfer: pain.001.001.09, one payment block, charges shared (SLEV).

Source: ISO 20022 pain.001.001.09; European Payments Council, SEPA Credit Transfer implementation guidelines (character
set, 70 characters a name, 35 a reference, 140 a text).
"""

import unicodedata
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from commonwork.bank.payment_files.nacha import NothingToPay
from commonwork.bank.payment_files.orders import Account, Order, iban
from commonwork.rules.refusal import Refusal, sentence

SPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
ALLOWED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-?:().,'+ ")


class NotInEuros(Refusal):
    sentence = sentence("A SEPA file pays in euros; this run is in {currency}.")


def plain(text: str, width: int) -> str:
    """Text in the letters every bank of the area takes.

    >>> plain("Cooperativa Año & Más", 70)
    'Cooperativa Ano . Mas'
    """
    bare = unicodedata.normalize("NFKD", text)
    kept = "".join(
        letter if letter in ALLOWED else "" if unicodedata.combining(letter) else "." for letter in bare
    )
    return " ".join(kept.split())[:width]


def made(order: Order) -> bytes:
    """The file. Raises NothingToPay, NotInEuros, AccountNumberWrong."""
    if not order.instructions or min(one.amount_minor for one in order.instructions) <= 0:
        raise NothingToPay()
    if order.currency != "EUR":
        raise NotInEuros(currency=order.currency)
    register_namespace("", SPACE)
    document = Element(f"{{{SPACE}}}Document")
    whole = _sub(document, "CstmrCdtTrfInitn")
    sums = (str(len(order.instructions)), _euros(order.total_minor))
    head = _sub(whole, "GrpHdr")
    _texts(head, MsgId=order.key[:35], CreDtTm=order.made_at.strftime("%Y-%m-%dT%H:%M:%S"))
    _texts(head, NbOfTxs=sums[0], CtrlSum=sums[1])
    _texts(_sub(head, "InitgPty"), Nm=plain(order.payer.name, 70))
    block = _sub(whole, "PmtInf")
    _texts(block, PmtInfId=order.key[:35], PmtMtd="TRF", BtchBookg="true", NbOfTxs=sums[0], CtrlSum=sums[1])
    _texts(_sub(_sub(block, "PmtTpInf"), "SvcLvl"), Cd="SEPA")
    _texts(_sub(block, "ReqdExctnDt"), Dt=order.pays_on.isoformat())
    _party(block, "Dbtr", "DbtrAcct", "DbtrAgt", order.payer, agent_first=False)
    _texts(block, ChrgBr="SLEV")
    for one in order.instructions:
        _transfer(block, one.to, one.amount_minor, one.reference, order.currency)
    indent(document)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(document, encoding="utf-8") + b"\n"


def _transfer(block: Element, to: Account, amount_minor: int, reference: str, currency: str) -> None:
    transfer = _sub(block, "CdtTrfTxInf")
    _texts(_sub(transfer, "PmtId"), EndToEndId=plain(reference, 35) or "NOTPROVIDED")
    amount = _sub(_sub(transfer, "Amt"), "InstdAmt")
    amount.set("Ccy", currency)
    amount.text = _euros(amount_minor)
    _party(transfer, "Cdtr", "CdtrAcct", "CdtrAgt", to, agent_first=True)
    _texts(_sub(transfer, "RmtInf"), Ustrd=plain(reference, 140))


def _party(above: Element, party: str, account: str, agent: str, of: Account, *, agent_first: bool) -> None:
    """Debtor: party, account, agent; creditor: agent, party, account. An agent without BIC is NOTPROVIDED for a debtor
    and left out for a creditor (the IBAN is enough)."""

    def add_agent() -> None:
        if of.routing or not agent_first:
            identification = _sub(_sub(above, agent), "FinInstnId")
            if of.routing:
                _texts(identification, BICFI=of.routing)
            else:
                _texts(_sub(identification, "Othr"), Id="NOTPROVIDED")

    if agent_first:
        add_agent()
    _texts(_sub(above, party), Nm=plain(of.name, 70))
    _texts(_sub(_sub(above, account), "Id"), IBAN=iban(of.number))
    if not agent_first:
        add_agent()


def _sub(above: Element, tag: str) -> Element:
    return SubElement(above, f"{{{SPACE}}}{tag}")


def _texts(above: Element, **texts: str) -> None:
    for tag, text in texts.items():
        _sub(above, tag).text = text


def _euros(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"
