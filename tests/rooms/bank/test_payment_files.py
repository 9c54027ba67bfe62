"""Payment files: published NACHA files read back and written again; ours add up; SEPA by its structure."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from unicodedata import normalize
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwork.bank.payment_files import accounts_abroad, nacha, pain001, pain001_check
from commonwork.bank.payment_files.nacha_check import checked, problems
from commonwork.bank.payment_files.nacha_records import NotAPaymentFile, read, written
from commonwork.bank.payment_files.orders import Account, AccountNumberWrong, Instruction, Order, RoutingWrong

PAYER = Account("Cooperative bank", "987654321", "121042882")
IBANS = ("DE89370400440532013000", "GB29NWBK60161331926819", "FR1420041010050500013M02606")
# Files whose own lines do not add up to their control, or are broken on purpose, by their names and manifest.
ODD = {"adv-invalidBatchEntries.ach", "nonascii.ach", "return-no-file-header-control.ach", "adv.ach"}


def order(*amounts: int, **changed: object) -> Order:
    made = Order(
        key="run_1",
        payer=PAYER,
        payer_id="1640000001",
        pays_on=date(2026, 9, 15),
        made_at=datetime(2026, 9, 14, 16, 5, tzinfo=UTC),
        instructions=[
            Instruction(Account("Nubia’s Café", f"{number:08d}", "231380104"), amount, f"pay_{number}")
            for number, amount in enumerate(amounts)
        ],
        bank_name="First Bank",
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def test_every_published_file_is_written_again_byte_for_byte_with_the_totals_it_was_published_with(
    published: Path,
) -> None:
    folder = published / "bank" / "ach"
    rows = {row["file"]: row for row in json.loads((folder / "manifest.json").read_text())}
    assert len(rows) > 30
    for name, row in rows.items():
        content = (folder / name).read_bytes()
        assert written(read(content)) == content, name
        if name in ODD:
            continue
        totals = checked(content).totals
        counted = (totals.count, totals.hash % 10**10, totals.debit_minor, totals.credit_minor)
        said = tuple(
            row[key]
            for key in ("entry_addenda_count", "entry_hash", "total_debit_cents", "total_credit_cents")
        )
        assert counted == said, name


def test_valid_published_files_have_no_complaint_and_broken_ones_are_told_apart(published: Path) -> None:
    folder = published / "bank" / "ach"
    for name in ("ppd-credit.ach", "ppd-mixedDebitCredit.ach", "cie-credit.ach", "iat-debit.ach", "adv.ach"):
        assert list(problems((folder / name).read_bytes())) == [], name
    told = {
        name: " ".join(str(one) for one in problems((folder / name).read_bytes()))
        for name in (
            "ppd-debit-invalid-entryDetail-checkDigit.ach",
            "iat-invalidBatchControl.ach",
            "long-line.ach",
        )
    }
    assert "check digit" in told["ppd-debit-invalid-entryDetail-checkDigit.ach"]
    assert "header and batch control differ" in told["iat-invalidBatchControl.ach"]
    assert "not 94 characters" in told["long-line.ach"]


def test_our_file_has_the_lines_the_rules_ask_for() -> None:
    """Entry hash by hand: 2 x 23138010 + 12104288 = 58380308."""
    lines = nacha.made(order(10_000, 2_550), sec="PPD").decode().splitlines()
    assert lines[0] == (
        "101 1210428821640000001260914160 5A094101".replace("160 5", "1605")
        + "FIRST BANK             COOPERATIVE BANK               "
    )
    assert lines[1][:53] == "5200COOPERATIVE BANK                    1640000001PPD"
    assert (
        lines[2]
        == "62223138010400000000         0000010000PAY_0          NUBIAS CAFE             0121042880000001"
    )
    assert lines[4][:39] == "627121042882987654321        0000012550"
    assert lines[5][:44] == "82000000030058380308000000012550000000012550"
    assert lines[6][:55] == "9000001000001000000030058380308000000012550000000012550"
    assert len(lines) == 10 and set("".join(lines[7:])) == {"9"} and {len(line) for line in lines} == {94}


@given(st.lists(st.integers(1, 10_000_000), min_size=1, max_size=40), st.sampled_from(["PPD", "CCD"]))
def test_every_file_of_ours_is_balanced_and_reads_back_the_same(amounts: list[int], sec: str) -> None:
    content = nacha.made(order(*amounts), sec=sec)
    found = checked(content)
    assert found.complaints == [] and written(found.records) == content
    assert found.totals.credit_minor == found.totals.debit_minor == sum(amounts)
    read_back = [record.number("amount") for record in found.records if record.kind == "detail"]
    assert read_back == [*amounts, sum(amounts)]


@given(st.integers(0, 939), st.integers(48, 57))
def test_a_changed_digit_never_passes_unseen_among_the_figures(place: int, digit: int) -> None:
    """Figures under the totals: amounts, routing numbers, counts, hashes. A changed name or trace is not arithmetic."""
    content = nacha.made(order(10_000, 2_550), sec="PPD")
    line, column = divmod(place, 95)
    guarded = {2: range(3, 12), 3: range(29, 39), 5: range(4, 44), 6: range(1, 55)}.get(line, range(0))
    changed = content[:place] + bytes([digit]) + content[place + 1 :]
    if column in guarded and changed != content:
        assert list(problems(changed))


def test_what_is_no_payment_file_or_cannot_be_one_is_refused_in_words() -> None:
    with pytest.raises(NotAPaymentFile, match="Line 1"):
        read(b"hello\n")
    assert [str(one) for one in problems(b"hello\n")]
    for broken, refusal in (
        (order(), nacha.NothingToPay),
        (order(0), nacha.NothingToPay),
        (order(10**10), nacha.TooLargeForTheFile),
        (order(5, payer=replace(PAYER, routing="121042883")), RoutingWrong),
    ):
        with pytest.raises(refusal):
            nacha.made(broken, sec="PPD")


def sepa(*amounts: int) -> Order:
    return order(
        payer=Account("Banco Cooperativo Ñandú & Cía", IBANS[0], "COBADEFFXXX"),
        currency="EUR",
        instructions=[
            Instruction(Account("Café Zoë", IBANS[1 + number % 2], ""), amount, f"pay_{number}")
            for number, amount in enumerate(amounts)
        ],
    )


@pytest.mark.parametrize("space", [pain001.SPACE, pain001.OLDER])
def test_a_sepa_file_has_nothing_wrong_with_it_in_either_version(space: str) -> None:
    content = pain001.made(sepa(10_000, 2_550), space=space)
    assert pain001_check.problems(content) == []
    root, spaces = fromstring(content), {"p": space}
    assert [one.text for one in root.iterfind(".//p:InstdAmt", spaces)] == ["100.00", "25.50"]
    assert [one.text for one in root.iterfind(".//p:CtrlSum", spaces)] == ["125.50", "125.50"]
    assert [one.text for one in root.iterfind(".//p:NbOfTxs", spaces)] == ["2", "2"]
    assert {one.text for one in root.iterfind(".//p:IBAN", spaces)} == set(IBANS)
    names = [one.text for one in root.iterfind(".//p:Nm", spaces)]
    assert names == ["Banco Cooperativo Nandu . Cia", "Banco Cooperativo Nandu . Cia", "Cafe Zoe", "Cafe Zoe"]
    assert b"<BICFI>COBADEFFXXX" in content if space == pain001.SPACE else b"<BIC>COBADEFFXXX" in content


SEPA_FAULTS = (
    ("NbOfTxs>2<", "NbOfTxs>3<", "there are 2 payments"),
    ("CtrlSum>125.50<", "CtrlSum>125.51<", "add up to 125.50"),
    ("CtrlSum>125.50<", "CtrlSum>125.5<", "holds “125.5”"),
    (">25.50<", ">25.51<", "add up to 125.51"),
    (">25.50<", ">25,50<", "holds “25,50”"),
    (">100.00<", ">0.00<", ""),
    ("<PmtMtd>TRF</PmtMtd>", "", "has PmtMtd 0 times"),
    ("<ChrgBr>SLEV</ChrgBr>", "<ChrgBr>DEBT</ChrgBr>", "holds “DEBT”"),
    ('Ccy="EUR"', 'Ccy="USD"', "attributes"),
    ("DE89370400440532013000", "DE89370400440532013001", "holds “DE89"),
    ("FR1420041010050500013M02606", "FR1420041010050500013M0260", "holds “FR14"),
    ("COBADEFFXXX", "COBADEFFXX", "holds “COBADEFFXX”"),
    ("<Nm>Cafe Zoe</Nm>", "<Nm>Café Zoë</Nm>", "holds “Café"),
    ("<Nm>Cafe Zoe</Nm>", f"<Nm>{'x' * 71}</Nm>", "holds “xxx"),
    ("<Nm>Cafe Zoe</Nm>", "<Nm>Cafe Zoe</Nm><PstlAdr/>", "PstlAdr where it may not stand"),
    ("<EndToEndId>pay-0<", "<EndToEndId>pay//0<", "holds “pay//0”"),
    ("<EndToEndId>pay-0<", f"<EndToEndId>{'7' * 36}<", "holds “777"),
    ("<Dt>2026-09-15</Dt>", "<Dt>15.09.2026</Dt>", "holds “15.09.2026”"),
    (
        "<MsgId>run-1</MsgId>",
        "<CreDtTm>2026-09-14T16:05:00</CreDtTm><MsgId>run-1</MsgId>",
        "has MsgId 0 times",
    ),
    ("pain.001.001.09", "pain.001.001.02", "is no pain.001"),
    ("<?xml version", "<!DOCTYPE x><?xml version", "document type"),
    ("</Document>", "", "is no XML"),
)


@pytest.mark.parametrize(("good", "bad", "said"), SEPA_FAULTS)
def test_every_fault_of_a_sepa_file_is_noticed(good: str, bad: str, said: str) -> None:
    content = pain001.made(sepa(10_000, 2_550)).decode()
    assert good in content
    found = pain001_check.problems(content.replace(good, bad, 1 if "CtrlSum" not in good else 2).encode())
    assert found and said in "".join(found), found


@given(
    amounts=st.lists(st.integers(1, 99_999_999_999), min_size=1, max_size=8),
    name=st.text(max_size=90),
    key=st.text(max_size=60),
)
def test_whatever_a_payee_is_called_the_file_is_good_or_refused_in_words(
    amounts: list[int], name: str, key: str
) -> None:
    here = sepa(*amounts)
    payees = [replace(one, to=replace(one.to, name=name), reference=key) for one in here.instructions]
    try:
        content = pain001.made(replace(here, instructions=payees, key=key))
    except pain001.NameMissing:
        assert not any(letter.isascii() and letter.isalnum() for letter in normalize("NFKD", name))
        return
    assert pain001_check.problems(content) == []


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"number": "US64SVBKUS6S3300958879"}, accounts_abroad.NotInTheArea),
        ({"number": "DE8937040044053201300"}, accounts_abroad.IbanLengthWrong),
        ({"number": "DE88370400440532013000"}, AccountNumberWrong),
        ({"number": "12345678"}, AccountNumberWrong),
        ({"routing": "COBADEF"}, accounts_abroad.BicWrong),
        ({"name": "北京"}, pain001.NameMissing),
    ],
)
def test_an_account_that_sepa_does_not_reach_is_refused_in_words(
    changed: dict[str, str], refusal: type[Exception]
) -> None:
    here = sepa(100)
    payee = replace(here.instructions[0].to, **changed)
    with pytest.raises(refusal):
        pain001.made(replace(here, instructions=[replace(here.instructions[0], to=payee)]))


def test_a_sepa_payment_above_what_the_scheme_takes_is_refused() -> None:
    with pytest.raises(pain001.TooLargeForSepa):
        pain001.made(sepa(100_000_000_000))


def test_a_sepa_file_with_a_wrong_iban_or_another_currency_is_refused() -> None:
    with pytest.raises(AccountNumberWrong):
        pain001.made(order(5, currency="EUR"))
    with pytest.raises(pain001.NotInEuros):
        pain001.made(replace(sepa(5), currency="USD"))
