"""The facts the school states. Public ones count people; they never name them."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

declare(
    Kind("school.course.opened", _("{subject} opened with {count} sessions."), is_public=True),
    Kind("school.course.changed", _("{subject} was changed."), is_public=True),
    Kind("school.cohort.repeated", _("{subject} opened again as a new cohort."), is_public=True),
    Kind("school.sessions.led", _("It was said who leads {count} sessions of {subject}.")),
    Kind("school.programme.begun", _("The programme {subject} began."), is_public=True),
    Kind("school.programme.changed", _("The programme {subject} was changed."), is_public=True),
    Kind("school.enrolment.made", _("{person} enrolled in {course}.")),
    Kind("school.enrolments.made", _("{count} people enrolled in {subject}.")),
    Kind("school.enrolment.asked", _("{person} asked to take part in {course}.")),
    Kind("school.enrolment.waiting", _("{person} waits for a place in {course}.")),
    Kind("school.enrolment.moved_up", _("{person} waited and has a place in {course} now.")),
    Kind("school.enrolments.selected", _("{count} people were chosen for {subject}.")),
    Kind("school.course.built_on", _("It was said what {subject} builds on."), is_public=True),
    Kind("school.session.made_up", _("Session {number} of {course} was made up for.")),
    Kind("school.task.set", _("A task was set in {course}.")),
    Kind("school.task.handed_in", _("Work for a task was handed in.")),
    Kind("school.task.graded", _("Work for a task was looked at.")),
    Kind("school.material.added", _("A page was added to {course}.")),
    Kind("school.cohort.written_to", _("{count} learners of {subject} were written to.")),
    Kind("school.circle.opened", _("The study circle {subject} opened."), is_public=True),
    Kind("school.circle.joined", _("{person} joined {subject}.")),
    Kind("school.circle.left", _("{person} left {subject}.")),
    Kind("school.circle.meeting_set", _("The next meeting of {subject} was set.")),
    Kind("school.circle.minuted", _("The minutes of a meeting of {subject} were kept.")),
    Kind("school.circle.ended", _("The study circle {subject} ended."), is_public=True),
    Kind("school.key.made", _("{subject} has a new key to sign badges with."), is_public=True),
    Kind("school.enrolment.ended", _("{person} left {course}.")),
    Kind(
        "school.badge.awarded",
        _("{person} completed {course} and received a badge."),
        receipt=_("Badge awarded"),
        undo=_("Revoke the badge on its page and give a reason; the competence ends with it."),
    ),
    Kind(
        "school.badges.awarded",
        _("{count} people completed {subject} and received a badge."),
        receipt=_("Badges awarded"),
        undo=_("Revoke a badge on its page and give a reason; the competence ends with it."),
        is_public=True,
    ),
    Kind(
        "school.badge.revoked",
        _("A badge for {course} was revoked."),
        receipt=_("Badge revoked"),
        undo=_("A revoked badge stays revoked. Award a new one on the page of the course."),
    ),
)
