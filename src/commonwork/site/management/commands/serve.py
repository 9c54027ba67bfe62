"""`commonwork serve`: granian over WSGI, on this machine's loopback unless told otherwise."""

import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from commonwork.access.models import PracticeSignIn


class Command(BaseCommand):
    help = "Serves the network."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1)

    def handle(self, *_: Any, **options: Any) -> None:
        self.stdout.write(f"Commonwork: http://localhost:{options['port']}   (stop with Ctrl+C)")
        rows = PracticeSignIn.objects.select_related("account__person").order_by("position")
        if rows:
            self.stdout.write(
                "Practice sign-ins (invented people, one press each): "
                f"http://localhost:{options['port']}/practice/"
            )
            for row in rows:
                self.stdout.write(f"  {row.role:<22} {row.account.person}")
        self.stdout.flush()
        program = str(Path(sys.executable).parent / "granian")
        arguments = [
            program,
            "--interface",
            "wsgi",
            "--host",
            options["host"],
            "--port",
            str(options["port"]),
            "--workers",
            str(options["workers"]),
            "--blocking-threads",
            "4",
            "--no-ws",
            "--log-level",
            "warning",
            "commonwork.site.wsgi:application",
        ]
        os.environ.setdefault("COMMONWORK_ORIGIN", settings.ORIGIN)
        os.execv(program, arguments)  # noqa: S606  no shell is wanted
