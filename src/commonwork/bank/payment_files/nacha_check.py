"""What is wrong with a NACHA file: its length of lines, its check digits, its totals batch by batch and as a whole.

The second path beside the writer: it counts again from the lines of a file what the file's own control records say.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from commonwork.bank.payment_files.nacha_records import WIDTH, NotAPaymentFile, Record, read
from commonwork.bank.payment_files.orders import RoutingWrong, routing_number
from commonwork.rules.refusal import Complaint


@dataclass
class Totals:
    """What lines add up to."""

    count: int = 0
    hash: int = 0
    debit_minor: int = 0
    credit_minor: int = 0

    def add(self, other: "Totals") -> None:
        self.count += other.count
        self.hash += other.hash
        self.debit_minor += other.debit_minor
        self.credit_minor += other.credit_minor

    def of_detail(self, detail: Record) -> None:
        """Count one detail line. The tens digit of a transaction code names the account, the units digit the way:
        1 to 4 credit, 6 to 9 debit (Nacha, transaction codes); in ADV files odd is credit."""
        code = detail.text("transaction")
        amount = detail.number("amount")
        self.count += 1
        self.hash += detail.number("rdfi")
        is_credit = int(code[-1:] or 0) % 2 == 1 if code[:1] == "8" else code[-1:] in "01234"
        if is_credit:
            self.credit_minor += amount
        else:
            self.debit_minor += amount


@dataclass
class Checked:
    """A file that was read: its records, what it adds up to, and what is wrong with it."""

    records: list[Record]
    totals: Totals = field(default_factory=Totals)
    batches: int = 0
    complaints: list[Complaint] = field(default_factory=list)

    def say(self, line: int, name: str, said: str) -> None:
        self.complaints.append(Complaint(line, name, said))


def checked(content: bytes) -> Checked:
    """Read and check a file; never raises, also not for what is no payment file at all."""
    try:
        found = Checked(read(content))
    except NotAPaymentFile as refusal:
        return Checked([], complaints=[Complaint(int(str(refusal.figures["line"])), "", str(refusal))])
    _frame(found)
    batch, head, control = Totals(), None, None
    for number, record in enumerate(found.records, start=1):
        _length(found, number, record)
        if record.kind == "batch":
            batch, head = Totals(), record
            found.batches += 1
        elif record.kind == "detail":
            batch.of_detail(record)
            _routing(found, number, record)
        elif record.kind == "addenda":
            batch.count += 1
        elif record.kind == "batch-control":
            _compare(found, number, record, batch)
            _same(found, number, record, head)
            found.totals.add(batch)
        elif record.kind == "control":
            control = (number, record)
    if control is not None:
        _compare(found, control[0], control[1], found.totals)
        _count(found, *control)
    return found


def _frame(found: Checked) -> None:
    kinds = [record.kind for record in found.records if record.kind != "filler"]
    if not kinds or kinds[0] != "header":
        found.say(1, "", "The file header is missing.")
    if not kinds or kinds[-1] != "control":
        found.say(0, "", "The file control is missing.")
    if len([record for record in found.records if record.layout]) % 10:
        found.say(0, "", "The file is not filled up to blocks of ten lines.")


def _length(found: Checked, number: int, record: Record) -> None:
    length = sum(len(str(value)) if isinstance(value, str) else 0 for value in record.values.values())
    length += sum(width for name, width, _n in record.layout if isinstance(record.values.get(name), int))
    if record.layout and (length != WIDTH or record.ending not in ("\n", "\r\n", "")):
        found.say(number, "", f"This line is not {WIDTH} characters long.")


def _routing(found: Checked, number: int, record: Record) -> None:
    try:
        routing_number(f"{record.values['rdfi']}{record.values['check_digit']}")
    except RoutingWrong as refusal:
        found.say(number, "rdfi", str(refusal))


def _compare(found: Checked, number: int, record: Record, totals: Totals) -> None:
    for name, counted in (
        ("count", totals.count),
        ("hash", totals.hash % 10**10),
        ("debit", totals.debit_minor),
        ("credit", totals.credit_minor),
    ):
        said = record.values.get(name)
        if said != counted:
            found.say(number, name, f"The control says {said}, the lines make {counted}.")


def _same(found: Checked, number: int, record: Record, head: Record | None) -> None:
    for name in ("service_class", "odfi", "number"):
        if head is not None and record.values.get(name) != head.values.get(name):
            found.say(number, name, "Batch header and batch control differ.")


def _count(found: Checked, number: int, record: Record) -> None:
    lines = len([one for one in found.records if one.layout])
    if record.values.get("batches") != found.batches:
        found.say(
            number,
            "batches",
            f"The control says {record.values.get('batches')} batches, there are {found.batches}.",
        )
    if record.values.get("blocks") != -(-lines // 10):
        found.say(
            number,
            "blocks",
            f"The control says {record.values.get('blocks')} blocks, there are {-(-lines // 10)}.",
        )


def problems(content: bytes) -> Iterable[Complaint]:
    """What is wrong with a file, line by line; nothing when all is well."""
    return sorted(checked(content).complaints)
