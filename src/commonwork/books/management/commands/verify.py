"""`commonwork verify [--book KEY] [--json]`: prove the books and print the evidence. Exit status 1 when broken."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonwork.books.proofs import NoSuchBook, Report, prove


class Command(BaseCommand):
    help = "Prove what must hold in the books, and print the evidence"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--book", help="key of one book")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = prove(options["book"])
        except NoSuchBook as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        self.stdout.write(_as_json(report) if options["json"] else _as_lines(report))
        if not report.holds:
            sys.exit(1)


def _as_lines(report: Report) -> str:
    lines = []
    for proof in report.proofs:
        lines.append(
            f"{proof.code:<7}{'holds' if proof.holds else 'BROKEN':<7} {proof.claim} ({proof.evidence})"
        )
        lines += [f"{'':<15}{fault}" for fault in proof.faults]
    lines += [f"head   {key} {seq} {head}" for key, (seq, head) in report.heads.items()]
    lines.append("All of it holds." if report.holds else "The books are broken.")
    return "\n".join(lines)


def _as_json(report: Report) -> str:
    return json.dumps(
        {
            "holds": report.holds,
            "books": [
                {"book": key, "entries": seq, "hash": head} for key, (seq, head) in report.heads.items()
            ],
            "proofs": [
                {
                    "code": proof.code,
                    "claim": proof.claim,
                    "holds": proof.holds,
                    "evidence": proof.evidence,
                    "faults": proof.faults,
                }
                for proof in report.proofs
            ],
        },
        ensure_ascii=False,
        indent=1,
    )
