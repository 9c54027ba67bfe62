"""What is wrong with a pain.001 file: parts in another order than the schema's, texts of another type, sums that differ.

The second path beside the writer, as no schema file is shipped: the parts that a SEPA credit transfer uses are written
down here once more, each with how often it may stand and what its text may be. A part that is not written down is wrong.
Source: ISO 20022 pain.001.001.03 and .09; European Payments Council, SEPA Credit Transfer implementation guidelines.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element, ParseError, fromstring

from commonwork.bank.payment_files.accounts_abroad import A_BIC, sepa_iban
from commonwork.rules.refusal import Refusal

SPACES = {f"urn:iso:std:iso:20022:tech:xsd:pain.001.001.{number}": number for number in ("03", "09")}
LETTERS = r"[A-Za-z0-9/\-?:().,'+ ]"
AMOUNT = re.compile(r"(0|[1-9]\d{0,8})\.\d{2}")  # EPC: 0.01 to 999,999,999.99
SUM = re.compile(r"\d{1,16}\.\d{2}")
Test = Callable[[str], bool]


def matches(pattern: str) -> Test:
    """A text that is a pattern from end to end."""
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def text_of(most: int) -> Test:
    """1 to `most` letters of the SEPA set, no blank at either end."""
    fits = matches(rf"{LETTERS}{{1,{most}}}")
    return lambda text: fits(text) and text == text.strip()


def reference(text: str) -> bool:
    """35 letters of the set; no slash at either end and no two in a row (EPC)."""
    return text_of(35)(text) and not (text.startswith("/") or text.endswith("/") or "//" in text)


def is_iban(text: str) -> bool:
    """An IBAN of the area, written without blanks."""
    try:
        return sepa_iban(text) == text
    except Refusal:
        return False


@dataclass(frozen=True)
class Part:
    """One element: how often it may stand, and either the parts in it, in order, or what its text may be."""

    tag: str
    least: int = 1
    most: int = 1
    parts: tuple["Part", ...] = ()
    test: Test | None = None
    attribute: tuple[str, str] = ("", "")


def _schema(number: str) -> Part:
    bank_code = "BICFI" if number == "09" else "BIC"
    day = matches(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
    name = Part("Nm", test=text_of(70))
    by_bic = Part(bank_code, 0, test=lambda text: A_BIC.fullmatch(text) is not None)
    unknown = Part("Othr", 0, parts=(Part("Id", test=lambda text: text == "NOTPROVIDED"),))
    account = (Part("Id", parts=(Part("IBAN", test=is_iban),)),)
    count, total = matches(r"[1-9]\d{0,14}"), lambda text: SUM.fullmatch(text) is not None
    pays_on = (
        Part("ReqdExctnDt", parts=(Part("Dt", test=day),))
        if number == "09"
        else Part("ReqdExctnDt", test=day)
    )
    transfer = (
        Part("PmtId", parts=(Part("EndToEndId", test=reference),)),
        Part("Amt", parts=(
            Part("InstdAmt", test=lambda text: AMOUNT.fullmatch(text) is not None, attribute=("Ccy", "EUR")),
        )),
        Part("CdtrAgt", 0, parts=(Part("FinInstnId", parts=(Part(bank_code, test=by_bic.test),)),)),
        Part("Cdtr", parts=(name,)),
        Part("CdtrAcct", parts=account),
        Part("RmtInf", 0, parts=(Part("Ustrd", test=text_of(140)),)),
    )  # fmt: skip
    block = (
        Part("PmtInfId", test=reference),
        Part("PmtMtd", test=lambda text: text == "TRF"),
        Part("BtchBookg", 0, test=lambda text: text in {"true", "false"}),
        Part("NbOfTxs", test=count),
        Part("CtrlSum", test=total),
        Part("PmtTpInf", parts=(Part("SvcLvl", parts=(Part("Cd", test=lambda text: text == "SEPA"),)),)),
        pays_on,
        Part("Dbtr", parts=(name,)),
        Part("DbtrAcct", parts=account),
        Part("DbtrAgt", parts=(Part("FinInstnId", parts=(by_bic, unknown)),)),
        Part("ChrgBr", test=lambda text: text == "SLEV"),
        Part("CdtTrfTxInf", 1, 10**6, parts=transfer),
    )
    head = (
        Part("MsgId", test=reference),
        Part("CreDtTm", test=matches(r"\d{4}-\d\d-\d\dT[0-2]\d:[0-5]\d:[0-5]\d")),
        Part("NbOfTxs", test=count),
        Part("CtrlSum", test=total),
        Part("InitgPty", parts=(name,)),
    )
    whole = (Part("GrpHdr", parts=head), Part("PmtInf", 1, 10**6, parts=block))
    return Part("Document", parts=(Part("CstmrCdtTrfInitn", parts=whole),))


def problems(content: bytes) -> list[str]:
    """Everything that is wrong with a file, in words; empty when nothing is."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return ["The file declares a document type, which a payment file never does."]
    try:
        root = fromstring(content)  # noqa: S314  document types are refused above, so no entities
    except ParseError as fault:
        return [f"The file is no XML: {fault}."]
    space, _brace, tag = root.tag.removeprefix("{").rpartition("}")
    if space not in SPACES or tag != "Document":
        return [f"The file begins with {root.tag}, which is no pain.001.001.03 or .09."]
    found = list(_wrong(root, _schema(SPACES[space]), space, "Document"))
    return found or list(_sums(root, {"p": space}))


def _wrong(element: Element, part: Part, space: str, where: str) -> Iterator[str]:
    name, wanted = part.attribute
    if (dict(element.attrib)) != ({name: wanted} if name else {}):
        yield f"{where} has the attributes {element.attrib}."
    if not part.parts:
        if len(element) or part.test is None or not part.test(element.text or ""):
            yield f"{where} holds “{element.text}”."
        return
    if (element.text or "").strip():
        yield f"{where} holds text beside its parts."
    children = list(element)
    place = 0
    for one in part.parts:
        count = 0
        while place < len(children) and children[place].tag == f"{{{space}}}{one.tag}":
            count += 1
            yield from _wrong(children[place], one, space, f"{where}/{one.tag}[{count}]")
            place += 1
        if not one.least <= count <= one.most:
            yield f"{where} has {one.tag} {count} times."
    if place < len(children):
        yield f"{where} has {children[place].tag.rpartition('}')[2]} where it may not stand."


def _sums(root: Element, spaces: dict[str, str]) -> Iterator[str]:
    """Counts and sums of each block, and of the file, against the payments themselves."""
    for path in ("p:CstmrCdtTrfInitn", "p:CstmrCdtTrfInitn/p:PmtInf"):
        for block in root.iterfind(path, spaces):
            head = block.find("p:GrpHdr", spaces) if path.endswith("Initn") else block
            assert head is not None, "the parts were checked before"
            amounts = [Decimal(one.text or "") for one in block.iterfind(".//p:InstdAmt", spaces)]
            said = head.findtext("p:NbOfTxs", "", spaces), head.findtext("p:CtrlSum", "", spaces)
            if said[0] != str(len(amounts)):
                yield f"NbOfTxs says {said[0]}, there are {len(amounts)} payments."
            if Decimal(said[1]) != sum(amounts):
                yield f"CtrlSum says {said[1]}, the payments add up to {sum(amounts)}."
            if min(amounts) <= 0:
                yield "A payment is not above zero."
