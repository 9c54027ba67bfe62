"""The goal as pages show it."""

from decimal import Decimal

from django.urls import reverse
from django.utils.formats import number_format

from commonwork.horizon.queries import Goal
from commonwork.ui.charts import Jobs


def percent(part: int, hundredth: int) -> str:
    """A share as a percentage with two significant digits; `hundredth` of `part` make one percent.

    >>> percent(137, 10_000)
    '0.014 %'
    """
    value = Decimal(part) / hundredth
    if value:
        value = round(value, max(0, 1 - value.adjusted()))
    return f"{number_format(value, use_l10n=True)} %"


def jobs_of(goal: Goal) -> Jobs:
    """The goal for the middle of the loop picture."""
    area = goal.area
    return Jobs(
        jobs=goal.jobs,
        share=percent(goal.share_ppm, 10_000),
        share_ppm=goal.share_ppm,
        goal_bp=goal.goal_bp,
        year_ago=goal.year_ago,
        area=f"{area.area}, {area.year}" if area else "",
        source=area.source if area else "",
        href=reverse("horizon"),
    )
