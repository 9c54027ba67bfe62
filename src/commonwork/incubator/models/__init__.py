from commonwork.incubator.models.answer import PlanAnswer
from commonwork.incubator.models.cohort import Cohort, CohortPlace
from commonwork.incubator.models.gate import GatePassed
from commonwork.incubator.models.idea import Channel, Idea, IdeaPriority, IdeaSupport
from commonwork.incubator.models.mentor import HelpWanted, MentorOffer
from commonwork.incubator.models.mentoring import MentorHours
from commonwork.incubator.models.plan import PlanDraft, PlanVersion
from commonwork.incubator.models.suggestion import Suggestion
from commonwork.incubator.models.team import Review, Team, TeamMember, TeamTask

__all__ = [
    "Channel",
    "Cohort",
    "CohortPlace",
    "GatePassed",
    "HelpWanted",
    "Idea",
    "IdeaPriority",
    "IdeaSupport",
    "MentorHours",
    "MentorOffer",
    "PlanAnswer",
    "PlanDraft",
    "PlanVersion",
    "Review",
    "Suggestion",
    "Team",
    "TeamMember",
    "TeamTask",
]
