"""Every bank file of the published data is read as its published answer says."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import mt940
import ofxparse
import yaml

from commonwork.books.bank_files import FileLine, Statement, read

RESAID = {"jejik__abnamro", "jejik__knab", "jejik__rabobank"}  # shortened by hand: they no longer add up


def ofx_answers(folder: Path) -> list[dict[str, Any]]:
    return list(json.loads((folder / "manifest.json").read_text()))


def whole_sum(statement: Statement) -> Decimal:
    return sum((account.sum for account in statement.accounts), Decimal(0))


def lines_of(statement: Statement) -> list[FileLine]:
    return [line for account in statement.accounts for line in account.lines]


def test_every_ofx_file_has_the_lines_the_sum_and_the_balance_of_its_manifest(published: Path) -> None:
    folder = published / "bank" / "ofx"
    answers = ofx_answers(folder)
    assert {answer["file"] for answer in answers} == {file.name for file in folder.glob("*.ofx")}
    wrong = {}
    for answer in answers:
        statement = read((folder / answer["file"]).read_bytes())
        balance = answer["ledger_balance"]
        found = (
            len(lines_of(statement)),
            whole_sum(statement),
            next((account.closing for account in statement.accounts), None),
        )
        expected = (
            answer["transactions"],
            Decimal(answer["sum"]),
            None if balance is None else Decimal(balance),
        )
        if found != expected:
            wrong[answer["file"]] = (found, expected)
    assert wrong == {}


def test_malformed_ofx_files_are_complained_about(published: Path) -> None:
    folder = published / "bank" / "ofx"
    malformed = [answer["file"] for answer in ofx_answers(folder) if answer["malformed"]]
    assert len(malformed) == 2
    for name in malformed:
        assert read((folder / name).read_bytes()).complaints, name


def test_days_payees_and_references_are_those_another_reader_finds(published: Path) -> None:
    compared = 0
    for file in sorted((published / "bank" / "ofx").glob("*.ofx")):
        if "fail" in file.name:
            continue
        ours = {line.ref: line for line in lines_of(read(file.read_bytes()))}
        for account in ofxparse.OfxParser.parse(BytesIO(file.read_bytes())).accounts:
            for row in getattr(account.statement, "transactions", []):
                if not isinstance(row, ofxparse.Transaction):
                    continue
                line = ours[row.id]
                assert (line.amount, line.payee, line.memo) == (row.amount, row.payee, row.memo)
                assert (
                    line.on and abs((row.date.date() - line.on).days) <= 1
                )  # the other one moves it to Greenwich
                compared += 1
    assert compared >= 6


def test_what_each_ofx_file_lacks_is_said(published: Path) -> None:
    folder = published / "bank" / "ofx"

    def of(name: str) -> Statement:
        return read((folder / f"ofxparse__{name}.ofx").read_bytes())

    assert "15500" in str(of("signon_fail").complaints[0])
    assert of("signon_success_no_message").accounts == ()
    assert [account.id for account in of("account_listing_aggregation").accounts] == [
        "0000000001", "0000000002", "00000000000003", "4111111111111111",
    ]  # fmt: skip
    assert [account.closing for account in of("multiple_accounts2").accounts] == [111, 222]
    assert "14 trades" in str(of("fidelity").complaints[0])
    assert [line.on for line in lines_of(of("fail_nice__date_missing"))] == [None, None, None]


class _Answers(yaml.SafeLoader):
    """The published answers are dumps of another reader's objects: only their plain values are taken."""


def _day(raw: bytes) -> date:
    return date(int.from_bytes(raw[:2], "big"), raw[2], raw[3])


def _object(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Iterator[Any]:
    """In two steps, because each movement names the list it stands in."""
    if suffix.endswith("apply:decimal.Decimal"):
        yield Decimal(loader.construct_sequence(node)[0])  # type: ignore[arg-type]
    elif suffix.endswith("apply:mt940.models.Date"):
        yield _day(loader.construct_sequence(node)[0])  # type: ignore[arg-type]
    else:
        made: dict[str, Any] = {}
        yield made
        if isinstance(node, yaml.MappingNode):
            made.update(loader.construct_mapping(node))


_Answers.add_multi_constructor("tag:yaml.org,2002:python/", _object)


def mt940_answers(folder: Path) -> dict[str, dict[str, Any]]:
    return {file.stem: yaml.load(file.read_text(), _Answers) for file in sorted(folder.glob("*.yml"))}


def test_every_mt940_file_has_the_movements_of_its_published_answer(published: Path) -> None:
    folder = published / "bank" / "mt940"
    answers, counted = mt940_answers(folder), 0
    assert len(answers) >= 8
    for name, answer in answers.items():
        found = lines_of(read((folder / f"{name}.sta").read_bytes()))
        expected = [row["data"] for row in answer["transactions"]]
        assert [(line.on, line.amount) for line in found] == [
            (row["date"], row["amount"]["amount"]) for row in expected
        ], name
        for line, row in zip(found, expected, strict=True):
            counted += 1
            assert line.payee == (row.get("applicant_name") or row["extra_details"] or line.payee), name
            if row["bank_reference"]:
                assert line.ref == row["bank_reference"]
    assert counted >= 20


def test_every_mt940_file_has_the_balances_of_its_published_answer(published: Path) -> None:
    folder = published / "bank" / "mt940"
    for name, answer in mt940_answers(folder).items():
        accounts = read((folder / f"{name}.sta").read_bytes()).accounts
        opened, closed = {one.opening for one in accounts}, {one.closing for one in accounts}
        ids = {one.id for one in accounts}
        data = answer["data"]
        for where, held in (("final_opening_balance", opened), ("intermediate_opening_balance", opened),
                            ("final_closing_balance", closed), ("intermediate_closing_balance", closed)):  # fmt: skip
            if where in data:
                assert data[where]["amount"]["amount"] in held, (name, where)
        assert data.get("account_identification", "") in ids | {""}, name


def test_a_reversal_of_a_credit_takes_money_out_so_that_all_26_statements_close(published: Path) -> None:
    raw = (published / "bank" / "mt940" / "betterplace__sepa_mt9401.sta").read_bytes()
    statement = read(raw)
    assert len(statement.accounts) == 26
    assert statement.complaints == ()
    assert all(account.closes and account.opening is not None for account in statement.accounts)
    peer = mt940.parse(raw.decode())
    assert sorted(abs(line.amount) for line in lines_of(statement)) == sorted(
        abs(row.data["amount"].amount) for row in peer.transactions
    )


def test_files_that_were_cut_by_hand_are_said_not_to_close(published: Path) -> None:
    folder = published / "bank" / "mt940"
    said = {
        file.stem
        for file in folder.glob("*.sta")
        if any("which makes" in str(complaint) for complaint in read(file.read_bytes()).complaints)
    }
    assert said == RESAID
