"""Tags of the charts; each draws what `ui.charts` describes.

Names of arguments are those of the drawing functions: `{% bars rows title=_("Votes") unit=_("votes") %}`.
"""

from django import template

from commonwork.ui import charts

register = template.Library()
for drawn in (
    charts.loop,  # {% loop flows jobs=jobs places=places period= dates= is_demo= %}
    charts.loan_bars,  # {% loan_bars rows title= note= %}
    charts.dollar_strip,  # {% dollar_strip segments title= %}
    charts.budget_strip,  # {% budget_strip segments title= total= %}
    charts.sankey,  # {% sankey stops ribbons title= %}
    charts.account_steps,  # {% account_steps levels title= %}
    charts.bars,  # {% bars rows title= unit= %}
    charts.line,  # {% line series labels title= unit= %}
    charts.area,  # {% area series labels title= unit= %}
    charts.ring,  # {% ring part_bp text detail goal_bp= %}
    charts.goes_round,  # {% goes_round spokes ties title= %}
    charts.network_map,  # {% network_map spokes ties title= %}
    charts.opinion_map,  # {% opinion_map groups title= %}
    charts.count_stage,  # {% count_stage rows quota title= most= %}
):
    register.simple_tag(drawn)
