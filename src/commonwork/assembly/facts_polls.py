"""Facts about polls. None says what anybody voted; in a sealed poll none says who."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

declare(
    Kind("assembly.poll.drafted", _("A vote was prepared: “{subject}”."), is_public=True),
    Kind("assembly.poll.changed", _("The vote “{subject}” was changed before it opened.")),
    Kind(
        "assembly.poll.opened",
        _("Voting was opened on “{subject}”: {voters} stand on the roll."),
        receipt=_("Voting opened"),
        undo=_("A vote that should not go on is called off; it stays in the record."),
        is_public=True,
    ),
    Kind("assembly.poll.codes_made", _("{count} voting codes were made for “{subject}”.")),
    Kind("assembly.poll.ballot_cast", _("A ballot was cast on “{subject}”.")),
    Kind("assembly.poll.ballot_helped", _("{actor} helped somebody to cast a ballot on “{subject}”.")),
    Kind("assembly.poll.pile_typed", _("A pile of {count} paper ballots on “{subject}” was typed once.")),
    Kind(
        "assembly.poll.pile_retyped",
        _("A pile of paper ballots on “{subject}” was typed a second time; {differences} lines differ."),
    ),
    Kind(
        "assembly.poll.pile_settled",
        _("A pile of {count} paper ballots on “{subject}” was taken into the vote."),
        receipt=_("Paper ballots taken in"),
        undo=_("Before the close, a pile typed from the wrong papers is thrown away and typed anew."),
    ),
    Kind("assembly.poll.pile_thrown", _("A pile of paper ballots on “{subject}” was thrown away.")),
    Kind(
        "assembly.poll.paper_marked", _("{count} voters were marked as having voted on paper on “{subject}”.")
    ),
    Kind("assembly.poll.keepers_named", _("{count} keepers were named for “{subject}”."), is_public=True),
    Kind(
        "assembly.poll.keeper_ready", _("A keeper of “{subject}” made a code of their own."), is_public=True
    ),
    Kind("assembly.poll.part_handed_in", _("A keeper of “{subject}” handed in their part."), is_public=True),
    Kind(
        "assembly.poll.unsealed",
        _("{count} sealed ballots on “{subject}” were shuffled and opened."),
        is_public=True,
    ),
    Kind(
        "assembly.poll.closed",
        _("Voting was closed on “{subject}”: {count} ballots are in."),
        receipt=_("Voting closed"),
        undo=_("A closed vote is not opened again. Another vote can be held."),
        is_public=True,
    ),
    Kind(
        "assembly.poll.counted",
        _("“{subject}” was counted: {count} ballots, {blank} of them blank."),
        receipt=_("Vote counted"),
        undo=_("A count is not undone. Anyone can redo it from the published ballots."),
        is_public=True,
    ),
    Kind("assembly.poll.voided", _("The vote “{subject}” was called off."), is_public=True),
)
