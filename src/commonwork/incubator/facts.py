"""The facts the incubator states."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

RECEIPT_LABELS = {"gates": _("Gates passed")}

declare(
    Kind("incubator.idea.proposed", _("The idea “{subject}” was put in the bank of ideas."), is_public=True),
    Kind(
        "incubator.idea.supported", _("One more person stands behind the idea “{subject}”."), is_public=True
    ),
    Kind(
        "incubator.idea.counted_in",
        _("The incubator counted {count} more behind the idea “{subject}”, on paper or by word of mouth."),
        is_public=True,
    ),
    Kind(
        "incubator.idea.counted_out",
        _("{count} behind the idea “{subject}” had been counted by mistake and were taken back."),
        is_public=True,
    ),
    Kind("incubator.suggestion.made", _("Someone without an account suggested an idea.")),
    Kind("incubator.suggestion.accepted", _("A suggested idea is in the bank now: “{idea}”.")),
    Kind("incubator.suggestion.declined", _("A suggested idea was not taken up; its code opens the reason.")),
    Kind(
        "incubator.suggestion.withdrawn", _("Whoever suggested an idea took it back; its words were erased.")
    ),
    Kind("incubator.suggestion.erased", _("The words of a suggested idea were erased.")),
    Kind(
        "incubator.idea.declined",
        _("The idea “{subject}” was not taken up; the reason stands on its page."),
        is_public=True,
    ),
    Kind("incubator.team.formed", _("{subject} was formed as a team of {count} people."), is_public=True),
    Kind("incubator.team.joined", _("{person} joined the team {subject}.")),
    Kind("incubator.team.left", _("{person} left the team {subject}.")),
    Kind(
        "incubator.team.became_organisation",
        _("The team {subject} became the organisation {co_op}."),
        is_public=True,
    ),
    Kind(
        "incubator.gate.passed",
        _("{subject} passed the gate “{stage_name}”."),
        receipt=_("Gate passed"),
        undo=_("A gate passed by mistake is taken back on the team's page, as long as it is the last one."),
        is_public=True,
    ),
    Kind(
        "incubator.gate.taken_back", _("The gate “{stage_name}” of {subject} was taken back."), is_public=True
    ),
    Kind("incubator.mentoring.logged", _("{mentor} worked {hours} hours with {team}.")),
    Kind("incubator.mentoring.matched", _("{mentor} walks with the team {subject}.")),
    Kind("incubator.mentor.offered", _("{mentor} offers {hours_a_month} hours a month as a mentor.")),
    Kind("incubator.mentor.rested", _("{mentor} takes no more teams as a mentor for now.")),
    Kind("incubator.mentor.forgotten", _("What a mentor had offered and noted was erased.")),
    Kind("incubator.help.wanted", _("The team {subject} said which help it needs.")),
    Kind("incubator.mentoring.struck", _("{hours} mentor hours with {team} were struck.")),
    Kind("incubator.plan.drafted", _("The team {subject} changed the draft of its plan.")),
    Kind("incubator.plan.kept", _("The team {team} kept its plan as version {number}.")),
    Kind("incubator.answers.written", _("The team {subject} wrote answers of its business plan.")),
    Kind("incubator.answers.erased", _("Answers of the business plan of {subject} were erased.")),
    Kind("incubator.team.paused", _("The team {subject} rests for a while."), is_public=True),
    Kind("incubator.team.merged", _("The team {subject} goes on within {into}."), is_public=True),
    Kind(
        "incubator.team.declined",
        _("The incubator does not go on with {subject}; the reason stands on its page."),
        is_public=True,
    ),
    Kind("incubator.team.resumed", _("The team {subject} goes on."), is_public=True),
    Kind("incubator.task.done", _("The team {subject} has done a task of its path.")),
    Kind("incubator.task.reopened", _("A task of the team {subject} is open again.")),
    Kind("incubator.review.given", _("{reviewer} reviewed the plan of {subject}.")),
    Kind("incubator.idea.merged", _("The idea “{subject}” was merged into “{into}”."), is_public=True),
    Kind(
        "incubator.idea.raised",
        _("An assembly asks for the idea “{subject}”: {resolution}."),
        is_public=True,
    ),
    Kind("incubator.cohort.opened", _("The cohort {subject} was opened."), is_public=True),
    Kind("incubator.cohort.course_set", _("The cohort {subject} follows a course now."), is_public=True),
    Kind("incubator.cohort.applied", _("{team} asked for a place in {subject}.")),
    Kind("incubator.cohort.selected", _("{team} has a place in {subject}."), is_public=True),
)
