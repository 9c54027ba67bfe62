"""The lines of a file that is read, and complaints about them."""

from dataclasses import dataclass, field

from commonwork.rules.refusal import Complaint, Complaints, sentence

MOST_COMPLAINTS = 50
NO_SUCH = sentence("There is no candidate {number}; they are numbered 1 to {candidates}.")
TWICE = sentence("Candidate {number} is ranked twice on one ballot.")


def lines_of(text: str) -> list[str]:
    """Return the lines of a file, without their ends and without a byte order mark.

    >>> lines_of("\\ufeff4 2\\r\\n0\\n")
    ['4 2', '0']
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return lines


def short(text: str, most: int = 40) -> str:
    """Return the text, cut where it is long.

    >>> short("a" * 50)[-5:]
    'aa...'
    """
    return text if len(text) <= most else f"{text[:most]}..."


@dataclass
class Grumbles:
    """Complaints gathered while a file is read."""

    found: list[Complaint] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return len(self.found) >= MOST_COMPLAINTS

    def add(self, line: int, template: str, /, **figures: object) -> None:
        """Complain about a line; `template` names its figures in braces, marked by `sentence` for translators."""
        if not self.is_full:
            self.found.append(Complaint.of(line, template, **figures))  # type: ignore[arg-type]  # no figure is called column

    def stop_if_any(self) -> None:
        """Raises Complaints when there is at least one."""
        if self.found:
            raise Complaints(self.found)
