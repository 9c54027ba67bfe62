from commonwork.school.models.badge import Badge, IssuerKey
from commonwork.school.models.circle import Circle, CircleMeeting, CircleMember, Reading
from commonwork.school.models.course import Course, Prerequisite, Programme, Session
from commonwork.school.models.enrolment import LEARNING, PENDING, Enrolment
from commonwork.school.models.learning import MakeUp, Material, Task, Work

__all__ = [
    "LEARNING",
    "PENDING",
    "Badge",
    "Circle",
    "CircleMeeting",
    "CircleMember",
    "Course",
    "Enrolment",
    "IssuerKey",
    "MakeUp",
    "Material",
    "Prerequisite",
    "Programme",
    "Reading",
    "Session",
    "Task",
    "Work",
]
