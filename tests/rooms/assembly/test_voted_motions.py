"""A counted yes-or-no vote of the same body decides a motion; nothing else does."""

import pytest

from commonwork.assembly.actions import motions, voted_motions
from commonwork.assembly.models import Decision, Motion, Poll
from tests.rooms.assembly import make, make_polls
from tests.rooms.assembly.make_polls import AFTER, HELD, WHO

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def moved() -> Motion:
    make.adopt("assembly.support_count", 0)
    said = {"title": "A park", "purpose": "Shade for all.", "text": "The city plants a park."}
    return motions.put_forward(motion=motions.draft(body=make.body(), on=HELD, **said, **WHO), on=HELD, **WHO)


def counted(*ballots: str, **more: object) -> Poll:
    return make_polls.counted(make_polls.cast(make_polls.opened("majority", **more), *ballots))


def test_a_carried_vote_is_a_decision_with_the_vote_as_its_source() -> None:
    poll = counted("yes", "yes", "no")
    motion = voted_motions.decide(motion=moved(), poll=poll, on=HELD, **AFTER)
    decision = Decision.objects.get()
    assert motion.state == Motion.State.DECIDED and decision.how == "ballot"
    assert decision.source == f"assembly.poll/{poll.key}"
    assert decision.tally == {"for": 2, "against": 1, "abstained": 0}


def test_a_vote_that_is_not_carried_lets_the_motion_fall() -> None:
    motion = voted_motions.decide(motion=moved(), poll=counted("yes", "no", "no"), on=HELD, **AFTER)
    assert motion.state == Motion.State.FALLEN and not Decision.objects.exists()


def test_only_a_counted_yes_or_no_vote_with_a_quorum_decides() -> None:
    motion = moved()
    for poll in (
        make_polls.opened("majority"),
        make_polls.counted(make_polls.cast(make_polls.opened(), "1")),
    ):
        with pytest.raises(voted_motions.NotAVoteOnThis):
            voted_motions.decide(motion=motion, poll=poll, on=HELD, **AFTER)
    with pytest.raises(voted_motions.VoteDecidesNothing):
        voted_motions.decide(motion=motion, poll=counted("yes", quorum_bp=9000), on=HELD, **AFTER)
    assert Motion.objects.get().state == Motion.State.OPEN
