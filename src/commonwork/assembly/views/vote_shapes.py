"""What the pages of a vote show, put into the plain values of the design system."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.assembly import ballot_marks, poll_queries, tallies
from commonwork.assembly.models import BoardEntry, Poll, PollOption
from commonwork.assembly.vote_forms import SHARES
from commonwork.rules.chain import canonical
from commonwork.ui import dates
from commonwork.ui.charts import Bar
from commonwork.ui.money import dollars, percent
from commonwork.ui.parts import Step

Found = dict[str, Any]


def strip(poll: Poll) -> list[Step]:
    """Where a vote stands: prepared, voting, closed, opened by its keepers where it is sealed, counted."""
    names = [(_("Prepared"), None), (_("Voting"), poll.opened_at), (_("Closed"), poll.closed_at)]
    here = {"draft": 0, "open": 1, "closed": 2, "counted": 9, "void": 9}[poll.state]
    if poll.is_sealed:
        names.append((_("Ballots opened"), None))
        if poll.state == Poll.State.CLOSED:
            here = 3 if poll.sealed_ballots.exists() else 4
    names.append((_("Counted"), poll.counted_at))
    if poll.state == Poll.State.CLOSED and not poll.is_sealed:
        here = 3
    return [
        Step(
            name,
            dates.day(at, "short") if at else "",
            "done" if at_place < here else "here" if at_place == here else "to-come",
        )
        for at_place, (name, at) in enumerate(names)
    ]


def summary(poll: Poll, found: Found | None) -> str:
    """One or two sentences on where things stand."""
    if found is not None:
        return outcome(poll, found)
    if poll.state == Poll.State.DRAFT:
        return _("This vote is being prepared. Only those who run it see this page.")
    if poll.state == Poll.State.VOID:
        return _("This vote was called off.")
    if poll.state == Poll.State.CLOSED:
        return _("Voting is closed. The ballots are counted next.") + " " + turnout(poll)
    until = _("Voting is open.")
    if poll.closes_at:
        until = _("Voting is open until %(at)s.") % {"at": dates.moment(poll.closes_at)}
    return f"{until} {turnout(poll)}"


def outcome(poll: Poll, found: Found) -> str:
    """What came out, in a sentence."""
    if not found["quorum"]["is_reached"] and found["says"] == "nothing":
        return _("The quorum was not reached, so nothing is decided.")
    titles = {row.key: row.title for row in poll_queries.all_options(poll)}
    if poll.method == Poll.Method.MAJORITY:
        said = _("The motion is carried.") if found["chosen"] else _("The motion is not carried.")
    elif found["chosen"]:
        names = ", ".join(titles.get(key, key) for key in found["chosen"])
        said = ngettext("Chosen: %(names)s.", "Chosen: %(names)s.", len(found["chosen"])) % {"names": names}
    else:
        said = _("Nothing was chosen.")
    if not found["quorum"]["is_reached"]:
        after = {
            "advice": _("The quorum was not reached: the result counts as advice."),
            "repeat": _("The quorum was not reached: the vote is repeated, then without a quorum."),
        }
        said = f"{after.get(found['says'], '')} {said}"
    return said


def turnout(poll: Poll) -> str:
    """How many have voted, of how many."""
    roll, voted = poll.voters.count(), poll_queries.voted_count(poll)
    words = {"voted": voted, "roll": roll}
    return ngettext("%(voted)d of %(roll)d has voted.", "%(voted)d of %(roll)d have voted.", voted) % words


def terms(poll: Poll) -> list[tuple[str, str]]:
    """The rules of a vote, as fixed when it opens."""
    found = [(_("How"), str(poll.get_method_display())), (_("Ballots"), str(poll.get_secrecy_display()))]
    if poll.method == Poll.Method.MAJORITY:
        share = str(dict(SHARES).get(poll.threshold, poll.threshold))
        found.append((_("A yes needs"), f"{share} · {poll.get_threshold_base_display()}"))
    elif not poll.is_budget:
        found.append((_("Chosen"), str(poll.seats)))
    if poll.is_budget:
        found += [
            (_("Budget"), dollars(poll.budget_minor or 0)),
            (_("Rule"), str(poll.get_budget_rule_display())),
        ]
    quorum = _("none")
    if poll.quorum_bp:
        quorum = _("%(percent)s of the roll") % {"percent": percent(poll.quorum_bp)}
    elif poll.quorum_count:
        quorum = str(poll.quorum_count)
    found.append((_("Quorum"), quorum))
    if poll.quorum_bp or poll.quorum_count:
        found.append((_("Without it"), str(poll.get_without_quorum_display())))
    if not poll.is_sealed:
        found.append((_("Two ways tried"), str(poll.get_channel_rule_display())))
    else:
        found.append((_("Two ways tried"), _("the first ballot counts")))
    return found


def bars(poll: Poll, found: Found, options: Sequence[PollOption]) -> list[Bar]:
    """The count as bars: answers, approvals, points, first preferences or votes for projects; green for the chosen."""
    count, titles = found["count"], {row.key: row.title for row in options}
    if count["rule"] == "majority":
        tone = "green" if count["is_carried"] else "edge"
        rows = [(_("Yes"), count["yes"], tone), (_("No"), count["no"], "edge")]
        rows.append((_("Abstained or blank"), count["abstained"], "edge"))
        return [Bar(name, value, tone=tone) for name, value, tone in rows]
    if "stages" in count:
        votes = {key: int(float(total)) for key, total in count["stages"][0]["totals"].items()}
    else:
        projects, packed = tallies.budget_votes(poll)
        scores = packed.scores_of(len(projects))
        votes = {project.key: score for project, score in zip(projects, scores, strict=True)}
    return [
        Bar(titles.get(key, key), value, tone="green" if key in found["chosen"] else "edge")
        for key, value in sorted(votes.items(), key=lambda pair: -pair[1])
    ]


def chosen(found: Found, options: Sequence[PollOption]) -> list[PollOption]:
    """The options chosen, in the order in which they were."""
    by_key = {row.key: row for row in options}
    return [by_key[key] for key in found["chosen"] if key in by_key]


def quorum(found: Found) -> str:
    """Whether enough took part."""
    said = found["quorum"]
    if not said["needed"]:
        return _("There was no quorum to reach.")
    words = {"reached": said["reached"], "needed": said["needed"]}
    if said["is_reached"]:
        return _("The quorum of %(needed)d was reached: %(reached)d.") % words
    return _("The quorum of %(needed)d was not reached: %(reached)d.") % words


def acts(poll: Poll, *, runs: bool, enters: bool) -> list[tuple[str, Any]]:
    """What those who run the vote can do now: (address, words), the next step first."""
    state, found = Poll.State, list[tuple[str, Any]]()
    if poll.state == state.DRAFT and runs:
        found = [("assembly_vote_open", _("Open the voting")), ("assembly_vote_change", _("Change it"))]
        if poll.is_sealed:
            found.insert(0, ("assembly_vote_keepers", _("Name the keepers")))
    elif poll.state == state.OPEN:
        if enters:
            found = [
                ("assembly_vote_table", _("Help at a table")),
                ("assembly_vote_piles", _("Paper ballots")),
            ]
        if runs:
            found += [
                ("assembly_vote_codes", _("Make codes")),
                ("assembly_vote_close", _("Close the voting")),
            ]
    elif poll.state == state.CLOSED and runs:
        found = [("assembly_vote_count", _("Count"))]
    if runs and poll.state in {state.DRAFT, state.OPEN, state.CLOSED}:
        found.append(("assembly_vote_void", _("Call it off")))
    return [(reverse(name, args=[poll.key]), text) for name, text in found]


def piles(
    poll: Poll, rows: Sequence[Sequence[Any]], options: Sequence[PollOption]
) -> list[tuple[list[tuple[str, str]], int]]:
    """Equal ballots together: (lines, how many), the largest pile first."""
    counted = Counter(row[1] for row in rows)
    ordered = sorted(counted.items(), key=lambda pile: (-pile[1], pile[0]))
    return [(ballot_marks.in_words(poll, text, options), count) for text, count in ordered]


def board_line(row: BoardEntry) -> str:
    """A line of the board in words; the exports and the bundle hold it whole."""
    content = row.content
    if row.kind == "sealed":
        changed = " " + _("(changed)") if "instead_of" in content else ""
        return f"{content['ballot'][:16]}…{changed}"
    if row.kind == "opened":
        words = {"roll": content["roll"], "options": len(content["options"])}
        words["method"] = str(dict(Poll.Method.choices).get(content["method"], content["method"]))
        return _("Voting opened: %(method)s; %(options)d options, %(roll)d on the roll.") % words
    if row.kind == "closed":
        return _("Voting closed: ballots that are in: %(ballots)d.") % content
    if row.kind == "ballots":
        return _("The list of %(ballots)d ballots has the hash %(hash)s…") % (
            content | {"hash": content["hash"][:16]}
        )
    if row.kind == "counted":
        seed = _("Counted with the words “%(seed)s” for lots.") if content["seed"] else _("Counted.")
        return (seed + " " + _("The result has the hash %(result)s…")) % (
            content | {"result": content["result"][:16]}
        )
    return _("The vote was called off.") if row.kind == "void" else str(row.kind)


def board_whole(row: BoardEntry) -> str:
    """What a line of the board holds, as it is hashed."""
    return canonical(row.content).decode()
