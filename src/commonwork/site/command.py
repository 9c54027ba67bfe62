"""The program `commonwork`. Rules and counts run without the rest; everything else is a command of the network.

Exit status: 0 done, 2 refused (one sentence on standard error), 1 a fault.
"""

import os
import sys


def main() -> None:
    """Run `commonwork NAME ...`."""
    name, arguments = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("help", [])
    if name == "reckon":
        from commonwork.site import reckon_command

        sys.exit(reckon_command.main(arguments))
    if name == "count":
        from commonwork.site import count_command

        sys.exit(count_command.main(arguments))
    if name == "verify" and _names_a_vote(arguments):
        from commonwork.assembly import pollcheck

        sys.exit(pollcheck.main(arguments))
    if name == "verify" and _names_a_file(arguments):
        from commonwork.books import verifier

        sys.exit(verifier.main(arguments))
    if name == "serve":
        from commonwork.site import serve_command

        sys.exit(serve_command.main(arguments))
    if name == "prepare":
        from commonwork.site import prepared

        if prepared.is_prepared(demo="--demo" in arguments):
            sys.exit(0)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonwork.site.settings")
    # With --traceback Django hands refusals on instead of printing them with a prefix.
    ours = [] if name in {"help", "--help", "-h", "--version"} else ["--traceback"]
    sys.exit(
        _manage([sys.argv[0], name if name.startswith("-") else name.replace("-", "_"), *ours, *arguments])
    )


def _names_a_file(arguments: list[str]) -> bool:
    """Is a pack to be verified, rather than the books of this server?"""
    before = ["", *arguments]
    return any(
        not word.startswith("-") and last != "--book" for last, word in zip(before, arguments, strict=False)
    )


def _names_a_vote(arguments: list[str]) -> bool:
    """Is the bundle of a vote to be verified? Its name ends in .json; packs of books in .zip."""
    return any(word.endswith(".json") for word in arguments)


def _manage(argv: list[str]) -> int:
    from django.core.management import execute_from_command_line
    from django.core.management.base import CommandError

    from commonwork.rules.refusal import Refusal

    try:
        execute_from_command_line(argv)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except CommandError as error:
        print(error, file=sys.stderr)
        return error.returncode
    except BrokenPipeError:
        return 0
    return 0
