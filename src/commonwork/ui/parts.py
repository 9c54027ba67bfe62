"""The plain values that pages hand to the design system's tags. No logic beyond reading well.

Charts have values of their own beside the code that draws them (`ui.charts`).
"""

from dataclasses import dataclass, field
from typing import Any, Literal

Tone = Literal["green", "gold", "clay", "indigo", ""]
StepState = Literal["done", "here", "to-come"]


@dataclass(frozen=True)
class Step:
    """One bar of a status strip: its name, a date or "you are here" below, and whether it is behind or ahead."""

    name: Any
    detail: Any = ""
    state: StepState = "to-come"


@dataclass(frozen=True)
class Task:
    """One line of a task list. `detail` stands under the name of the current one ("step 4 of 8")."""

    name: Any
    href: str = ""
    state: StepState = "to-come"
    detail: Any = ""


@dataclass(frozen=True)
class Need:
    """One thing that needs somebody: verb and thing, a reason, a day and its distance, and the button.

    `day` reads "Fri 15 May", `distance` "in 3 days"; the list is handed over sorted by date.
    """

    what: Any
    why: Any
    day: Any
    distance: Any
    href: str
    button: Any


@dataclass(frozen=True)
class Change:
    """One line of "what changed": when (as it reads), a sentence, and where it happened."""

    when: Any
    sentence: Any
    href: str = ""
    where: Any = ""


@dataclass(frozen=True)
class Room:
    """A room in the rail and the menu. `block` names its quilt block; `pages` are (address, text) below it."""

    key: str
    name: Any
    url: str
    block: str = ""
    pages: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Answer:
    """One line of "check your answers": the question, what was answered, and where to change it."""

    question: Any
    answer: Any
    href: str = ""


@dataclass(frozen=True)
class Moved:
    """One row of a receipt's "What it changed": amounts in minor units."""

    what: Any
    before_minor: int
    change_minor: int
    after_minor: int


@dataclass(frozen=True)
class Receipt:
    """All a receipt page shows. `who_and_how` are (label, text) or (label, text, address); `code` is typed as groups.

    The sum of the rows is shown as "Together" when there is more than one.
    """

    number: str
    moment: Any
    sentence: Any
    code: str
    amount: Any = ""
    changes: tuple[Moved, ...] = ()
    change_title: Any = ""
    unit: Any = ""
    who_and_how: tuple[tuple[Any, ...], ...] = ()
    undo: Any = ""
    verify_url: str = ""

    @property
    def together(self) -> Moved | None:
        """The sum of all rows, or None when there is one row or none."""
        if len(self.changes) < 2:
            return None
        return Moved(
            "",
            sum(row.before_minor for row in self.changes),
            sum(row.change_minor for row in self.changes),
            sum(row.after_minor for row in self.changes),
        )

    @property
    def spaced_code(self) -> str:
        """The code in groups of four: 7KQM 4T9X 22WD."""
        plain = self.code.replace(" ", "")
        return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))


@dataclass(frozen=True)
class Tab:
    """One tab; tabs are links."""

    name: Any
    href: str
    is_current: bool = False


@dataclass(frozen=True)
class Sum:
    """One figure of a worked sum: a line above it, and the sign that leads to it ("×", "=", "→")."""

    label: Any
    value: Any
    sign: str = ""
    tone: Tone = ""


@dataclass(frozen=True)
class Proof:
    """Three figures joined by two signs, and a track that shows how much of a limit is used.

    used_bp: part of the track that is filled, in basis points; 10,000 is the limit.
    """

    figures: tuple[tuple[Any, Any], tuple[Any, Any], tuple[Any, Any]]
    used_bp: int
    sentence: Any = ""
    reckon_url: str = ""
    reckon_text: Any = ""
    signs: tuple[str, str] = ("≤", "→")
    tone: Tone = "green"
    rows: tuple[Any, ...] = field(default=())
