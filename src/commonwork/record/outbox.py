"""Who wants to hear of facts once they are committed. Journeys register one listener; record knows no handler."""

import logging
from collections.abc import Callable
from functools import partial

from django.db import transaction

from commonwork.record.models import Fact

logger = logging.getLogger(__name__)
LISTENERS: list[Callable[[Fact], None]] = []


def announce(fact: Fact) -> None:
    """After the commit, tell every listener. A listener that fails is logged; the worker tries again later."""
    for listener in LISTENERS:
        transaction.on_commit(partial(_tell, listener, fact))


def _tell(listener: Callable[[Fact], None], fact: Fact) -> None:
    try:
        listener(fact)
    except Exception:  # the fact stands whatever a handler does; the worker runs it again
        logger.exception("a handler of %s failed; the worker will try again", fact.kind)
