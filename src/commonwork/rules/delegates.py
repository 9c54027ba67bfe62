"""How many delegates each co-op sends to a body, by the way the body has adopted.

Counting heads and votes of delegates is left to the federation room; the arithmetic of seats stands in `apportion`.
"""

from collections.abc import Mapping
from typing import Literal

from commonwork.rules.apportion import Size, seats_by, seats_by_square_root
from commonwork.rules.refusal import Refusal, sentence

Way = Literal["one_each", "class_weights", "webster", "dhondt", "hamilton", "square_root"]
WAYS: tuple[Way, ...] = ("one_each", "class_weights", "webster", "dhondt", "hamilton", "square_root")


class ClassWithoutSeats(Refusal):
    sentence: str = sentence("Nothing says how many seats the class “{class_code}” has.")
    field: str | None = "class_seats"


def seats_for(
    *,
    method: Way,
    weights: Mapping[str, Size],
    seats: int = 0,
    floor: int = 0,
    cap: int | None = None,
    classes: Mapping[str, str] | None = None,
    class_seats: Mapping[str, int] | None = None,
) -> dict[str, int]:
    """Return {co-op: seats}. weights: workers or members of each co-op.

    one_each gives every co-op one seat; class_weights as many as its class has (`classes`, `class_seats`); both
    ignore `seats`, `floor` and `cap`, as square_root does. Raises ClassWithoutSeats and what `apportion` raises.
    Source: ICA on second-level co-ops; NYC NOWC for seats by class; `apportion` for the rest.

    >>> seats_for(method="one_each", weights={"farm": 4, "care": 140})
    {'farm': 1, 'care': 1}
    >>> seats_for(method="class_weights", weights={"farm": 4, "new": 2},
    ...           classes={"farm": "member", "new": "start-up"}, class_seats={"member": 3, "start-up": 1})
    {'farm': 3, 'new': 1}
    """
    if method == "one_each":
        return dict.fromkeys(weights, 1)
    if method == "class_weights":
        return {key: _of_class((classes or {}).get(key, ""), class_seats or {}) for key in weights}
    if method == "square_root":
        return seats_by_square_root(weights)
    return seats_by(method=method, seats=seats, weights=weights, floor=floor, cap=cap)


def _of_class(code: str, class_seats: Mapping[str, int]) -> int:
    if code not in class_seats:
        raise ClassWithoutSeats(class_code=code)
    return class_seats[code]
