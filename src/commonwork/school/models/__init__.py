from commonwork.school.models.badge import Badge
from commonwork.school.models.course import Course, Session
from commonwork.school.models.enrolment import Enrolment

__all__ = ["Badge", "Course", "Enrolment", "Session"]
