"""Take in one mail that came to an address for replies: from a file, or from standard input as a mail server gives it."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commonwork.assembly import mail_replies
from commonwork.registry.clock import now


class Command(BaseCommand):
    help = "Make a comment of a mail that came to an address for replies."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="the mail as a file; without it standard input is read")

    def handle(self, *args: Any, file: str | None = None, **options: Any) -> None:
        most = mail_replies.MOST_BYTES + 1
        if file is None:
            raw = sys.stdin.buffer.read(most)
        else:
            try:
                with Path(file).open("rb") as opened:
                    raw = opened.read(most)
            except OSError as fault:
                raise CommandError(f"{file} cannot be read.", returncode=2) from fault
        comment = mail_replies.take_in(raw, at=now())
        self.stdout.write(comment.key)
