from commonwork.incubator.models.gate import GatePassed
from commonwork.incubator.models.idea import Idea, IdeaSupport
from commonwork.incubator.models.mentoring import MentorHours
from commonwork.incubator.models.plan import PlanDraft, PlanVersion
from commonwork.incubator.models.team import Team, TeamMember

__all__ = [
    "GatePassed",
    "Idea",
    "IdeaSupport",
    "MentorHours",
    "PlanDraft",
    "PlanVersion",
    "Team",
    "TeamMember",
]
