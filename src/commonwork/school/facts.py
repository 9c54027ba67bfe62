"""The facts the school states. Public ones count people; they never name them."""

from django.utils.translation import gettext_lazy as _

from commonwork.record.kinds import Kind, declare

declare(
    Kind("school.course.opened", _("{subject} opened with {count} sessions."), is_public=True),
    Kind("school.enrolment.made", _("{person} enrolled in {course}.")),
    Kind("school.enrolments.made", _("{count} people enrolled in {subject}.")),
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
