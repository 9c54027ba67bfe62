"""Charts: SVG drawn on the server, with title, description and the rows behind it. One module a kind.

Horizontal places are in percent and type in pixels, so a chart fills its column and its words stay readable; pictures
with a fixed geometry (the loop, circles) have a second form for phones.
"""

from commonwork.ui.charts.circle import Spoke, Tie, goes_round, network_map, ring
from commonwork.ui.charts.groups import opinion_map
from commonwork.ui.charts.loans import LoanBar, loan_bars
from commonwork.ui.charts.loop import Flow, Jobs, loop
from commonwork.ui.charts.sankey import Ribbon, Stop, sankey
from commonwork.ui.charts.series import Bar, Series, area, bars, line
from commonwork.ui.charts.steps import Level, account_steps
from commonwork.ui.charts.strip import Segment, budget_strip, dollar_strip
from commonwork.ui.charts.stv import Standing, count_stage

__all__ = [
    "Bar",
    "Flow",
    "Jobs",
    "Level",
    "LoanBar",
    "Ribbon",
    "Segment",
    "Series",
    "Spoke",
    "Standing",
    "Stop",
    "Tie",
    "account_steps",
    "area",
    "bars",
    "budget_strip",
    "count_stage",
    "dollar_strip",
    "goes_round",
    "line",
    "loan_bars",
    "loop",
    "network_map",
    "opinion_map",
    "ring",
    "sankey",
]
